"""Parcels: cards that belong to no job, brought through the lane, once, whatever goes wrong on the way."""

from dataclasses import dataclass, replace

import orjson
import pytest

from bot.clock import SystemClock
from bot.commands import Commands
from bot.domain.card import Card, Media, MediaKind, plain
from bot.domain.errors import (
    DeliveryError,
    FileRefused,
    MessageGone,
    NotAllowed,
    NotNow,
    Refused,
    TooFast,
    TooLarge,
    Unreachable,
)
from bot.domain.flags import FlagRules
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Origin, Person
from bot.domain.parcel import Parcel
from bot.domain.turn import Limits
from bot.ports import Clock, LaneRef
from bot.store.keys import Keys
from bot.store.preferences import RedisFileIds
from tests.fakes.clock import FakeClock
from tests.fakes.platform import NAME, PLACE, origin
from tests.fakes.reception import Reception, reception
from tests.jobs.conftest import Bench

PICTURE = Media(MediaKind.IMAGE, "https://pictures.example/1.png", "a cat", key="1557")


@dataclass
class Post:
    bench: Bench
    door: Reception
    tasks: list[tuple[str, str]]

    async def bring(self, card: Card, **more: object) -> None:
        await self.door.outbox.send(Parcel("p", origin(), card, **more))  # type: ignore[arg-type]  # as the test says
        await self.work()

    async def work(self) -> None:
        while self.tasks:
            await self.door.run(*self.tasks.pop(0))

    def shown(self, key: str = "p") -> list[Card]:
        return self.bench.platform.messenger.shown[key]

    def fails(self, *errors: DeliveryError) -> None:
        self.bench.platform.messenger.post_troubles = list(errors)


@pytest.fixture
def post(bench: Bench) -> Post:
    return made(bench, FakeClock())


@pytest.fixture
def timed(bench: Bench) -> Post:
    """On a true clock, which lanes have from the server."""
    return made(bench, SystemClock())


def made(bench: Bench, clock: Clock) -> Post:
    tasks = list[tuple[str, str]]()

    async def queue(kind: str, name: str, _delay: float) -> None:
        tasks.append((kind, name))

    door = reception(
        bench.jobs.client,
        bench.desk,
        {NAME: bench.platform},
        Commands(FlagRules({}, {})),
        queue=queue,
        forms=bench.runner.context.forms,
        clock=clock,
    )
    return Post(bench, door, tasks)


async def test_it_is_brought_once(post: Post) -> None:
    """Whoever is told of it again finds nothing to bring."""
    await post.bring(plain("hello"))
    await post.door.run("parcel", "p")
    assert post.shown() == [plain("hello")]


async def test_a_pause_is_kept_by_the_lane_and_by_the_parcel(timed: Post) -> None:
    """It comes when the platform lets it, and so does everything else there."""
    timed.bench.platform.limits = Limits(capacity=10, window=60.0, gap=0.0)
    timed.fails(TooFast(0.2), TooFast(0.1))
    await timed.bring(plain("hello"))
    assert timed.shown() == [plain("hello")]
    lane = await timed.bench.jobs.client.hget(Keys().lane(f"{NAME}:{PLACE.chat}"), "data")
    assert lane is not None
    assert orjson.loads(lane)["frozen"] > 0


async def test_a_platform_that_is_away_for_a_while(post: Post) -> None:
    """Is asked again, more and more rarely."""
    post.fails(*[Unreachable("away")] * 7)
    await post.bring(plain("hello"))
    assert post.shown() == [plain("hello")]


async def test_it_waits_for_room_in_the_lane(timed: Post) -> None:
    """And leaves the lane as it found it."""
    timed.bench.platform.limits = Limits(capacity=1, window=0.3, gap=0.0)
    for key in ("a", "b", "c"):
        await timed.door.outbox.send(Parcel(key, origin(), plain(key)))
    await timed.work()
    assert all(timed.shown(key) for key in ("a", "b", "c"))
    lane = await timed.bench.jobs.client.hget(Keys().lane(f"{NAME}:{PLACE.chat}"), "data")
    assert lane is None or b"parcel:" not in lane


async def test_a_name_for_a_file_that_the_platform_forgot(post: Post) -> None:
    """Then it gets the file."""
    await RedisFileIds(post.bench.jobs.client, Keys()).keep(NAME, "1557", "handle-1")
    post.fails(FileRefused("wrong file identifier"))
    await post.bring(Card((), (PICTURE,)))
    (card,) = post.shown()
    assert (card.media[0].file_id, card.media[0].data) == ("", b"picture")


async def test_a_known_file_is_not_fetched(post: Post) -> None:
    """Its name is enough."""
    await RedisFileIds(post.bench.jobs.client, Keys()).keep(NAME, "1557", "handle-1")
    await post.bring(Card((), (PICTURE,)))
    assert post.shown()[0].media[0].file_id == "handle-1"
    assert post.bench.pictures.fetched == []


async def test_what_is_too_large_is_linked(post: Post) -> None:
    """When no other form of it is taken: nothing is lost."""
    post.fails(TooLarge("60 MB"), TooLarge("as a JPEG, too"))
    await post.bring(Card((), (PICTURE,)))
    assert any(span.url == PICTURE.url for span in post.shown()[0].text)


@pytest.mark.parametrize(
    ("error", "forms"), [(NotAllowed("kicked"), 3), (Refused("unknown"), 3), (MessageGone("deleted"), 3)]
)
async def test_what_cannot_be_brought_is_told_to_who_asked(post: Post, error: DeliveryError, forms: int) -> None:
    """Once, and not before every form of it was refused."""
    post.fails(*[error] * forms)
    await post.bring(plain("hello"), asker=origin(), sorry=plain("sorry"))
    assert post.shown() == []
    assert post.bench.platform.messenger.post_troubles == []
    assert post.shown("p-sorry") == [plain("sorry")]


@pytest.mark.parametrize("confidential", [False, True])
async def test_what_one_person_sees_is_posted_nowhere_else(post: Post, *, confidential: bool) -> None:
    """Refused in every form, its barest words may go to the place only where all would have seen it."""
    platform = post.bench.platform
    platform.capabilities = replace(platform.capabilities, confidential=confidential)
    post.fails(*[NotAllowed("too late")] * 3)
    await post.bring(plain("their prompts"))
    assert platform.messenger.tried == [origin(), origin(), origin() if confidential else PLACE]


async def test_a_word_aside_is_said_and_never_posted(post: Post) -> None:
    """When it can be: what is held up is tried again, and what comes too late is not said."""
    messenger = post.bench.platform.messenger
    messenger.answer_troubles = [Unreachable("away"), TooFast(1.0), NotNow("not now")]
    await post.bring(plain("your quota is spent"), aside=True)
    assert messenger.answers == [plain("your quota is spent")]
    messenger.in_time = False
    await post.bring(plain("it is spent still"), aside=True)
    assert messenger.answers == [plain("your quota is spent")]
    assert messenger.tried == []
    assert await post.door.courier.store.waiting() == []


@pytest.mark.parametrize("privately", [False, True])
async def test_where_answers_are_private_so_is_an_apology(post: Post, *, privately: bool) -> None:
    """It stands for something that others may have been to see, and is no business of theirs."""
    platform = post.bench.platform
    platform.capabilities = replace(platform.capabilities, answers_privately=privately)
    post.fails(*[NotAllowed("kicked")] * 3)
    await post.bring(plain("hello"), asker=origin(), sorry=plain("sorry"))
    assert platform.messenger.answers == [plain("sorry")] * privately
    assert post.shown("p-sorry") == [plain("sorry")] * (not privately)


async def test_one_for_a_message_replaces_what_it_shows(post: Post) -> None:
    """As a list of pictures that is turned does."""
    await post.door.outbox.send(Parcel("p", MessageRef(NAME, PLACE.chat, "m"), plain("page 2")))
    await post.work()
    assert post.shown("m") == [plain("page 2")]


async def test_a_message_is_changed_the_way_it_has(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lane is asked for by that way, and so is the message that stands in its place when it is gone."""
    asked, posted = list[Origin](), list[Origin | Place]()
    platform = post.bench.platform
    lane, write = platform.lane, platform.messenger.post

    def noted_lane(origin: Origin, age: float) -> LaneRef:
        asked.append(origin)
        return lane(origin, age)

    async def noted_post(to: Origin | Place, card: Card, *, nonce: str) -> MessageRef:
        posted.append(to)
        return await write(to, card, nonce=nonce)

    monkeypatch.setattr(platform, "lane", noted_lane)
    monkeypatch.setattr(platform.messenger, "post", noted_post)
    platform.messenger.troubles = [MessageGone("deleted")]
    await post.door.outbox.send(Parcel("p", MessageRef(NAME, PLACE.chat, "m", "by this"), plain("page 2")))
    await post.work()
    assert asked == posted == [Origin(PLACE, Person("", ""), "by this")]
    assert post.shown() == [plain("page 2")]
