"""Buttons: each is declared once, its payload fits every platform and means what it meant when it was made."""

import random
import string
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import (
    BUTTON_SPECS,
    DECLARED_BUTTONS,
    PAYLOAD_LIMIT,
    Album,
    ButtonRequest,
    Cancel,
    Delete,
    Deliver,
    Details,
    Erase,
    Leads,
    Original,
    Piece,
    Press,
    Quote,
    Reveal,
    Share,
    ShownResult,
    Take,
    Verb,
    decode_payload,
    encode_action,
    encode_payload,
    leads_to,
    order_of,
    press_key,
    request_of,
    with_task,
)
from bot.domain.chat_request import (
    Adjust,
    ChatRequest,
    ChooseRegion,
    DropForm,
    FillForm,
    History,
    OpenForm,
    PickValue,
    Recall,
)
from bot.domain.errors import Code, UserError
from bot.domain.ids import NO_TASK, SHORT_TASK_LENGTH, JobId, MessageRef, TaskId, code_of
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.job import Job, State
from bot.domain.order import Act, Animate, AskSeed, Describe, ExtendVideo, Imagine, Order
from bot.domain.prompt import Hints, Mode, Prompt
from bot.domain.sketch import SketchKind
from bot.domain.subject import Result, Source, stand_in_source
from bot.domain.update import Fault
from bot.i18n import say
from tests.fakes.painter import TASK, image
from tests.fakes.platform import origin

MESSAGE = MessageRef("fake", "room", "1")
JOB = JobId("01M8B84NX2NFSBGZYF0E1S7ABT")
LONG = "x" * 90
# All that the image service is known to offer.
ACTIONS = [
    *(f"{name}{n}" for name in ("upscale", "variation") for n in (1, 2, 3, 4)),
    *("reroll", "upscale_2x", "upscale_4x", "variation_subtle", "variation_strong", "variation_region"),
    *("zoom_out_2x", "zoom_out_1_5x", "pan_left", "pan_right", "pan_up", "pan_down", "upscale_subtle"),
    *("upscale_creative", "redo_upscale_2x", "redo_upscale_4x", "redo_upscale_subtle", "redo_upscale_creative"),
    *("square", "zoom_in_2x", "zoom_in_1_5x", "high_variation", "low_variation"),
]

# Payloads that stand in chats, with what they lead to and what they ask for: they have to mean the same for ever.
REQUESTS: list[tuple[str, Leads, ChatRequest | ButtonRequest]] = [
    ("cancel", Leads.REQUEST, Cancel(MESSAGE)),
    ("show", Leads.HERE, Reveal(MESSAGE)),
    ("share", Leads.REQUEST, Share(MESSAGE)),
    ("original", Leads.REQUEST, Original(MESSAGE)),
    ("quote", Leads.REQUEST, Quote(MESSAGE)),
    ("recall:7K2M9QXD", Leads.REQUEST, Recall("7K2M9QXD")),
    ("recall:7K2M9QXD.40", Leads.REQUEST, Recall("7K2M9QXD", skip=40)),
    (f"made:{JOB}", Leads.REQUEST, Recall(job=JOB)),
    ("history:5", Leads.HERE, History(5)),
    ("history:10.0a1b2c3d", Leads.HERE, History(10, "0a1b2c3d")),
    ("adjust", Leads.HERE, Adjust()),
    ("adjust:language=", Leads.HERE, Adjust("language")),
    ("adjust:language=pt-BR", Leads.HERE, Adjust("language", "pt-BR")),
    ("adjust:previews=off", Leads.HERE, Adjust("previews", "off")),
    ("adjust:press=requester", Leads.HERE, Adjust("press", "requester")),
    ("adjust:words=paint", Leads.HERE, Adjust("words", "paint")),
    ("deliver", Leads.REQUEST, Deliver(MESSAGE)),
    ("form:change", Leads.FORM, OpenForm(MESSAGE, SketchKind.CHANGE)),
    ("form:animate", Leads.FORM, OpenForm(MESSAGE, SketchKind.ANIMATE)),
    ("form:extend.2", Leads.FORM, OpenForm(MESSAGE, SketchKind.EXTEND, part=2)),
    ("form:edit", Leads.FORM, OpenForm(MESSAGE, SketchKind.EDIT)),
    ("form:edit.3", Leads.FORM, OpenForm(MESSAGE, SketchKind.EDIT, part=3)),
    ("pick:0a1b2c3d4e.resolution=720p", Leads.HERE, PickValue("0a1b2c3d4e", "resolution", "720p")),
    ("drop:0a1b2c3d4e", Leads.HERE, DropForm("0a1b2c3d4e")),
    ("fill:0a1b2c3d4e", Leads.FORM, FillForm("0a1b2c3d4e")),
    ("pick:0a1b2c3d4e.fields.5=on", Leads.HERE, PickValue("0a1b2c3d4e", "fields.5", "on")),
    ("form:region", Leads.FORM, OpenForm(MESSAGE, SketchKind.REGION)),
    ("region", Leads.REQUEST, ChooseRegion(MESSAGE)),
    ("region:3", Leads.REQUEST, ChooseRegion(MESSAGE, part=3)),
    ("share:3", Leads.REQUEST, Share(MESSAGE, number=3)),
    ("form:animate.3", Leads.FORM, OpenForm(MESSAGE, SketchKind.ANIMATE, part=3)),
    ("original:2", Leads.REQUEST, Original(MESSAGE, number=2)),
    ("details", Leads.REQUEST, Details(MESSAGE)),
    ("delete", Leads.REQUEST, Delete(MESSAGE)),
    ("erase:7K2M9QXD", Leads.HERE, Erase(MESSAGE, "7K2M9QXD")),
    ("speeds:relax", Leads.REQUEST, Details(MESSAGE, mode=Mode.RELAX)),
    ("take:3", Leads.HERE, Take(MESSAGE, NO_TASK, 3)),
    ("album", Leads.REQUEST, Album(MESSAGE)),
    ("piece:4", Leads.REQUEST, Piece(MESSAGE, NO_TASK, 4)),
]
PART = stand_in_source(Result(code_of(JOB), 2))
SINGLE, GRID = replace(image(actions=("zoom_out_2x", LONG)), prompt="a cat --ar 3:2"), image()
CLIP = Clip("1751000000000001", TASK, ("https://x/0.mp4", "https://x/1.mp4"), prompt="a cat")
ORDERS: list[tuple[str, Outcome | None, Order]] = [
    ("act:upscale2", GRID, Act("upscale2", GRID.image_id, GRID.prompt, GRID.mode, GRID.hints)),
    ("nth:1", SINGLE, Act(LONG, SINGLE.image_id, SINGLE.prompt, SINGLE.mode, SINGLE.hints)),
    ("animate", SINGLE, Animate(SINGLE.url, "a cat", sources=(Source(Result(code_of(JOB)), SINGLE.url),))),
    ("extend:1", CLIP, ExtendVideo("1751000000000001", 1, "a cat")),
    ("line:1", TextResult(("a cat", "a dog")), Imagine(Prompt("a dog"))),
    ("retry", None, Imagine(Prompt("a cat"))),
    ("seed", GRID, AskSeed(GRID.image_id, GRID.prompt, GRID.mode)),
    ("describe", SINGLE, Describe(SINGLE.url, sources=(Source(Result(code_of(JOB)), SINGLE.url),))),
    ("describe:2", GRID, Describe(PART.url, sources=(PART,))),
    ("animate:2", GRID, Animate(PART.url, sources=(PART,))),
    ("pace:turbo.act:upscale2", GRID, Act("upscale2", GRID.image_id, GRID.prompt, Mode.TURBO, GRID.hints)),
    ("pace:relax.nth:1", SINGLE, Act(LONG, SINGLE.image_id, SINGLE.prompt, Mode.RELAX, SINGLE.hints)),
    ("pace:turbo.extend:1", CLIP, ExtendVideo("1751000000000001", 1, "a cat", Mode.TURBO)),
]
ELSEWHERE = {
    Verb.PAINT: Press(Verb.PAINT, "1f2e3d4c5b6a7988"),
    Verb.PART: Press(Verb.PART, "1f2e3d4c5b6a7988", "3"),
    Verb.MORE: Press(Verb.MORE, JOB),
    Verb.TRY: Press(Verb.TRY, "imagine"),
    Verb.GO: Press(Verb.GO, "0a1b2c3d4e"),
}


def shown(outcome: Outcome | None, *, detached: bool = False) -> ShownResult:
    fault = None if outcome else Fault(Code.UNAVAILABLE)
    order, state = Imagine(Prompt("a cat")), State.DONE
    job = Job(
        JOB, order, origin(), 1.0, 2.0, state, message=MESSAGE, outcome=outcome, fault=fault, detached=detached
    )
    return ShownResult(MESSAGE, job, outcome)


def test_every_button_has_one_entry() -> None:
    """And means an order or a request, but for those whose orders lie elsewhere."""
    assert Counter(spec.verb for spec in DECLARED_BUTTONS) == Counter(Verb)
    for spec in DECLARED_BUTTONS:
        assert (spec.order is None) + (spec.request is None) == (2 if spec.verb in ELSEWHERE else 1)
        assert spec.leads is Leads.ORDER or spec.request is not None
        assert not spec.text or say(spec.text, {"n": 1, "words": "a"})


@pytest.mark.parametrize(("payload", "leads", "request_"), REQUESTS)
def test_what_old_buttons_ask_for(payload: str, leads: Leads, request_: ChatRequest | ButtonRequest) -> None:
    """As on the day they were made; what they lead to is known without a look at anything."""
    assert request_of(MESSAGE, payload) == request_
    assert leads_to(payload) is leads


@pytest.mark.parametrize(("payload", "outcome", "order"), ORDERS)
def test_what_old_buttons_order(payload: str, outcome: Outcome | None, order: Order) -> None:
    """As above."""
    assert order_of(shown(outcome), payload) == order
    assert leads_to(payload) is Leads.ORDER
    assert request_of(MESSAGE, payload) is None


def test_every_verb_stands_in_the_tables_of_what_was_made() -> None:
    """So that none of them can change unseen."""
    payloads = [payload for payload, *_ in [*REQUESTS, *ORDERS]]
    assert {decode_payload(payload).verb for payload in payloads} | set(ELSEWHERE) == set(Verb)
    for press in ELSEWHERE.values():
        payload = ":".join((press.verb, ".".join(filter(None, (press.argument, press.detail)))))
        assert decode_payload(payload) == press
        assert encode_payload(press.verb, press.argument, press.detail or None) == payload
        assert leads_to(payload) is Leads.ORDER


@given(st.sampled_from(Verb), st.text(max_size=30), st.none() | st.text(max_size=30))
def test_what_is_written_is_read(verb: Verb, argument: str, detail: str | None) -> None:
    """Whatever stands in it, as long as it fits; what does not fit is found when it is made."""
    separator = BUTTON_SPECS[verb].separator
    if not separator:
        detail = None
    elif separator in argument:
        argument = argument.replace(separator, "")
    try:
        payload = encode_payload(verb, argument, detail)
    except ValueError:
        written = f"{verb}:{argument}{separator}{detail or ''}"
        assert len(written.encode()) > PAYLOAD_LIMIT or ("@" in written and BUTTON_SPECS[verb].task)
        return
    assert 0 < len(payload.encode()) <= PAYLOAD_LIMIT
    assert decode_payload(payload) == Press(verb, argument, detail or "")
    assert leads_to(payload) is BUTTON_SPECS[verb].leads


@given(st.lists(st.text(min_size=1, max_size=120), min_size=1, unique=True), st.data())
def test_every_action_has_a_payload_that_leads_back(names: list[str], data: st.DataObject) -> None:
    """However long, and in whatever letters, the service names it."""
    picture = image(actions=tuple(names))
    name = data.draw(st.sampled_from(names))
    payload = encode_action(picture.actions, name)
    assert 0 < len(payload.encode()) <= PAYLOAD_LIMIT
    order = order_of(shown(picture), payload)
    assert isinstance(order, Act)
    assert order.action == name


@given(st.lists(st.text(min_size=1, max_size=60) | st.sampled_from(ACTIONS), min_size=1, unique=True), st.uuids())
def test_a_task_behind_a_button_is_read_and_changes_nothing_else(names: list[str], task: UUID) -> None:
    """What has room for it names its task; what it means, and the key under which it is pressed once, stay."""
    check_tasks(names, task)


def test_an_action_at_a_speed_has_one_key() -> None:
    """However it is named; at another speed, or at none, it is another order."""
    picture = image(actions=("upscale1", "reroll"))
    pairs = [(f"pace:turbo.nth:{number}", f"pace:turbo.act:{name}") for number, name in enumerate(picture.actions)]
    assert all(press_key(JOB, picture, nth) == press_key(JOB, picture, act) for nth, act in pairs)
    others = ["pace:turbo.act:upscale1", "pace:turbo.act:reroll", "pace:relax.act:upscale1", "act:upscale1"]
    assert len({press_key(JOB, picture, one) for one in others}) == len(others)


def test_ten_thousand_names_have_payloads() -> None:
    """In letters of every width, of which a few fit beside a task and most do not."""
    dice = random.Random(7)
    letters = string.ascii_lowercase + string.digits + "_:@ äßжあ画😀"
    for _ in range(1000):
        names = {"".join(dice.choices(letters, k=dice.randint(1, 60))) for _ in range(10)}
        check_tasks(sorted(names), UUID(int=dice.getrandbits(128)))


def check_tasks(names: list[str], task: UUID) -> None:
    picture = image(actions=tuple(names))
    for name in names:
        plain = encode_action(picture.actions, name)
        named = with_task(plain, TaskId(str(task)))
        assert len(named.encode()) <= PAYLOAD_LIMIT
        assert (named != plain) == (len(plain.encode()) + SHORT_TASK_LENGTH + 1 <= PAYLOAD_LIMIT)
        if named != plain:
            assert decode_payload(named) == replace(decode_payload(plain), task=TaskId(str(task)))
        assert order_of(shown(picture), named) == order_of(shown(picture), plain)
        assert press_key(JOB, picture, named) == press_key(JOB, picture, plain)
        assert leads_to(named) is Leads.ORDER


def test_every_known_action_has_room_for_its_task() -> None:
    """As the API's documents name them; other payloads that belong to results, too."""
    task = TaskId("0f6f6d1c-5c1e-4a57-9d8c-3f1f8f0b2a11")
    payloads = [
        *(f"act:{name}" for name in ACTIONS),
        "retry",
        "extend:3",
        "recall:7K2M9QXD.40",
        "share",
        "share:4",
        "region:4",
        "form:animate.4",
        "original",
        "original:4",
        "take:4",
        "album",
        "details",
        "piece:4",
        "describe:4",
        "animate:4",
        "speeds:turbo",
        "seed",
        *(f"pace:turbo.act:{name}" for name in ACTIONS if len(name) < 25),
    ]
    assert [one for one in payloads if decode_payload(with_task(one, task)).task != task] == []


@pytest.mark.parametrize(
    "payload",
    [
        "retry@",
        "retry@AAAA",
        "nth:1@AAAAAAAAAAAAAAAAAAAAA/",
        "extend:0@AAAAAAAAAAAAAAAAAAAAAB",  # bits that no id has
        "paint:1f2e3d4c5b6a7988@AAAAAAAAAAAAAAAAAAAAAA",
        "animate@AAAAAAAAAAAAAAAAAAAAAA@AAAAAAAAAAAAAAAAAAAAAA",
    ],
)
def test_a_task_that_is_none_is_refused(payload: str) -> None:
    """Nobody is asked after it."""
    with pytest.raises(UserError, match="button-unknown"):
        decode_payload(payload)


@pytest.mark.parametrize(
    "task", ["", "task-1", "0F6F6D1C-5C1E-4A57-9D8C-3F1F8F0B2A11", "0f6f6d1c5c1e4a579d8c3f1f8f0b2a11"]
)
def test_an_id_that_is_no_uuid_stays_where_it_is(task: str) -> None:
    """Or one that is written otherwise: its button is as it was before."""
    assert with_task("act:upscale1", TaskId(task)) == "act:upscale1"


# With halves of emoji, as JSON may hold them.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=70)


@given(ANYTHING | st.builds("{}:{}".format, st.sampled_from(Verb), ANYTHING), st.booleans())
def test_a_foreign_payload_is_the_persons_error(payload: str, known: bool) -> None:  # noqa: FBT001 - drawn
    """Never a traceback, whatever a client sends; and it always leads somewhere."""
    assert leads_to(payload) in Leads
    with suppress(UserError):
        if request_of(MESSAGE, payload) is None:
            order_of(shown(image()) if known else ShownResult(MESSAGE, None, None), payload)


@pytest.mark.parametrize(
    ("payload", "outcome", "code"),
    [
        ("act:pan_left", GRID, "not-offered"),
        ("act", GRID, "not-offered"),
        ("nth:99", GRID, "not-offered"),
        ("nth:-1", GRID, "not-offered"),
        ("animate", GRID, "not-offered"),
        ("animate", CLIP, "not-offered"),
        ("extend:2", CLIP, "not-offered"),
        ("line:0", CLIP, "not-offered"),
        ("line:2", TextResult(("a cat", "a dog")), "not-offered"),
        ("extend:0", SINGLE, "not-offered"),
        ("animate:2", SINGLE, "not-offered"),
        ("describe:5", GRID, "button-unknown"),
        ("describe", CLIP, "not-offered"),
        ("line:all", TextResult(("a cat", "a dog")), "not-offered"),
        ("seed", CLIP, "not-offered"),
        ("pace:slow.act:upscale1", GRID, "button-unknown"),
        ("pace:turbo.act:pan_left", GRID, "not-offered"),
        ("pace:turbo.retry", GRID, "not-offered"),
        ("pace:turbo.pace:turbo.act:upscale1", GRID, "not-offered"),
        ("pace:turbo", GRID, "button-unknown"),
        ("pace:fast.act:upscale1", GRID, "not-offered"),  # so it goes anyway
        (
            "pace:turbo.act:upscale1",
            replace(GRID, hints=Hints(version="8.1")),
            "not-offered",
        ),  # which knows no turbo
        ("pace:fast.act:upscale1", replace(GRID, hints=Hints(version="8.1"), mode=Mode.TURBO), "not-offered"),
        ("pace:relax.extend:1", CLIP, "not-offered"),  # clips are not made slowly
        ("retry", GRID, "not-offered"),
        ("show", GRID, "not-offered"),
        ("act:upscale1", None, "image-gone"),
        ("hack:me", GRID, "button-unknown"),
        ("x" * 65, GRID, "button-unknown"),
    ],
)
def test_what_is_not_offered(payload: str, outcome: Image | Clip | None, code: str) -> None:
    """Each for its own reason."""
    with pytest.raises(UserError, match=code):
        order_of(shown(outcome), payload)


def test_what_was_cancelled_offers_nothing_where_nobody_was_shown_it() -> None:
    """The same result has its buttons where somebody was."""
    hidden = shown(GRID, detached=True)
    with pytest.raises(UserError, match="not-offered"):
        order_of(hidden, "act:upscale1")
    elsewhere = ShownResult(MessageRef("fake", "room", "2"), hidden.job, GRID)
    assert isinstance(order_of(elsewhere, "act:upscale1"), Act)


def test_a_payload_that_does_not_fit_is_a_bug() -> None:
    """So it is found when it is made, not when it is pressed."""
    with pytest.raises(ValueError, match="no payload"):
        encode_payload(Verb.ACT, "x" * 61)
