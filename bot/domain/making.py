"""How something is made, in the few words that stand on its card: how fast, by which version, how large."""

from bot.domain.film import film_mode
from bot.domain.hosted import HIDDEN
from bot.domain.image import Image, Outcome
from bot.domain.order import Act, Animate, Edit, ExtendVideo, Imagine, Order
from bot.domain.prompt import Hints, Mode
from bot.domain.subject import Result

NO_TURBO_VERSION = "8.1"  # knows neither turbo nor quality; the vendor's front end runs its buttons fast


def knows_no_turbo(hints: Hints) -> bool:
    """Whether it is made by a version that is neither hurried nor refined."""
    return hints.version == NO_TURBO_VERSION


def mode_sent(order: Order) -> Mode | None:
    """The speed that an order really goes at; None for words, which have none."""
    match order:
        case Imagine(prompt):
            slow = prompt.mode is Mode.TURBO and knows_no_turbo(prompt.hints())
            return Mode.FAST if slow else prompt.mode or Mode.FAST
        case Act():
            return Mode.FAST if knows_no_turbo(order.hints) else order.mode or Mode.FAST
        case Edit():
            return order.mode or Mode.FAST
        case Animate() | ExtendVideo():
            return film_mode(order.mode)
        case _:
            return None


def hurries(order: Order) -> bool:
    """Whether it goes sooner than was asked for, since there is no slow way to make it."""
    return isinstance(order, Animate | ExtendVideo) and order.mode is Mode.RELAX


def making_facts(order: Order, outcome: Outcome | None) -> tuple[str, ...]:
    """Such as fast, 7, 1456×816: what is said everywhere as it is typed. Nothing that nobody told us."""
    mode = mode_sent(order)
    size = _full_size(outcome) if isinstance(outcome, Image) else ""
    told = mode.value if mode else "", _version(order), size, _shape(order)
    return tuple(filter(None, told))


def changed_results(order: Order) -> tuple[str, ...]:
    """The result of ours that it changes, by the name that commands take: for people who may see that, too."""
    sources = order.sources if isinstance(order, Edit) else ()
    return tuple(f"↳ {one.subject.name}" for one in sources if isinstance(one.subject, Result))


def _version(order: Order) -> str:
    """The version of the model; of a clip its resolution."""
    match order:
        case Imagine(prompt):
            niji = prompt.flag("niji")
            return f"niji {niji}".rstrip() if niji is not None else prompt.hints().version or ""
        case Act():
            return order.hints.version or ""
        case Animate() | ExtendVideo():
            return order.resolution
        case _:
            return ""


def _shape(order: Order) -> str:
    """How a film ends, where that was asked for; the last picture goes by a sign, as pictures do. How much larger a
    picture became, or of which ratio.
    """
    match order:
        case Animate(loop=True) | ExtendVideo(loop=True):
            return "loop"
        case Animate() | ExtendVideo():
            return f"end {HIDDEN}" if order.end_image_url else ""
        case Edit(reframe=wish) if wish:
            return wish.name
        case _:
            return ""


def _full_size(image: Image) -> str:
    """Pixels of one picture at its largest: a sheet holds four."""
    width, height = image.full_size
    if image.grid and image.raw_width:
        width, height = width // 2, height // 2
    return f"{width}×{height}" if width and height else ""
