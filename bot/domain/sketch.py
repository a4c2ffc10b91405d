"""A sketch: an order that is being put together, field by field; what it orders is a command as it is typed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from bot.domain.characters import cut_text
from bot.domain.errors import UserError
from bot.domain.film import RESOLUTION, film_mode, film_words
from bot.domain.form import SWITCH_OFF, SWITCH_ON, FieldKind
from bot.domain.hosted import without_addresses
from bot.domain.ids import NO_TASK, MessageRef, TaskId
from bot.domain.image import Clip, Image
from bot.domain.incoming import CommandCall, Origin, Person
from bot.domain.job import Job
from bot.domain.order import Act, Imagine, Order, typed_prompt
from bot.domain.prompt import PROMPT_LIMIT, BadPrompt, Mode
from bot.domain.subject import Result

ADDRESS_LONGEST = 1000  # characters of the address of a picture, or its code
HINT_LONGEST = 60  # characters of the words of a command that is told


class SketchKind(StrEnum):
    """What is put together; it stands on buttons, so values never change."""

    CHANGE = "change"  # a new picture with other words
    ANIMATE = "animate"  # clips that begin with a picture
    EXTEND = "extend"  # more of a take of a clip


@dataclass(frozen=True, slots=True)
class SketchField:
    """`written`: how a value is typed, with `{}` in its place; a switch is typed so when it is on.

    `text`: the key of its label. `values`: of a choice. `longest`: characters of a text.
    """

    name: str
    kind: FieldKind
    written: str
    text: str
    values: tuple[str, ...] = ()
    longest: int = 0

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
    SketchField("end", FieldKind.TEXT, "--end {}", "field-end", longest=ADDRESS_LONGEST),
)
# The command that each kind is, and its fields, of which the first is a text.
SKETCH_COMMANDS: Mapping[SketchKind, str] = MappingProxyType(
    {SketchKind.CHANGE: "imagine", SketchKind.ANIMATE: "animate", SketchKind.EXTEND: "extend"}
)
SKETCH_FIELDS: Mapping[SketchKind, tuple[SketchField, ...]] = MappingProxyType(
    {SketchKind.CHANGE: (WORDS,), SketchKind.ANIMATE: FILM_FIELDS, SketchKind.EXTEND: FILM_FIELDS}
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """`owner` alone fills it in. `message`, `task`: what it was begun from; `subject`: that, as it is typed.

    `chosen`: the values of its fields, by name.
    """

    id: str
    kind: SketchKind
    owner: Person
    message: MessageRef
    task: TaskId = NO_TASK
    subject: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[SketchField, ...]:
        return SKETCH_FIELDS[self.kind]

    @property
    def command(self) -> str:
        """The name of the command that orders the same."""
        return SKETCH_COMMANDS[self.kind]

    @property
    def text(self) -> str:
        """What is typed behind that."""
        typed = (one.typed(self.chosen.get(one.name, "")) for one in self.fields)
        return " ".join(filter(None, (self.subject, *typed)))


def begin_sketch(
    kind: SketchKind, job: Job, sketch_id: str, owner: Person, message: MessageRef, part: int = 0
) -> Sketch:
    """With what the result of a job was made with; `part`: of a clip the take, counted from 1.

    Raises UserError when there is nothing to begin with.
    """
    if job.hides_at(message):
        raise UserError("not-offered")
    begun = Sketch(sketch_id, kind, owner, message, job.task_id or NO_TASK)
    match kind, job.outcome:
        case SketchKind.CHANGE, Image() as image if words := changeable_words(job.order, image.mode):
            return replace(begun, chosen={"words": words})
        case SketchKind.ANIMATE, Image(grid=False) as image:
            chosen = film_values(film_words(image.prompt), image.mode)
            return replace(begun, subject=Result(job.code).name, chosen=chosen)
        case SketchKind.EXTEND, Clip() as clip if clip.video_id and 1 <= part <= len(clip.urls):
            chosen = film_values(without_addresses(clip.prompt), clip.mode, clip.resolution or RESOLUTION)
            return replace(begun, subject=Result(job.code, part).name, chosen=chosen)
        case _:
            raise UserError("not-offered")


def changeable_words(order: Order, mode: Mode | None) -> str:
    """The prompt of a picture that was made of words, with its speed; empty for others."""
    words = typed_prompt(order) if isinstance(order, Imagine | Act) else ""
    timed = f"{words} --{mode}" if words and mode else words
    return timed if len(timed) <= PROMPT_LIMIT else words


def film_values(words: str, mode: Mode | None, resolution: str = RESOLUTION) -> Mapping[str, str]:
    """What stands in the fields of a film at first."""
    return {"words": words, "resolution": resolution, "speed": film_mode(mode), "loop": SWITCH_OFF, "end": ""}


def choose(sketch: Sketch, name: str, value: str) -> Sketch:
    """With another value in a field.

    Raises UserError for a field of another form, a choice that there is not, and a text that is too long.
    """
    found = next((one for one in sketch.fields if one.name == name), None)
    chosen = value.strip()
    if found is None or (found.values and chosen not in found.values):
        raise UserError("form-impossible")
    if found.longest and len(chosen) > found.longest:
        raise BadPrompt("too_long", length=str(len(chosen)), limit=str(found.longest))
    return replace(sketch, chosen={**sketch.chosen, name: chosen})


def order_call(sketch: Sketch, key: str, origin: Origin) -> CommandCall:
    """The command that orders it, as if it had been typed; `key` of the event that says so.

    Whatever says so, and however often: a sketch with the same values is ordered once.
    """
    digest = hashlib.sha256(sketch.text.encode("utf-8", "replace")).hexdigest()[:16]
    return CommandCall(key, origin, sketch.command, sketch.text, press=f"sketch-{sketch.id}|{digest}")


def typed_hint(sketch: Sketch) -> str:
    """The command as it is typed, with so many of its words as there is room for."""
    words = sketch.chosen.get(WORDS.name, "")
    short = cut_text(words, HINT_LONGEST)
    return f"/{sketch.command} {choose(sketch, WORDS.name, short).text}".rstrip()
