"""What buttons of a result order."""

from dataclasses import dataclass, replace

from bot.domain.errors import Forgotten, UserError
from bot.domain.film import RESOLUTION, film_words
from bot.domain.flags import FlagRules
from bot.domain.hosted import without_addresses
from bot.domain.ids import MessageRef
from bot.domain.image import Clip, Image, Outcome, TextResult
from bot.domain.job import Job
from bot.domain.order import Act, Animate, AskSeed, Describe, ExtendVideo, Imagine, Order, Shorten, Translate
from bot.domain.parts import SPLIT_FLAG, is_part, take_split
from bot.domain.press import Press
from bot.domain.prompt import Prompt, check, pick_prompt
from bot.domain.subject import Result, Source, stand_in_source

NO_RULES = FlagRules({}, {})


@dataclass(frozen=True, slots=True)
class ShownResult:
    """What the message of a button shows; None for what nobody knows (any more). `rules`: those for flags."""

    message: MessageRef
    job: Job | None
    outcome: Outcome | None
    rules: FlagRules = NO_RULES

    @property
    def owner(self) -> str:
        """What its buttons belong to, as a part of the names of presses."""
        return self.job.id if self.job else self.message.key

    @property
    def known_outcome(self) -> Outcome:
        """Raises UserError when there is none, or nobody was shown it there."""
        if self.outcome is None:
            raise Forgotten("image-gone") if self.job is None else UserError("image-gone")
        if self.job is not None and self.job.hides_at(self.message):
            raise UserError("not-offered")
        return self.outcome

    @property
    def known_image(self) -> Image:
        """Raises UserError for other results, too."""
        if not isinstance(self.known_outcome, Image):
            raise UserError("not-offered")
        return self.known_outcome


def order_action(shown: ShownResult, press: Press) -> Act:
    """An action by its name. Raises UserError."""
    return act_on(shown.known_image, press.argument)


def order_nth_action(shown: ShownResult, press: Press) -> Act:
    """An action by its place in the list. Raises UserError."""
    actions = shown.known_image.actions
    if press.argument not in map(str, range(len(actions))):
        raise UserError("not-offered")
    return act_on(shown.known_image, actions[int(press.argument)])


def act_on(image: Image, name: str) -> Act:
    """`name` as the service calls it. Raises UserError when it does not offer that."""
    if name not in image.actions:
        raise UserError("not-offered")
    return Act(name, image.image_id, image.prompt, image.mode, image.hints)


def order_retry(shown: ShownResult, _press: Press) -> Order:
    """What failed, once more. Raises UserError."""
    if shown.job is None:
        raise Forgotten("image-gone")
    if shown.job.fault is None:
        raise UserError("not-offered")
    return shown.job.order


def order_clip(shown: ShownResult, press: Press) -> Animate:
    """As fast as the picture was made."""
    image, source = shown.known_image, picked_source(shown, press)
    if image.grid and not press.argument:
        raise UserError("not-offered")
    words = film_words(image.prompt)
    return Animate(source.url if source else image.url, words, image.mode, sources=(source,) if source else ())


def order_description(shown: ShownResult, press: Press) -> Describe:
    """Of the picture, or of one part of it. Raises UserError."""
    image, source = shown.known_image, picked_source(shown, press)
    return Describe(source.url if source else image.url, sources=(source,) if source else ())


def picked_source(shown: ShownResult, press: Press) -> Source | None:
    """The picture, or the part of it that the button names; None for a picture of no job. Raises UserError."""
    image, job = shown.known_image, shown.job
    if not press.argument:
        return Source(Result(job.code), image.url) if job else None
    if job is None or not is_part(job, press.number):
        raise UserError("not-offered")
    return stand_in_source(Result(job.code, press.number))


def order_extension(shown: ShownResult, press: Press) -> ExtendVideo:
    """From that take of the clip on, as fast and as large. Raises UserError."""
    clip = shown.known_outcome
    if not isinstance(clip, Clip) or press.argument not in map(str, range(len(clip.urls))):
        raise UserError("not-offered")
    words, resolution = without_addresses(clip.prompt), clip.resolution or RESOLUTION
    return ExtendVideo(clip.video_id, int(press.argument), words, clip.mode, resolution)


def order_line(shown: ShownResult, press: Press) -> Imagine:
    """What that line describes. Raises UserError."""
    words = shown.known_outcome
    if not isinstance(words, TextResult) or press.argument not in map(str, range(len(words.lines))):
        raise UserError("not-offered")
    line = words.lines[int(press.argument)]
    prompt, left_out = pick_prompt(typed_line(shown.job, line), shown.rules)
    if shown.job is not None and isinstance(shown.job.order, Shorten):
        prompt = with_rest(prompt, shown.job.order, shown.rules)
    prompt, split = take_split(prompt)
    return Imagine(prompt, left_out=left_out, split=split)


def with_rest(line: Prompt, order: Shorten, rules: FlagRules) -> Prompt:
    """A shorter prompt with what was typed beside the words, and is not said in it: pictures, flags and speed.

    Raises BadPrompt where that does not go with the flags that it has.
    """
    typed, _ = pick_prompt(order.prompt, rules)
    wanted = (*typed.flags, *(((SPLIT_FLAG, ""),) if order.split else ()))
    said = {name for name, _ in line.flags}
    flags = (*line.flags, *(one for one in wanted if one[0] not in said))
    made = replace(line, urls=line.urls or typed.urls, flags=flags, mode=line.mode or order.mode)
    check(made, rules)
    return made


def typed_line(job: Job | None, line: str) -> str:
    """A line of the job's result as one would type it as a prompt. Raises UserError when it is none."""
    match job.order if job else None:
        case Translate(prompt):
            return replace(prompt, text=line).typed()
        case AskSeed() as order if words := seeded_words(order, line):
            return words
        case AskSeed():
            raise UserError("not-offered")
        case _:
            return line


def seeded_words(order: AskSeed, seed: str) -> str:
    """The prompt of the picture with its seed, as one would type it; empty when nobody knows the prompt."""
    words = without_addresses(order.prompt)
    if not words or words.startswith("--"):
        return ""
    return f"{words} --seed {seed}" + (f" --{order.mode}" if order.mode else "")


def order_seed(shown: ShownResult, _press: Press) -> AskSeed:
    """The number that began the picture. Raises UserError."""
    image = shown.known_image
    if not image.image_id:
        raise UserError("not-offered")
    return AskSeed(image.image_id, image.prompt, image.mode)
