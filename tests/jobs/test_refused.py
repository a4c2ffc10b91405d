"""The last card of a job where a platform refuses one form after the other."""

from typing_extensions import override

from bot.domain.card import Card
from bot.domain.errors import DeliveryError, FileRefused, MessageGone, NotAllowed, NotNow, Refused, Right
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import Person
from bot.domain.job import State
from bot.ports import PrivateChats
from tests.fakes.outbox import FakeOutbox
from tests.fakes.painter import done
from tests.fakes.platform import NAME, FakeMessenger, FakePlatform
from tests.jobs.conftest import Bench, Stage


def text(card: Card) -> str:
    return "".join(span.text for span in card.text)


async def test_after_every_edit_the_barest_words_come_as_a_new_message(bench: Bench) -> None:
    """With the code; the old message, which would say for ever that the order is sent, is taken away."""
    bench.platform.messenger.troubles = [Refused("unknown")] * 4
    bench.painter.scripts = [[done()]]
    job = await bench.run()
    assert job.message is not None
    (last,) = bench.platform.messenger.shown[job.message.message]
    assert (job.message.message, last.buttons, last.media) == (f"{job.id}:bare", (), ())
    assert job.code in text(last)
    assert [message.message for message in bench.platform.messenger.erased] == [job.id]


class Stubborn(FakeMessenger):
    """Nothing is ever taken away."""

    @override
    async def erase(self, message: MessageRef) -> None:
        raise NotAllowed("nothing is taken away")


async def test_what_cannot_be_taken_away_says_how_it_ended(stage: Stage, bench: Bench) -> None:
    """In plain words, without a button that does nothing."""
    messenger = Stubborn()
    bench.platform.messenger = messenger
    messenger.troubles = [Refused("unknown")] * 4
    bench.painter.scripts = [[done()]]
    job = await bench.run()
    old = bench.cards(job)[-1]
    assert (old.buttons, job.code in text(old)) == ((), True)


class Private(FakePlatform, PrivateChats):
    """Where people can be written to alone."""

    @override
    def private_chat(self, person: Person) -> Place:
        return Place(NAME, f"alone-with-{person.id}")


async def test_what_can_be_shown_nowhere_is_told_alone(stage: Stage, bench: Bench) -> None:
    """With the picture; the job is done, and its result is kept."""
    platform = Private()
    platform.messenger = bench.platform.messenger
    bench.runner.platforms = {NAME: platform}
    errors: list[DeliveryError | None] = [NotAllowed("no", Right.PHOTOS), NotAllowed("no", Right.MESSAGES)]
    platform.messenger.troubles = errors
    bench.painter.scripts = [[done()]]
    job = await bench.open()
    platform.messenger.post_troubles = []
    original = platform.messenger.post

    async def post(*args: object, **more: object) -> MessageRef:
        if str(more["nonce"]).endswith(":bare"):
            raise NotAllowed("no", Right.MESSAGES)
        return await original(*args, **more)  # type: ignore[arg-type]  # as it came

    platform.messenger.post = post  # type: ignore[method-assign]  # the barest words are refused, too
    job = await bench.rerun(job.id)
    mail = bench.runner.context.outbox
    assert isinstance(mail, FakeOutbox)
    (parcel,) = mail.sent
    assert (job.state, parcel.job) == (State.DONE, job.id)
    assert parcel.card.media
    assert getattr(parcel.to, "place", None) == platform.private_chat(job.origin.person)


async def test_a_refusal_that_passes_costs_nothing(bench: Bench) -> None:
    """Once more, in the same form."""
    bench.platform.messenger.troubles = [NotNow("canceled by new editMessageMedia request")]
    bench.painter.scripts = [[done()]]
    card = bench.cards(await bench.run())[-1]
    assert card.media
    assert bench.platform.messenger.erased == []


async def test_a_file_of_a_message_that_is_deleted_meanwhile(bench: Bench) -> None:
    """Two refusals of two kinds: the new message has the form that the old one had come to."""
    bench.platform.messenger.troubles = [FileRefused("no"), MessageGone("deleted")]
    bench.painter.scripts = [[done()]]
    job = await bench.run()
    assert job.message is not None
    assert job.message.message == f"{job.id}:again"
    assert bench.platform.messenger.shown[job.message.message][-1].media
