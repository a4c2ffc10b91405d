"""Forms: begun below a picture, filled in by their owner alone, and ordered once."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.answers import QuickAnswers
from bot.domain.access import AccessList
from bot.domain.buttons import Verb, encode_payload
from bot.domain.card import ButtonKind, Card
from bot.domain.chat_settings import Pressers
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Clip
from bot.domain.incoming import ButtonPress, CommandCall, FormReply, Person
from bot.domain.job import Job
from bot.domain.order import Animate, ExtendVideo, Imagine
from bot.domain.prompt import PROMPT_LIMIT, Mode, Prompt
from bot.domain.update import Finished
from bot.store.keys import DAY_S, Keys
from tests.fakes.painter import SMOOTH, TASK, done, image
from tests.fakes.platform import ANN, BOB, PLACE, origin
from tests.flows.conftest import House

SINGLE = Finished(TASK, image(actions=("zoom_out_2x",)))


@pytest.fixture(autouse=True)
def toasts(house: House) -> None:
    """Words alone are answered at once, as on most platforms."""
    house.bench.platform.messenger.carries_buttons = False


async def painted(house: House, *, single: bool = False) -> Job:
    """A finished picture of Ann's."""
    house.bench.painter.scripts = [[SINGLE] if single else list(SMOOTH)]
    await house.type("imagine", "a red fox --ar 3:2")
    job_id = house.bench.queued[-1]
    await house.work()
    return await house.bench.load(job_id)


async def opened(house: House, job: Job, kind: str, who: Person = ANN) -> tuple[MessageRef, Card]:
    """The message with the form."""
    assert job.message is not None
    await house.press(job.message, f"form:{kind}", who)
    await house.mail()
    return found(house)


def found(house: House) -> tuple[MessageRef, Card]:
    """The newest message that shows a form, as it is."""
    shown = house.bench.platform.messenger.shown
    names = [name for name, cards in shown.items() if cards[0].form]
    return MessageRef("fake", "room", names[-1]), shown[names[-1]][-1]


def form_of(card: Card) -> str:
    assert card.form is not None
    return card.form.id


def labels(card: Card) -> list[list[str]]:
    """Those of buttons that do something everywhere."""
    return [[one.marked_label for one in row if one.kind is not ButtonKind.WINDOW] for row in card.buttons]


async def go(house: House, message: MessageRef, card: Card, who: Person = ANN) -> None:
    await house.press(message, encode_payload(Verb.GO, form_of(card)), who)


async def sent(house: House, card: Card, values: Mapping[str, str], who: Person = ANN, key: str = "f1") -> None:
    """The whole form at once."""
    await house.app.handle(FormReply(key, origin(who), form_of(card), values))


async def test_other_words_are_a_new_picture(house: House) -> None:
    """The form has the words of the picture; what answers its message stands there instead."""
    job = await painted(house)
    message, card = await opened(house, job, "change")
    assert card.form is not None
    [words] = card.form.fields
    assert words.value == "a red fox --ar 3:2"
    assert "/imagine a red fox --ar 3:2" in card.form.hint
    assert labels(card) == [["Imagine", "Cancel"]]
    call = CommandCall("a1", origin(), "imagine", "a blue fox", reply_to=message, plain=True)
    await house.app.handle(call)
    await house.mail()
    _, changed = found(house)
    assert "a blue fox" in "".join(span.text for span in changed.text)
    assert len(house.bench.painter.sent) == 1
    house.bench.painter.scripts = [[done()]]
    await go(house, message, card)
    await house.work()
    assert house.bench.painter.sent[1].order == Imagine(Prompt("a blue fox"))
    await house.mail()
    assert labels(found(house)[1]) == [["✓ Imagine"]]


async def test_a_film_has_a_row_for_each_choice(house: House) -> None:
    """Each press changes the message; what was chosen is in the order."""
    job = await painted(house, single=True)
    message, card = await opened(house, job, "animate")
    assert labels(card) == [["✓ 480p", "720p"], ["✓ fast", "turbo"], ["Loop: off"], ["Animate", "Cancel"]]
    form = form_of(card)
    picks = ("resolution=720p", "speed=turbo", "loop=on")
    await asyncio.gather(*(house.press(message, encode_payload(Verb.PICK, form, one)) for one in picks))
    await house.mail()
    told = labels(found(house)[1])
    assert told[:3] == [["480p", "✓ 720p"], ["fast", "✓ turbo"], ["Loop: on"]]
    assert job.task_id is not None
    house.bench.painter.lookups.append({job.task_id: SINGLE})
    await go(house, message, card)
    await house.mail()
    await house.work()
    order = house.bench.painter.sent[1].order
    assert isinstance(order, Animate)
    assert (order.prompt, order.resolution, order.mode, order.loop) == ("a red fox", "720p", "turbo", True)


async def test_what_could_not_be_ordered_is_not_marked(house: House) -> None:
    """What was sent for it cannot be handed on; with an address instead the same button orders it."""
    job = await painted(house, single=True)
    message, card = await opened(house, job, "animate")
    call = CommandCall("a1", origin(), "imagine", attachments=("photo",), reply_to=message, plain=True)
    await house.app.handle(call)
    await go(house, message, card)
    await house.mail()
    assert len(house.answers()) == 1
    assert labels(found(house)[1])[-1] == ["Animate", "Cancel"]
    sketches = house.app.handlers.form_handler.sketches
    await sketches.fill(form_of(card), "end", "https://pictures.example/last.png")
    await go(house, message, card)
    await house.mail()
    assert labels(found(house)[1]) == [["✓ Animate"]]
    await house.work()
    assert (len(house.answers()), len(house.bench.painter.sent)) == (1, 2)


async def test_more_of_a_take(house: House) -> None:
    """Each take of a clip has a form, which begins with what the clip was made with."""
    film = TaskId("film")
    clip = Clip("1751000000000001", film, ("https://x/0.mp4", "https://x/1.mp4"), prompt="it rains")
    house.bench.painter.scripts = [[Finished(film, clip)], [Finished(film, clip)]]
    await house.type("animate", "https://pictures.example/a.png it rains --720p")
    job_id = house.bench.queued[-1]
    await house.work()
    job = await house.bench.load(job_id)
    shown = house.bench.platform.messenger.shown[job.id][-1]
    assert [one.label for one in shown.buttons[2]] == ["Extend 1…", "Extend 2…"]
    _, card = await opened(house, job, "extend.2")
    assert card.form is not None
    assert f"/extend #{job.code}.2 it rains --720p --fast" in card.form.hint
    await sent(house, card, {"words": "it snows"})
    await house.work()
    order = house.bench.painter.sent[1].order
    assert order == ExtendVideo("1751000000000001", 1, "it snows", Mode.FAST, "720p")


async def test_all_at_once(house: House) -> None:
    """As a page and a modal send it; what was not touched stays as it was."""
    job = await painted(house)
    _, card = await opened(house, job, "change")
    house.bench.painter.scripts = [[done()]]
    await sent(house, card, {"words": "a dog --turbo"})
    await house.work()
    assert house.bench.painter.sent[1].order == Imagine(Prompt("a dog", mode=Mode.TURBO))


@pytest.mark.parametrize("at_once", [True, False])
async def test_two_presses_open_one_job(house: House, at_once: bool) -> None:  # noqa: FBT001 - a column
    """At once or one after the other, by its button and as a whole."""
    job = await painted(house)
    message, card = await opened(house, job, "change")
    house.bench.painter.scripts = [[done()], [done()]]
    presses = [go(house, message, card), go(house, message, card), sent(house, card, {})]
    if at_once:
        await asyncio.gather(*presses)
    else:
        for press in presses:
            await press
    await house.work()
    assert len(house.bench.painter.sent) == 2
    await sent(house, card, {"words": "something else"}, key="f2")
    await house.work()
    assert len(house.bench.painter.sent) == 3


async def test_the_same_event_again_changes_nothing(house: House) -> None:
    """It comes twice when a platform did not hear that it came."""
    job = await painted(house)
    _, card = await opened(house, job, "change")
    house.bench.painter.scripts = [[done()], [done()]]
    for words in ("a dog", "a cow"):
        await sent(house, card, {"words": words}, key="same")
    await house.work()
    assert len(house.bench.painter.sent) == 2


async def test_somebody_elses_form(house: House) -> None:
    """Says whose it is, however it is touched."""
    job = await painted(house, single=True)
    message, card = await opened(house, job, "animate")
    form = form_of(card)
    await go(house, message, card, BOB)
    await house.press(message, encode_payload(Verb.PICK, form, "loop=on"), BOB)
    await house.press(message, encode_payload(Verb.DROP, form), BOB)
    await sent(house, card, {"words": "mine"}, BOB)
    call = CommandCall("b1", origin(BOB), "imagine", "mine", reply_to=message, plain=True)
    await house.app.handle(call)
    await house.work()
    assert [one for one in house.answers()[-5:] if "belongs to Ann" in one] == house.answers()[-5:]
    assert found(house)[1] == card
    assert len(house.bench.painter.sent) == 1


async def test_a_form_is_kept_for_a_day(house: House) -> None:
    """Then it says so."""
    job = await painted(house)
    message, card = await opened(house, job, "change")
    redis, key = house.bench.jobs.client, Keys().sketch(form_of(card))
    assert DAY_S - 60 < await redis.ttl(key) <= DAY_S
    await redis.delete(key)
    await go(house, message, card)
    await sent(house, card, {"words": "a dog"})
    assert ["kept for a day" in one for one in house.answers()[-2:]] == [True, True]
    assert len(house.bench.queued) == 0


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"words": "x" * (PROMPT_LIMIT + 1)}, "4001 characters long; at most 4000"),
        ({"resolution": "720p"}, "cannot be chosen in this form"),
        ({"words": "a cat --stylise 9"}, "There is no flag"),
        ({"words": ""}, "Say what to paint"),
    ],
)
async def test_what_cannot_be_ordered_is_said(house: House, values: Mapping[str, str], answer: str) -> None:
    """Too much, a field of another form, and what would be wrong if it were typed."""
    job = await painted(house)
    _, card = await opened(house, job, "change")
    await sent(house, card, values)
    assert answer in house.answers()[-1]
    assert len(house.bench.queued) == 0


async def test_a_choice_that_there_is_not(house: House) -> None:
    """However its button came about; and one message cannot be made to show the form of another."""
    job = await painted(house, single=True)
    message, card = await opened(house, job, "animate")
    await house.press(message, encode_payload(Verb.PICK, form_of(card), "resolution=1080p"))
    assert "cannot be chosen" in house.answers()[-1]
    assert job.message is not None
    await house.press(job.message, encode_payload(Verb.PICK, form_of(card), "resolution=720p"))
    await house.mail()
    assert "not known here" in house.answers()[-1]
    assert not house.bench.platform.messenger.shown[job.id][-1].form


async def test_never_mind(house: House) -> None:
    """The message says so, and the form is gone."""
    job = await painted(house)
    message, card = await opened(house, job, "change")
    await house.press(message, encode_payload(Verb.DROP, form_of(card)))
    await house.mail()
    [(_, now)] = house.cards("nothing was ordered")
    assert not now.buttons
    await go(house, message, card)
    assert "kept for a day" in house.answers()[-1]


async def test_what_there_is_no_form_for(house: House) -> None:
    """A sheet of four moves by none of its pictures, and an unknown kind is no button."""
    job = await painted(house)
    assert job.message is not None
    for payload, answer in (("form:animate", "does not offer"), ("form:paint", "not known here")):
        await house.press(job.message, payload)
        assert answer in house.answers()[-1]


async def test_words_to_others_are_none_of_ours(house: House) -> None:
    """Among people an answer to a message of ours that asked for nothing is talk, and costs no answer."""
    job = await painted(house)
    before = len(house.answers())
    call = CommandCall("c1", origin(BOB), "imagine", "how nice", reply_to=job.message, plain=True)
    await house.app.handle(call)
    await house.work()
    assert len(house.answers()) == before
    assert len(house.bench.painter.sent) == 1


async def test_opened_again_it_is_the_same_form(house: House) -> None:
    """So the store is not filled, and what was ordered from it is not ordered again; another's is another."""
    job = await painted(house)
    forms = [form_of((await opened(house, job, "change"))[1]) for _ in range(5)]
    assert len(set(forms)) == 1
    assert form_of((await opened(house, job, "change", BOB))[1]) not in forms
    assert len(await house.bench.jobs.client.keys(Keys().sketch("*"))) == 2
    house.bench.painter.scripts = [[done()], [done()]]
    for number in range(2):
        _, card = await opened(house, job, "change")
        await sent(house, card, {"words": "a dog"}, key=f"again{number}")
        await house.work()
    assert len(house.bench.painter.sent) == 2


@pytest.mark.parametrize(
    ("who", "pressers", "access", "opens"),
    [
        (BOB, Pressers.EVERYONE, AccessList(), True),
        (BOB, Pressers.REQUESTER, AccessList(), False),
        (ANN, Pressers.REQUESTER, AccessList(), True),
        (ANN, Pressers.ADMINS, AccessList(), False),  # nobody is one there
        (BOB, Pressers.EVERYONE, AccessList(users=frozenset({ANN.id})), False),
        (ANN, Pressers.EVERYONE, AccessList(users=frozenset({ANN.id})), True),
    ],
)
@pytest.mark.usefixtures("patient")
async def test_a_form_at_once_is_for_who_may_press(
    house: House,
    who: Person,
    pressers: Pressers,
    access: AccessList,
    opens: bool,  # noqa: FBT001 - a column
) -> None:
    """Nothing is kept for others; the press goes the usual way, which tells them."""
    job = await painted(house)
    assert job.message is not None
    await house.app.preferences.change(PLACE, "pressers", pressers)
    opener = house.app.handlers.form_handler.opener
    quick = QuickAnswers(house.app.meaning.commands, house.app.recents, opener, access)
    form = await quick.open_form(ButtonPress("p1", origin(who), job.message, "form:change"), house.bench.platform)
    kept = await house.bench.jobs.client.keys(Keys().sketch("*"))
    assert (form is not None, len(kept)) == (opens, int(opens))
