"""Cards as Telegram takes them, whatever is on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.inbound import BotIdentity
from adapters.telegram.outbound import CAPTION_LIMIT, TEXT_LIMIT, card_keyboard, format_text, utf16_length
from bot.domain.card import Button, ButtonKind, Card, Span, Style
from bot.rungs import bounded_card

SPANS = st.lists(
    st.builds(Span, st.text(max_size=300), st.sampled_from(Style), st.sampled_from(["", "https://a.example/"])),
    max_size=60,
)


@given(SPANS, st.sampled_from([1, 7, 200, CAPTION_LIMIT]))
def test_text_keeps_to_its_limit(spans: list[Span], limit: int) -> None:
    """And what is special in it lies within it."""
    shown = format_text(Card(tuple(spans)), limit)
    assert utf16_length(shown.text) <= limit
    assert all(e.offset >= 0 and e.offset + e.length <= utf16_length(shown.text) for e in shown.entities)


@given(SPANS)
def test_what_fits_is_not_changed(spans: list[Span]) -> None:
    """Not a letter."""
    whole = "".join(span.text for span in spans)
    assert utf16_length(whole) > TEXT_LIMIT or format_text(Card(tuple(spans)), TEXT_LIMIT).text == whole


def test_the_longest_run_is_cut_first() -> None:
    """That is somebody's prompt; what we say stays whole."""
    shown = format_text(Card((Span("p" * 5000), Span(" said"))), 20)
    assert shown.text == f"{'p' * 14}… said"


@pytest.mark.parametrize("runs", [1_000, 50_000])
def test_thousands_of_runs(runs: int) -> None:
    """Are joined without recursion, and each is looked at once."""
    shown = format_text(Card(tuple(Span("line\n", Style.BOLD) for _ in range(runs))), TEXT_LIMIT)
    assert 0 < utf16_length(shown.text) <= TEXT_LIMIT


@pytest.mark.parametrize("number", [12, 100, 101, 200, 5000])
@pytest.mark.parametrize("width", [3, 8, 5000])
def test_buttons_keep_to_their_number(number: int, width: int) -> None:
    """Those that have no room are counted in a sentence; the last row, which keeps the picture, stays."""
    row = [Button(f"A{n}", f"act:{n}") for n in range(number)]
    last = (Button("Original", "original"),)
    card = Card((Span("a cat"),), buttons=(*(tuple(row[n : n + width]) for n in range(0, number, width)), last))
    shown = bounded_card(card, 100, 8, "en")
    made = card_keyboard(shown, BotIdentity())
    assert made is not None
    rows = made.inline_keyboard
    assert sum(map(len, rows)) == min(number + 1, 100)
    assert max(map(len, rows)) <= 8
    assert rows[-1][-1].text == "Original"
    left_out = number + 1 - 100
    assert (f"{left_out:,} more buttons" in shown.text[-1].text) is (left_out > 1)


@pytest.mark.parametrize(
    "item",
    [Button("x", "p" * 65), Button("x", ""), Button("x", "", text="p" * 300), Button("y" * 500, "p")],
)
def test_what_telegram_would_refuse_is_left_out_or_cut(item: Button) -> None:
    """One button of many must not cost the picture."""
    made = card_keyboard(Card((), buttons=((item, Button("ok", "ok")),)), BotIdentity())
    assert made is not None
    assert all(utf16_length(one.text) <= 64 for one in made.inline_keyboard[0])
    assert made.inline_keyboard[0][-1].text == "ok"


@pytest.mark.parametrize("kind", [ButtonKind.PRESS, ButtonKind.FULL])
@pytest.mark.parametrize(
    ("text", "copied"), [("a cat", True), ("🐈" * 128, True), ("🐈" * 129, False), ("", False)]
)
def test_a_short_text_is_copied_and_a_long_one_is_a_press(kind: ButtonKind, text: str, *, copied: bool) -> None:
    """Telegram copies 256 characters, as UTF-16 counts them; the press says all of it."""
    made = card_keyboard(Card((), buttons=((Button("Prompt", "quote", kind=kind, text=text),),)), BotIdentity())
    assert made is not None
    [[shown]] = made.inline_keyboard
    assert (shown.copy_text.text if shown.copy_text else None) == (text if copied else None)
    assert shown.callback_data == (None if copied else "quote")
