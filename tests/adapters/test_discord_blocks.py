"""Anything made of what is hostile, as prompt, name, action or reason: a message of Discord that is but words."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.first import choices_body, word_body
from adapters.discord.markdown import text_length
from adapters.discord.outbound import COMPONENTS_MOST, message_body
from bot.cards import broken_card, error_card, first_card, last_card, progress_card
from bot.domain.card import Card
from bot.domain.characters import clean_name, clean_words
from bot.domain.command import Choice
from bot.domain.errors import Code, UserError
from bot.domain.ids import ImageId, JobId, TaskId
from bot.domain.image import Image, TextResult
from bot.domain.incoming import Origin, Person
from bot.domain.job import Job, State
from bot.domain.order import Imagine
from bot.domain.prompt import parse_prompt
from bot.domain.update import Fault, Progressed
from bot.panels import history_card, original_card, quote_card
from tests.fakes.discord import components
from tests.fakes.discord.judge import Judge
from tests.fakes.discord.mentions import called
from tests.fakes.discord.message import Attachment, Flag
from tests.fakes.discord.rules import Rules
from tests.fakes.discord_markdown import Shown, read_markdown
from tests.fakes.hostile import HOSTILE, WORDS
from tests.fakes.opening import RULES
from tests.fakes.platform import PLACE

SIGNS = (
    *("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</imagine:1>", "<t:0:R>", "<:name:1>", ":smile:"),
    *("*", "**", "_", "__", "~~", "||", "|", "`", "```", "\\", "[", "](", ")", "(", "<", ">", "# ", "-# ", "- "),
    *("1. ", "> ", ">>> ", "\n", "\r", "\u2028", " ", "\t", "\u200b", "\u202e", "\ufeff", "قط", "👩\u200d👧"),
    *("a", "cat", "0", ":", "/", "!", "\x00", "\u0301", "http://", "https://", "a.example", "discord.gg/x"),
)
pieces = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=25).map("".join)
texts = pieces | st.sampled_from(HOSTILE) | st.text(max_size=40)
# Those that are painted as they are: without links, which go first, and without flags.
plain_texts = st.lists(st.sampled_from([one for one in SIGNS if "//" not in one]), max_size=25).map(
    lambda found: "".join(["a ", *found])
) | st.sampled_from(WORDS)


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    """Of any words, and how it ended."""
    typed, name = draw(plain_texts), draw(texts)
    outcome = draw(st.sampled_from(["image", "lines", "fault"]))
    job = Job(
        JobId("0000000000000000000000000A"),
        Imagine(parse_prompt(typed, RULES)),
        Origin(PLACE, Person("discord:1", clean_name(name) or "?")),
        1.0,
        2.0,
        State.DONE,
    )
    match outcome:
        case "image":
            actions = tuple(draw(st.lists(texts, max_size=45)))
            picture = Image(ImageId("1"), TaskId("t"), "https://p.example/1.png", prompt=typed, actions=actions)
            return replace(job, outcome=picture)
        case "lines":
            return replace(job, outcome=TextResult(tuple(draw(st.lists(texts, min_size=1, max_size=5)))))
        case _:
            return replace(job, fault=Fault(Code.FAILED, draw(texts)))


def check_message(card: Card) -> list[Shown]:
    """Within the limits and the schema; it calls nobody, and nothing in it means anything. What is read of it."""
    body, uploads = message_body(card)
    judge = Judge()
    judge.request("edit_original", body)
    assert judge.complaints == []
    files = tuple(Attachment(str(n), one.name, one.data, one.mime, "") for n, one in enumerate(uploads))
    components.check(tuple(body["components"]), Flag(body["flags"]), files, Rules(), "components")
    assert count(body["components"]) <= COMPONENTS_MOST
    text = "\n".join(one["content"] for one in body["components"] if one["type"] == 10)
    assert text_length(text) <= 4000
    assert not called(text, body["allowed_mentions"])
    return read_markdown(text)


def count(found: list[dict[str, Any]]) -> int:
    return sum(1 + count(one.get("components", [])) for one in found)


def letters(shown: list[Shown]) -> str:
    return "".join(one.char for one in shown if not one.char.isspace())


@given(jobs())
def test_cards_of_jobs(job: Job) -> None:
    """At each step and in each form; the bold words are those that were typed, or their beginning."""
    typed = "".join(" ".join(clean_words(job.order.prompt.render())).split())  # type: ignore[union-attr]
    cards = [first_card(job), progress_card(job, Progressed(TaskId("t"), 40, "")), last_card(job)]
    for card in cards:
        bold = letters([one for one in check_message(card) if one.bold])
        assert bold == typed or (bold.endswith("…") and typed.startswith(bold[:-1])), (bold, typed)
    check_message(broken_card(job))
    check_message(quote_card(job))
    check_message(history_card([job] * 3, 0, "", "en"))
    if isinstance(job.outcome, Image):
        original = original_card(job)
        assert original is not None
        check_message(original)


@given(texts, st.sampled_from(["setting-unknown", "gallery-not-found", "code-unknown"]))
def test_words_about_what_was_typed(text: str, code: str) -> None:
    """They quote it, to one person."""
    body = word_body(error_card(UserError(code, name=text, possible=text), "en"))
    assert not called(str(body), body["data"]["allowed_mentions"])
    read_markdown(body["data"]["components"][0]["content"])


@given(st.lists(st.builds(Choice, texts, texts), max_size=40))
def test_proposals(choices: list[Choice]) -> None:
    """They are shown as they are, and stay within their limits."""
    found = choices_body(choices)["data"]["choices"]
    assert len(found) <= 25
    assert all(1 <= len(one[field]) <= 100 for one in found for field in ("name", "value"))
