"""Links that end, and the new ones that a look-up gives."""

from typing import Any

from tests.sandbox.driving import Hand, Open, Sandbox


def links_in(answer: dict[str, Any]) -> list[str]:
    found: list[str] = [answer[name] for name in ("image_url", "raw_image_url") if name in answer]
    return [*found, *answer.get("sub_image_urls", ()), *answer.get("video_urls", ())]


async def paint(sandbox: Sandbox) -> list[dict[str, Any]]:
    """A grid, an edit and a clip."""
    grid = await sandbox.call("imagine", prompt="a fox", split_images=True)
    here = {"image_url": grid["raw_image_url"], "prompt": "a hat"}
    return [grid, await sandbox.call("edits", **here, split_images=True), await sandbox.call("videos", **here)]


async def test_links_end(open_sandbox: Open, hand: Hand) -> None:
    """Every one of them, and those of a look-up last as long again."""
    sandbox = await open_sandbox(clock=hand, links_last=20)
    done = await paint(sandbox)
    links = [link for answer in done for link in links_in(answer)]
    assert len(links) == 6 + 6 + 5
    for link in links:
        await sandbox.get(link)
    hand.now += 21
    for link in links:
        await sandbox.get(link, 404)
    for answer in done:
        record = (await sandbox.record(answer["task_id"]))["response"]
        for link in links_in(record):
            await sandbox.get(link)
        assert record.keys() == answer.keys()


async def test_an_order_with_an_ended_link(open_sandbox: Open, hand: Hand) -> None:
    """Is refused, as the service cannot fetch it either; with a new one it is taken."""
    sandbox = await open_sandbox(clock=hand, links_last=20)
    grid = await sandbox.call("imagine", prompt="a fox")
    hand.now += 21
    new = (await sandbox.record(grid["task_id"]))["response"]["image_url"]
    for path in ("imagine", "edits", "videos", "describe"):
        for url, status in ((grid["image_url"], 400), (new, 200)):
            body: dict[str, Any] = {"prompt": f"{url} hat"}
            if path != "imagine":
                body = {"prompt": "x", "image_url": url}
            await sandbox.call(path, status, **body)


async def test_links_that_do_not_end(open_sandbox: Open, hand: Hand) -> None:
    """As it is unless told otherwise, also for those that say when they would."""
    sandbox = await open_sandbox(clock=hand)
    done = await paint(sandbox)
    hand.now += 10 * 86_400
    for answer in done:
        await sandbox.get(links_in(answer)[0])
    await sandbox.call("edits", image_url=done[0]["image_url"], prompt="a hat")
