"""The texts that people read, one Fluent file per language."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message, Resource

from bot.domain.language import TRADITIONAL_CHINESE

DEFAULT = "en"
# Characters of a fact. What is longer than 2,500 the library does not put into a text ("{???}" stands there then).
FACT_LONGEST = 2000
TAGS_REMEMBERED = 256  # of languages, as clients send them
PAGE_HEAD, PLACE_HEAD = "room-", "place-"  # before the names of texts that pages fetch all at once
PAGE_GAPS = ("n", "place", "name", "words", "limit")


@cache
def bundle(language: str) -> FluentBundle:
    """The texts of a language, falling back from `pt-BR` to `pt` to English."""
    made = FluentBundle([language, DEFAULT], use_isolating=False)
    for name in (DEFAULT, language.split("-", maxsplit=1)[0], language):
        if name in languages():
            made.add_resource(read_texts(name), allow_overrides=True)
    return made


@cache
def read_texts(name: str) -> Resource:
    """One file. It takes a tenth of a second: English is read once, and not again for each of the others."""
    return FluentResource(files(__name__).joinpath(f"{name}.ftl").read_text("utf-8"))


def say(key: str, facts: Mapping[str, str | float] | None = None, *, language: str = DEFAULT) -> str:
    """The text of a key with its gaps filled, with the beginning of what is too long for one.

    KeyError for a key that is not in the file: a bug of ours.
    """
    texts = bundle(known(language))
    message = texts.get_message(key)
    if message.value is None:
        raise KeyError(key)
    text, _ = texts.format_pattern(message.value, {name: fitting(fact) for name, fact in (facts or {}).items()})
    return str(text)


def fitting(fact: str | float) -> str | float:
    if isinstance(fact, str) and len(fact) > FACT_LONGEST:
        return f"{fact[: FACT_LONGEST - 1]}…"
    return fact


def page_texts(language: str) -> Mapping[str, str]:
    """What a page of the web chat says, by names of its own; gaps are left for it to fill: `{n}`."""
    gaps = {name: f"{{{name}}}" for name in PAGE_GAPS}
    return {key.removeprefix(PAGE_HEAD): say(key, gaps, language=language) for key in page_keys()}


@cache
def page_keys() -> tuple[str, ...]:
    """Those that begin with PAGE_HEAD or PLACE_HEAD."""
    keys = (entry.id.name for entry in read_texts(DEFAULT).body if isinstance(entry, Message))
    return tuple(key for key in keys if key.startswith((PAGE_HEAD, PLACE_HEAD)))


def load_texts() -> None:
    """Those of all languages, which takes a second: for whoever would rather wait for that now."""
    for name in languages():
        bundle(name)


def has_text(key: str) -> bool:
    return bundle(DEFAULT).has_message(key)


@cache
def languages() -> frozenset[str]:
    return frozenset(entry.name[:-4] for entry in files(__name__).iterdir() if entry.name.endswith(".ftl"))


@cache
def spoken() -> Mapping[str, str]:
    """Our languages by tag in lower case, and by its first part: `pt` is `pt-BR` while we have no other."""
    table: dict[str, str] = {}
    for name in sorted(languages(), reverse=True):
        tag = name.lower()
        table |= {tag: name, tag.split("-", maxsplit=1)[0]: name}
    return table


@lru_cache(TAGS_REMEMBERED)
def known(language: str) -> str:
    """The nearest language that we have; a client may send anything, in any case."""
    tag = language.lower()
    parts = TRADITIONAL_CHINESE.get(tag, tag).split("-")
    ends = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((spoken()[end] for end in ends if end in spoken()), DEFAULT)
