"""Films: what is typed, what is refused with what to change, and what follow-ups keep of their parent."""

from dataclasses import replace

import pytest

from bot.domain.buttons import ShownResult, order_of
from bot.domain.card import Card
from bot.domain.ids import MessageRef, TaskId
from bot.domain.image import Clip
from bot.domain.incoming import CommandCall, Person
from bot.domain.job import Job, State
from bot.domain.order import Animate, ExtendVideo, Imagine, caption, typed_prompt
from bot.domain.prompt import Mode, Prompt
from bot.domain.subject import Link, Result, Sent, Source
from bot.domain.update import Accepted, Finished
from bot.i18n import languages, say
from tests.fakes.painter import TASK, image
from tests.fakes.platform import ANN, origin
from tests.flows.conftest import House

A, B = "https://pictures.example/a.png", "https://pictures.example/b.png"


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        (A, Animate(A)),
        (f"{A} --turbo", Animate(A, mode=Mode.TURBO)),  # flags without words
        (f"{A} it yawns --720p", Animate(A, "it yawns", resolution="720p")),
        (f"{A} it yawns —720p --fast", Animate(A, "it yawns", Mode.FAST, "720p")),
        (f"{A} --resolution 720p --480p", Animate(A, resolution="480p")),  # the last one counts
        (f"{A} it yawns --loop", Animate(A, "it yawns", loop=True)),
        (f"{A} it yawns --end loop", Animate(A, "it yawns", loop=True)),
        (f"{A} it yawns --end {B}", Animate(A, "it yawns", end_image_url=B)),
        (f"{A} --motion high --raw it yawns", Animate(A, "it yawns --motion high --raw")),
    ],
)
async def test_what_is_typed(house: House, typed: str, order: Animate) -> None:
    """What is a field of the request is none of its words."""
    await house.type("animate", typed)
    await house.work()
    assert [job.order for job in house.bench.painter.sent] == [order]


@pytest.mark.parametrize(
    ("command", "typed", "told"),
    [
        ("imagine", "a cat --loop", "--loop belongs to films: use /animate."),
        ("imagine", "a cat --720p", "--720p belongs to films: use /animate."),
        ("imagine", f"a cat --end {B}", "--end belongs to films: use /animate."),
        ("imagine", "a cat --motion low", "--motion belongs to films: use /animate."),
        ("edit", f"{A} a hat --loop", "--loop belongs to films: use /animate."),
        ("animate", f"{A} --relax", "write --fast or --turbo instead of --relax"),
        ("animate", f"{A} --loop --end {B}", "does not go together with --loop"),
        ("animate", f"{A} --end {B} {A}", "--end cannot be"),
        ("animate", f"{A} --end nothing", "--end cannot be nothing"),
        ("animate", f"{A} --end http://pictures.example/a.png", "must begin with https://"),
        ("animate", f"{A} --end", "--end needs a value"),
        ("animate", f"{A} --1080p", "Possible: 480p, 720p"),
        ("animate", f"{A} --bs 2", "--bs is of no use here: leave it out. Every order films four takes."),
        ("imagine", "a cat --bs 2", "--bs is of no use here"),
        ("animate", f"{A} --ar 16:9", "--ar is of no use here: leave it out."),
    ],
)
async def test_what_is_refused(house: House, command: str, typed: str, told: str) -> None:
    """In words, with what to change; nothing is ordered."""
    await house.type(command, typed)
    await house.work()
    assert told in house.answers()[-1]
    assert house.bench.painter.sent == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (f"{A} it runs --end {B}", "3 pictures came with that"),
        (f"{A} it runs —end {B}", "3 pictures came with that"),  # as telephones write it
        (f"{A} it runs --END #5W4JN4MK", "3 pictures came with that"),
        (f"{A} it runs--end {B}", "3 pictures came with that"),
        (f"{A} it runs --end", "--end needs a value"),
        (f"{A} it runs --loop", "--end 🖼️ does not go together with --loop"),
    ],
)
async def test_a_film_has_one_end(house: House, typed: str, told: str) -> None:
    """Whatever is typed beside a picture that was sent for it, however its dashes look."""
    await house.app.handle(CommandCall("k1", origin(), "animate", typed, attachments=("photo",)))
    await house.mail()
    assert told in house.answers()[-1]
    assert (len(house.answers()), house.bench.painter.sent) == (1, [])


@pytest.mark.parametrize("name", ["animate", "region"])
@pytest.mark.parametrize(
    ("language", "options", "told"),
    [
        ("en", ("link", "image"), "image or link, not both"),
        ("de", ("link", "image"), "bild oder link an, nicht beides"),
        ("en", ("link", "image", "{}"), "image or link, not both"),
        ("en", ("{}", "words"), "for example: /{name} image:"),
    ],
)
async def test_pictures_are_what_their_options_say(
    house: House, name: str, language: str, options: tuple[str, ...], told: str
) -> None:
    """None is taken for another one: two first ones are refused, and a second without a first."""
    second = {"animate": "last", "region": "mask"}[name]
    names = tuple(one.format(second) for one in options)
    text = f"{A} " * ("link" in names) + "it runs"
    sent = tuple(f"photo-{one}" for one in names if one in {"image", second})
    asker = replace(origin(), person=replace(ANN, language=language))
    await house.app.handle(CommandCall("k1", asker, name, text, attachments=sent, by_option=True, options=names))
    await house.mail()
    assert told.format(name=name) in house.answers()[-1]
    assert (len(house.answers()), len(house.bench.queued)) == (1, 0)


@pytest.mark.parametrize(
    ("mode", "told"),
    [(Mode.TURBO, "turbo · 480p"), (Mode.RELAX, "fast · 480p · made fast, since"), (None, "fast · 480p")],
)
async def test_follow_ups_keep_speed_and_resolution(house: House, mode: Mode | None, told: str) -> None:
    """Those of the picture, then those of the clip; what cannot be made slowly says so."""
    single = replace(image(actions=("upscale_2x",)), mode=mode)
    clip = Clip("1751000000000001", TaskId("film"), (A, B), prompt="a cat")
    house.bench.painter.scripts = [
        [Finished(TASK, single)],
        [Accepted(TaskId("film")), Finished(TaskId("film"), clip)],
    ]
    await house.type("imagine", "a cat" + (f" --{mode}" if mode else ""))
    await house.work()
    [(message, _)] = house.cards("Imagine")
    await house.press(message, "animate")
    await house.work()
    [(film, card)] = house.cards("Animate")
    assert told in words(card)
    await house.press(film, "extend:1")
    await house.work()
    _, animate, extend = (job.order for job in house.bench.painter.sent)
    assert isinstance(animate, Animate)
    assert replace(animate, sources=()) == Animate(single.url, "a cat", mode)
    assert extend == ExtendVideo("1751000000000001", 1, "a cat", mode, "480p")


@pytest.mark.parametrize(("resolution", "kept"), [("720p", "720p"), ("", "480p")])
def test_an_extension_is_as_large_as_its_clip(resolution: str, kept: str) -> None:
    """Of clips that were kept before that was known it is the cheaper one."""
    clip = Clip("v", TASK, (A,), prompt="a cat", mode=Mode.TURBO, resolution=resolution)
    job = Job("J", Imagine(Prompt("a cat")), origin(), 1.0, 2.0, State.DONE, outcome=clip)  # type: ignore[arg-type]
    order = order_of(ShownResult(MessageRef("fake", "room", "1"), job, clip), "extend:0")
    assert order == ExtendVideo("v", 0, "a cat", Mode.TURBO, kept)


async def filmed(house: House) -> Job:
    """A clip of two takes, made at 720p and in haste."""
    film = TaskId("film")
    clip = Clip("1751000000000001", film, (A, B), prompt="it yawns")
    house.bench.painter.scripts = [[Accepted(film), Finished(film, clip)]]
    await house.type("animate", f"{A} it yawns --720p --turbo")
    job_id = house.bench.queued[-1]
    await house.work()
    return await house.bench.load(job_id)


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("#{}.2", ExtendVideo("1751000000000001", 1, "it yawns", Mode.TURBO, "720p")),
        ("#{} it sleeps", ExtendVideo("1751000000000001", 0, "it sleeps", Mode.TURBO, "720p")),
        ("{}.1 --480p --fast", ExtendVideo("1751000000000001", 0, "it yawns", Mode.FAST, "480p")),
        ("#{}.1 --motion low", ExtendVideo("1751000000000001", 0, "it yawns --motion low", Mode.TURBO, "720p")),
        (
            f"#{{}}.2 it sleeps --end {B}",
            ExtendVideo("1751000000000001", 1, "it sleeps", Mode.TURBO, "720p", end_image_url=B),
        ),
    ],
)
async def test_more_of_a_clip_is_typed(house: House, typed: str, order: ExtendVideo) -> None:
    """By its code and the take, as large and as fast as it, and with its words, unless others are said."""
    job = await filmed(house)
    await house.type("extend", typed.format(job.code))
    await house.mail()
    await house.work()
    assert house.bench.painter.sent[1].order == order


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Say which clip"),
        ("it sleeps", "Say which clip"),
        (A, "Say which clip"),
        ("#{}.3", "has no take 3: it has 2"),
        ("#{}.5", "has no part 5"),
        ("#{}.2 --loop --end https://pictures.example/b.png", "does not go together"),
        ("#{}.2 --relax", "write --fast or --turbo"),
        ("#7K2M9QXD.2", "No picture has the code 7K2M9QXD"),
    ],
)
async def test_of_what_there_is_no_more(house: House, typed: str, told: str) -> None:
    """In words; nothing is ordered."""
    job = await filmed(house)
    await house.type("extend", typed.format(job.code))
    await house.work()
    assert told in house.answers()[-1]
    assert len(house.bench.painter.sent) == 1


def test_the_first_word_is_the_clip_whatever_came_along(house: House) -> None:
    """With a clip that is answered and a picture that is sent, its code needs no sign, as without them."""
    commands = house.app.meaning.commands
    sent, answered = Sent("file-1"), Result("P189YD3C", 2)
    order = commands.read_command("extend", "P189YD3C.2 slowly", [sent], quoted=[answered])
    assert isinstance(order, ExtendVideo)
    assert (order.clip, [one.subject for one in order.sources]) == (answered, [sent])


async def test_a_picture_is_no_clip(house: House) -> None:
    """Its code is told back."""
    house.bench.painter.scripts = [[Finished(TASK, image())]]
    await house.type("imagine", "a cat")
    job_id = house.bench.queued[-1]
    await house.work()
    code = (await house.bench.load(job_id)).code
    await house.type("extend", f"#{code} it sleeps")
    await house.work()
    assert f"What has the code {code} is no clip" in house.answers()[-1]


async def test_it_is_said_in_every_language(house: House) -> None:
    """Also what cannot be made slowly."""
    for tag in sorted(languages()):
        person = Person(ANN.id, ANN.name, tag)
        await house.type("imagine", "a cat --loop", person=person)
        assert say("prompt-only_films", {"flag": "loop"}, language=tag) in house.answers()[-1]


def words(card: Card) -> str:
    return "".join(span.text for span in card.text)


def test_a_film_without_a_word_has_a_sign_in_its_place() -> None:
    """On its card and in lists, whether it begins with a picture or goes on from a clip; it is no prompt."""
    pictured = Animate(A, "", sources=(Source(Link(A), A),))
    for order in (pictured, ExtendVideo("v", 0, "")):
        assert caption(order) == "🖼️"
        assert typed_prompt(order) == ""
