"""Results: a picture with its buttons, a set of clips, or lines of text."""

from dataclasses import dataclass, field

from bot.domain.ids import ImageId, TaskId
from bot.domain.prompt import Hints, Mode


@dataclass(frozen=True, slots=True)
class Image:
    """A finished picture: `image_id` and `actions` are what its buttons are made of.

    `url` is the reduced picture, of `width` and `height`, `raw_url` the full one; both may expire within a day, so
    they are for showing at once, not for keeping. `prompt`, `mode` and `hints` are those it was made with:
    a follow-up repeats them, so that it costs what it should.
    """

    image_id: ImageId
    task_id: TaskId
    url: str
    raw_url: str = ""
    width: int = 0
    height: int = 0
    actions: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    prompt: str = ""
    mode: Mode | None = None
    hints: Hints = field(default_factory=Hints)
    raw_width: int = 0
    raw_height: int = 0

    @property
    def full_url(self) -> str:
        """Where the picture is at its largest."""
        return self.raw_url or self.url

    @property
    def full_size(self) -> tuple[int, int]:
        """Width and height in pixels of the picture at its largest, as far as we were told."""
        return self.raw_width or self.width, self.raw_height or self.height

    @property
    def grid(self) -> bool:
        """Whether it shows four: only one picture can be animated."""
        return "upscale1" in self.actions


@dataclass(frozen=True, slots=True)
class Clip:
    """A finished video task: up to four takes, and the id that extends them.

    `mode` and `resolution` (empty: not known) are those it was made with; more of it is made in the same way.
    """

    video_id: str
    task_id: TaskId
    urls: tuple[str, ...]
    cover: str = ""
    width: int = 0
    height: int = 0
    prompt: str = ""
    mode: Mode | None = None
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class TextResult:
    """Lines of text: descriptions of a picture, or shorter prompts."""

    lines: tuple[str, ...]


Outcome = Image | Clip | TextResult
