"""Which results are sheets of four pictures, and by which flag these are wanted one by one, too."""

from dataclasses import replace

from bot.domain.image import Image
from bot.domain.job import Job
from bot.domain.order import Edit
from bot.domain.prompt import Prompt
from bot.domain.subject import PARTS_MOST

SPLIT_FLAG = "split"  # a name of ours: Midjourney has none


def has_parts(job: Job) -> bool:
    """Whether the result shows four pictures: a grid does, and so does an edit."""
    image = job.outcome
    if not isinstance(image, Image):
        return False
    return image.grid or isinstance(job.order, Edit) or len(image.cells) == PARTS_MOST


def is_part(job: Job, number: int) -> bool:
    """Whether the result has that part, 1 to 4."""
    return 1 <= number <= PARTS_MOST and has_parts(job)


def take_split(prompt: Prompt) -> tuple[Prompt, bool]:
    """The prompt without that flag, which is a field of the request, and whether it had it."""
    rest = tuple((name, value) for name, value in prompt.flags if name != SPLIT_FLAG)
    return replace(prompt, flags=rest), len(rest) < len(prompt.flags)
