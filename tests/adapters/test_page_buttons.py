"""The button that leads to a page of ours, as each platform has such buttons."""

import re
from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.buttons import LINK_STYLE, component_rows
from adapters.telegram.inbound import BotIdentity
from adapters.telegram.outbound import card_keyboard, needs_identity
from adapters.webchat.outbound import answer_frame, button_rows
from bot.domain.hosted import HIDDEN
from bot.form_cards import region_card
from bot.i18n import languages

PAGE = "https://bot.example/mask/AbCdEfGhIjKlMnOpQrStUv"
CARD = region_card("#7K2M9QXD", "en", [PAGE])
FOUR = [f"https://bot.example/mask/{n}bCdEfGhIjKlMnOpQrStUv" for n in range(1, 5)]
PARTS = region_card("#7K2M9QXD.1", "en", FOUR)
BOT = BotIdentity("chatelier_bot")


def telegram_button(url: str = PAGE, bot: BotIdentity = BOT, *, private: bool = True) -> Any:
    keyboard = card_keyboard(region_card("#7K2M9QXD", "en", [url]), bot, private=private)
    return keyboard.inline_keyboard[0][0] if keyboard else None


def test_on_telegram() -> None:
    """In private it opens inside of Telegram; elsewhere it leads into the private chat, or to a Mini App."""
    assert needs_identity(CARD)
    assert telegram_button().web_app.url == PAGE
    assert telegram_button(private=False).url == "https://t.me/chatelier_bot?start=page_AbCdEfGhIjKlMnOpQrStUv"
    assert telegram_button("http://127.0.0.1:8080/mask/AbCdEfGhIjKlMnOpQrStUv") is None
    assert telegram_button(bot=BotIdentity()) is None
    app = replace(BOT, app="https://t.me/chatelier_bot/region")
    assert telegram_button(bot=app).web_app.url == PAGE
    assert telegram_button(bot=app, private=False).url == f"{app.app}?startapp=AbCdEfGhIjKlMnOpQrStUv"


def test_on_discord() -> None:
    """A link, of which nothing comes back; a list has none."""
    [row] = component_rows(CARD.buttons, 40)
    [button] = row["components"]
    assert (button["style"], button["url"], "custom_id" in button) == (LINK_STYLE, PAGE, False)
    assert (button["label"], button["emoji"]) == ("Paint it", {"name": "🖌️"})


def test_one_for_each_part() -> None:
    """Of a sheet: in one row, by their numbers."""
    labels = [f"🖌️ Part {n}" for n in range(1, 5)]
    keyboard = card_keyboard(PARTS, BOT, private=True)
    assert keyboard is not None
    [row] = keyboard.inline_keyboard
    assert [(one.text, one.web_app and one.web_app.url) for one in row] == list(zip(labels, FOUR, strict=True))
    [shown] = component_rows(PARTS.buttons, 40)
    assert [one["url"] for one in shown["components"]] == FOUR
    links = [one for one in answer_frame(PARTS, "k")["text"] if one["url"]]
    assert [(one["text"], one["url"]) for one in links] == list(zip(labels, FOUR, strict=True))


def test_in_the_web_chat() -> None:
    """A link in the word that only that person is shown."""
    assert button_rows(CARD) == []
    text = answer_frame(CARD, "k")["text"]
    assert text[-1] == {"text": "🖌️ Paint it", "style": "plain", "url": PAGE}


@pytest.mark.parametrize("language", sorted(languages()))
def test_what_came_along_is_sent_once_more(language: str) -> None:
    """It has no name that could be typed, and nobody is told to type one."""
    [words] = region_card(HIDDEN, language, [PAGE]).text
    assert HIDDEN not in words.text
    typed = re.search(r"/region 1 2 5 ([^.。]+)", words.text)
    assert typed is not None
    assert (typed[1] == "a red hat") is (language == "en")


@pytest.mark.parametrize("private", [True, False])
def test_without_a_page_there_are_words_alone(private: bool) -> None:  # noqa: FBT001 - drawn
    """They name the typed way, and what a page would take."""
    card = region_card("#7K2M9QXD", "en")
    assert card_keyboard(card, BOT, private=private) is None
    assert "/region #7K2M9QXD 1 2 5" in card.text[0].text
    assert "operator can set that up" in card.text[1].text
