"""What the flags of a film's prompt mean for its order: some are fields of the request, none of its words."""

from dataclasses import dataclass, replace

from bot.domain.hosted import without_addresses
from bot.domain.prompt import BadPrompt, Mode, Prompt

FIELD_FLAGS = frozenset({"resolution", "loop", "end"})
RESOLUTION = "480p"  # the cheaper of the two; what the service takes by itself is disputed
LOOPS = "loop"  # what `--end` may say instead of a picture
# What the image service, which has to be told something, is told of more of a clip that nobody said a word of.
EXTEND_WORDS = "the same scene, going on as it began"


@dataclass(frozen=True, slots=True)
class FilmFields:
    """`end_image_url`: the last picture; empty: as it comes."""

    resolution: str = RESOLUTION
    loop: bool = False
    end_image_url: str = ""


def split_film(prompt: Prompt) -> tuple[Prompt, FilmFields]:
    """The prompt without what is a field, and the fields. Raises BadPrompt for more than one last picture."""
    end = prompt.flag("end") or ""
    if " " in end:
        raise BadPrompt("bad_value", flag="end", value=end.split()[1], allowed="https://…", note="")
    fields = FilmFields(
        resolution=prompt.flag("resolution") or RESOLUTION,
        loop=prompt.flag("loop") is not None or end == LOOPS,
        end_image_url="" if end == LOOPS else end,
    )
    rest = tuple((name, value) for name, value in prompt.flags if name not in FIELD_FLAGS)
    return replace(prompt, flags=rest), fields


def film_words(prompt: str) -> str:
    """What a film of a picture with that prompt is said to show: its flags are rules for pictures alone."""
    return without_addresses(f" {prompt}".partition(" --")[0].strip())


def extension_words(words: str, clip_words: str) -> str:
    """What should move in more of a clip: where that has no words, those of the clip, with its own flags behind."""
    if not words:
        return without_addresses(clip_words)
    return words if film_words(words) else f"{film_words(clip_words)} {words}".strip()


def film_mode(mode: Mode | None) -> Mode:
    """The speed that a film really goes at: the service sells fast and turbo only."""
    return Mode.TURBO if mode is Mode.TURBO else Mode.FAST
