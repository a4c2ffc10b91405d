"""The web chat behind a login: the proxy says who somebody is, and the page does not."""

from pathlib import Path

import pytest
from aiohttp import WSServerHandshakeError
from redis.asyncio import Redis

from adapters.webchat.inbound import login_person
from adapters.webchat.settings import WebchatSettings
from bot.domain.incoming import CommandCall
from bot.environment import SettingsError, read_settings
from tests.adapters.test_webchat import opened
from tests.fakes.waiting import wait_until

HEADER = "X-Forwarded-User"


async def test_the_proxy_names_the_person(redis: Redis, tmp_path: Path) -> None:
    """Whatever name the page asks for; what they do is theirs."""
    async with opened(redis, tmp_path, HEADER) as room:
        page = await room.enter("Root", **{HEADER: "ada@example.org"})
        you = page.welcome["you"]
        assert (you["id"], you["name"], you["fixed"]) == ("webchat:ada@example.org", "ada@example.org", True)
        await page.say("/imagine a cat", "k1")
        await wait_until(lambda: room.seen, "it is heard")
        [call] = room.seen
        assert isinstance(call, CommandCall)
        assert call.origin.person.id == "webchat:ada@example.org"


@pytest.mark.parametrize("named", [[], ["ada", "root"], [""], ["  "], ["a" * 201]], ids=str)
async def test_without_a_name_nobody_comes_in(redis: Redis, tmp_path: Path, named: list[str]) -> None:
    """Neither to the page nor to the room; it is said which header is missing."""
    headers = [(HEADER, name) for name in named]
    async with opened(redis, tmp_path, HEADER) as room:
        answer = await room.client.get("/", headers=headers)
        assert (answer.status, HEADER in await answer.text()) == (403, True)
        with pytest.raises(WSServerHandshakeError) as caught:
            await room.client.ws_connect("/chat/ws?name=Ada", headers=headers)
        assert caught.value.status == 403
        assert (await room.client.get("/", headers={HEADER: "ada"})).status == 200


def test_two_logins_are_two_persons() -> None:
    """Unlike guests, whose names are folded, and cut."""
    logins = ["ada", "Ada", "\uff41da", "a" * 199, "a" * 200, "chatelier", "guest"]
    persons = [login_person([login]) for login in logins]
    assert [person and person.id for person in persons] == [f"webchat:{login}" for login in logins]
    assert login_person(["ada\u202e"]) is None
    assert login_person(["ada\ud800"]) is None


async def test_operators_are_proposed_their_commands(redis: Redis, tmp_path: Path) -> None:
    """Nobody else is."""
    async with opened(redis, tmp_path, HEADER, operators=frozenset({"webchat:ada"})) as room:
        names = {}
        for who in ("ada", "bob"):
            page = await room.enter("", **{HEADER: who})
            names[who] = [one["name"] for one in page.welcome["commands"]]
    assert names["ada"] == [*names["bob"], "task"]


def test_what_is_no_header_is_refused() -> None:
    """A line of a request could be made of it."""
    for name in ("X User", "X-User:", "Übername", "a\nb"):
        with pytest.raises(SettingsError, match="WEBCHAT_USER_HEADER: must be the name of a header"):
            read_settings(WebchatSettings, webchat_user_header=name)
