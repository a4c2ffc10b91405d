"""A sketch: an order that is being put together, field by field; what it orders is a command as it is typed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from bot.domain.characters import cut_text
from bot.domain.errors import UserError
from bot.domain.film import RESOLUTION, film_mode, film_words
from bot.domain.form import SWITCH_OFF, SWITCH_ON, FieldKind
from bot.domain.hosted import HIDDEN, without_addresses
from bot.domain.ids import NO_TASK, MessageRef, TaskId
from bot.domain.image import Clip, Image
from bot.domain.incoming import CommandCall, Origin, Person
from bot.domain.job import Job
from bot.domain.order import Act, Imagine, Order, scene_words, typed_prompt, varies
from bot.domain.parts import has_parts, is_part
from bot.domain.prompt import PROMPT_LIMIT, BadPrompt, Mode
from bot.domain.reframe import REFRAME_SIZES
from bot.domain.region import FIELDS
from bot.domain.subject import PARTS_MOST, Link, Result, Sent, Subject

ADDRESS_LONGEST = 1000  # characters of the address of a picture, or its code
HINT_LONGEST = 60  # characters of the words of a command that is told


class SketchKind(StrEnum):
    """What is put together; it stands on buttons, so values never change."""

    CHANGE = "change"  # a new picture with other words
    ANIMATE = "animate"  # clips that begin with a picture
    EXTEND = "extend"  # more of a take of a clip
    REFRAME = "reframe"  # more around a picture
    EDIT = "edit"  # a picture with something in it otherwise
    REGION = "region"  # a part of a picture otherwise


@dataclass(frozen=True, slots=True)
class SketchField:
    """`written`: how a value is typed, with `{}` in its place; a switch is typed so when it is on.

    `text`: the key of its label, `note`: that of how else it is filled in, `answer`: that of what a picture is that
    answers its form. `values`: of a choice; `named`: what the keys of their names begin with, where they are no
    words, but for those that have none. `longest`: characters of a text.
    """

    name: str
    kind: FieldKind
    written: str
    text: str
    values: tuple[str, ...] = ()
    longest: int = 0
    note: str = ""
    answer: str = ""
    named: str = ""

    def switch(self, value: str) -> str:
        """What one of several is called among what was chosen: each by itself, so that two presses both count."""
        return f"{self.name}.{value}"

    def read(self, chosen: Mapping[str, str]) -> str:
        """Its value, by what was chosen."""
        if self.kind is FieldKind.SEVERAL:
            return " ".join(one for one in self.values if chosen.get(self.switch(one)) == SWITCH_ON)
        return chosen.get(self.name, "")

    def typed(self, value: str) -> str:
        """As a part of a command; empty for nothing."""
        if self.kind is FieldKind.SWITCH:
            return self.written if value == SWITCH_ON else ""
        return self.written.format(value) if value else ""


WORDS = SketchField("words", FieldKind.TEXT, "{}", "field-words", longest=PROMPT_LIMIT)
FILM_FIELDS = (
    WORDS,
    SketchField("resolution", FieldKind.CHOICE, "--{}", "field-resolution", (RESOLUTION, "720p")),
    SketchField("speed", FieldKind.CHOICE, "--{}", "field-speed", (Mode.FAST, Mode.TURBO)),
    SketchField("loop", FieldKind.SWITCH, "--loop", "field-loop", (SWITCH_OFF, SWITCH_ON)),
    SketchField(
        *("end", FieldKind.PICTURE, "--end {}", "field-last"),
        longest=ADDRESS_LONGEST,
        note="field-last-typed",
        answer="form-answer-picture",
    ),
)
# With a colon behind them: words that begin with a number, or with the name of a place, are words then.
REGION_FIELDS = (
    SketchField(
        "fields", FieldKind.SEVERAL, "{}:", "field-fields", tuple(map(str, sorted(FIELDS))), named="field-"
    ),
    WORDS,
    SketchField("mask", FieldKind.PICTURE, "", "field-mask", note="field-mask-note", answer="form-answer-mask"),
)
REFRAME_FIELDS = (
    SketchField("size", FieldKind.CHOICE, "{}", "field-size", REFRAME_SIZES),
    WORDS,
    SketchField("speed", FieldKind.CHOICE, "--{}", "field-speed", tuple(Mode)),
)
# Before the others where it is begun from a sheet; typed right behind its code.
PART = SketchField("part", FieldKind.CHOICE, ".{}", "field-part", tuple(map(str, range(1, PARTS_MOST + 1))))
# Before the words of a sheet, where variations of its pictures take other words: those are another command.
ANEW, VARY_COMMAND = "anew", "vary"
VARIED = SketchField(
    *("varied", FieldKind.CHOICE, "", "field-varied"),
    (ANEW, *(f"V{number}" for number in range(1, PARTS_MOST + 1))),
    named="varied-",
)
# The command that each kind is, and its fields in the order in which they are typed; one at least is a text.
SKETCH_COMMANDS: Mapping[SketchKind, str] = MappingProxyType(
    {
        SketchKind.CHANGE: "imagine",
        SketchKind.ANIMATE: "animate",
        SketchKind.EXTEND: "extend",
        SketchKind.REFRAME: "reframe",
        SketchKind.EDIT: "edit",
        SketchKind.REGION: "region",
    }
)
SKETCH_FIELDS: Mapping[SketchKind, tuple[SketchField, ...]] = MappingProxyType(
    {
        SketchKind.CHANGE: (WORDS,),
        SketchKind.ANIMATE: FILM_FIELDS,
        SketchKind.EXTEND: FILM_FIELDS,
        SketchKind.REFRAME: REFRAME_FIELDS,
        SketchKind.EDIT: (WORDS,),
        SketchKind.REGION: REGION_FIELDS,
    }
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """`owner` alone fills it in. `message`, `task`: what it was begun from, if it was; `subject`: what it is about,
    as it is typed, or `came`: that, as it came along, and goes along with the command.

    `chosen`: the values of its fields, by name. `sheet`: the subject is one, and which part of it is meant is a
    field, too; or, of other words, of which part they may be a variation. `sent`: what came for fields that are
    pictures, by the names that their platform has for it; it goes along with the command, and stands before what is
    chosen there. `pages`: where the same can be chosen by hand.
    """

    id: str
    kind: SketchKind
    owner: Person
    message: MessageRef | None
    task: TaskId = NO_TASK
    subject: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sheet: bool = False
    sent: Mapping[str, str] = field(default_factory=dict)
    came: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[SketchField, ...]:
        first = VARIED if self.kind is SketchKind.CHANGE else PART
        return (first, *SKETCH_FIELDS[self.kind]) if self.sheet else SKETCH_FIELDS[self.kind]

    @property
    def varied(self) -> str:
        """The part of which it is a variation, as a number; empty where it is something else."""
        value = self.chosen.get(VARIED.name, ANEW)
        return value.removeprefix("V") if self.sheet and value != ANEW else ""

    @property
    def command(self) -> str:
        """The name of the command that orders the same."""
        return VARY_COMMAND if self.varied else SKETCH_COMMANDS[self.kind]

    @property
    def text(self) -> str:
        """What is typed behind that."""
        fields = [one for one in SKETCH_FIELDS[self.kind] if one.name not in self.sent]
        typed = (one.typed(one.read(self.chosen)) for one in fields)
        return " ".join(filter(None, (self.typed_subject, *typed)))

    @property
    def typed_subject(self) -> str:
        """What it is about, with the part that is chosen; nothing where it is painted anew."""
        if self.kind is SketchKind.CHANGE:
            return f"{self.subject}.{self.varied}" if self.varied else ""
        return self.subject + (PART.typed(self.chosen.get(PART.name, "")) if self.sheet else "")

    @property
    def pictures(self) -> tuple[str, ...]:
        """What goes along with that."""
        return (*self.came, *(self.sent[one.name] for one in self.fields if one.name in self.sent))

    @property
    def bare(self) -> bool:
        """Whether what has to be chosen is not: which part of a picture it is about."""
        fields = [one for one in self.fields if one.kind is FieldKind.SEVERAL]
        return bool(fields) and not self.sent and not any(one.read(self.chosen) for one in fields)


def begin_region(sketch: Sketch, pictures: Sequence[Subject], words: str) -> Sketch:
    """A sketch of nothing yet, for a part of one of these: a picture, or the four of a sheet."""
    sheet = len(pictures) > 1
    begun = replace(sketch, sheet=sheet, chosen={WORDS.name: words, **({PART.name: "1"} if sheet else {})})
    match pictures[0]:
        case Sent(attachment):
            return replace(begun, came=(attachment,))
        case Link(url):
            return replace(begun, subject=url)
        case Result(code, part):
            return replace(begun, subject=Result(code, 0 if sheet else part).name)


def begin_sketch(
    kind: SketchKind,
    job: Job,
    sketch_id: str,
    owner: Person,
    message: MessageRef,
    part: int = 0,
    *,
    remix: bool = False,
) -> Sketch:
    """With what the result of a job was made with; `part`: the take of a clip or the picture of a sheet, from 1.
    `remix`: variations take other words.

    Raises UserError when there is nothing to begin with.
    """
    if job.hides_at(message):
        raise UserError("not-offered")
    begun = Sketch(sketch_id, kind, owner, message, job.task_id or NO_TASK)
    match kind, job.outcome:
        case SketchKind.CHANGE, Image() as image if words := changeable_words(job.order, image.mode):
            subject = Result(job.code).name if remix and varies(image, 1) else ""
            begun = replace(begun, subject=subject, sheet=bool(subject))
            return replace(begun, chosen={"words": words, **({VARIED.name: ANEW} if subject else {})})
        case SketchKind.ANIMATE, Image() as image if is_part(job, part) if part else not image.grid:
            chosen = film_values(film_words(image.prompt), image.mode)
            return replace(begun, subject=Result(job.code, part).name, chosen=chosen)
        case SketchKind.EXTEND, Clip() as clip if clip.video_id and 1 <= part <= len(clip.urls):
            chosen = film_values(without_addresses(clip.prompt), clip.mode, clip.resolution or RESOLUTION)
            return replace(begun, subject=Result(job.code, part).name, chosen=chosen)
        case SketchKind.REFRAME | SketchKind.EDIT | SketchKind.REGION, Image() as image if not part or is_part(
            job, part
        ):
            sheet = has_parts(job) and not part
            values = reframe_values(job.order, image.mode) if kind is SketchKind.REFRAME else {}
            chosen = {**values, **({PART.name: "1"} if sheet else {})}
            return replace(begun, subject=Result(job.code, part).name, chosen=chosen, sheet=sheet)
        case _:
            raise UserError("not-offered")


def changeable_words(order: Order, mode: Mode | None) -> str:
    """The prompt of a picture that was made of words, with its speed; empty for others."""
    words = typed_prompt(order) if isinstance(order, Imagine | Act) else ""
    timed = f"{words} --{mode}" if words and mode else words
    return timed if len(timed) <= PROMPT_LIMIT else words


def reframe_values(order: Order, mode: Mode | None) -> Mapping[str, str]:
    """What stands at first in the fields for more around a picture."""
    return {"size": REFRAME_SIZES[0], "words": scene_words(order), "speed": mode or Mode.FAST}


def film_values(words: str, mode: Mode | None, resolution: str = RESOLUTION) -> Mapping[str, str]:
    """What stands in the fields of a film at first."""
    return {"words": words, "resolution": resolution, "speed": film_mode(mode), "loop": SWITCH_OFF, "end": ""}


def choose(sketch: Sketch, name: str, value: str) -> Sketch:
    """With another value in a field.

    Raises UserError for a field of another form, a choice that there is not, and a text that is too long.
    """
    found = next((one for one in sketch.fields if one.name == name.partition(".")[0]), None)
    chosen = value.strip()
    if found is not None and found.kind is FieldKind.SEVERAL:
        return choose_several(sketch, found, name, chosen)
    if found is None or found.name != name or (found.values and chosen not in found.values):
        raise UserError("form-impossible")
    if found.kind is FieldKind.PICTURE and chosen and not found.longest:  # it is sent, and never typed
        raise UserError("form-impossible")
    if found.longest and len(chosen) > found.longest:
        raise BadPrompt("too_long", length=str(len(chosen)), limit=str(found.longest))
    rest = {one: sent for one, sent in sketch.sent.items() if one != name}
    return replace(sketch, chosen={**sketch.chosen, name: chosen}, sent=rest)


def choose_several(sketch: Sketch, found: SketchField, name: str, value: str) -> Sketch:
    """All of them at once, by their values, or one of them switched on or off. Raises UserError as `choose` does.

    A picture that stands for them goes when one is chosen.
    """
    switches, values = {found.switch(one): one for one in found.values}, value.split()
    if name == found.name and set(values) <= set(found.values):
        turned = {key: SWITCH_ON if one in values else SWITCH_OFF for key, one in switches.items()}
    elif name in switches and value in {SWITCH_ON, SWITCH_OFF}:
        turned = {name: value}
    else:
        raise UserError("form-impossible")
    sent = {} if SWITCH_ON in turned.values() else sketch.sent
    return replace(sketch, chosen={**sketch.chosen, **turned}, sent=sent)


def choose_picture(sketch: Sketch, attachment: str, name: str = "") -> Sketch:
    """With something sent in a field for a picture, by default the first. Raises UserError where there is none."""
    found = (one.name for one in sketch.fields if one.kind is FieldKind.PICTURE and name in {"", one.name})
    field_name = next(found, None)
    if field_name is None:
        raise UserError("form-pictures", most=0)
    several = [one for one in sketch.fields if one.kind is FieldKind.SEVERAL]
    off = {one.switch(value): SWITCH_OFF for one in several for value in one.read(sketch.chosen).split()}
    return replace(sketch, chosen={**sketch.chosen, **off}, sent={**sketch.sent, field_name: attachment})


def order_call(sketch: Sketch, key: str, origin: Origin) -> CommandCall:
    """The command that orders it, as if it had been typed; `key` of the event that says so.

    Whatever says so, and however often: a sketch with the same values is ordered once. Raises UserError for one in
    which nothing is chosen.
    """
    if sketch.bare:
        raise UserError("region-nothing")
    said = "\n".join((sketch.text, *sketch.pictures))
    press = f"sketch-{sketch.id}|{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:16]}"
    return CommandCall(key, origin, sketch.command, sketch.text, attachments=sketch.pictures, press=press)


def typed_hint(sketch: Sketch) -> str:
    """The command as it is typed, with as many of its words as have room, and a sign for what goes along."""
    words = sketch.chosen.get(WORDS.name, "")
    short = cut_text(words, HINT_LONGEST)
    return f"/{sketch.command} {choose(sketch, WORDS.name, short).text} {HIDDEN * len(sketch.pictures)}".rstrip()
