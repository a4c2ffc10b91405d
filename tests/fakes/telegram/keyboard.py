"""What may hang below a message."""

import re
from typing import Any

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.rules import Rules

Rows = list[list[dict[str, Any]]]
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_URL = re.compile(r"(?:https?|tg|ton)://\S+", re.IGNORECASE)


def keyboard(call: Call, rules: Rules, *, private: bool) -> Rows:
    """The inline keyboard of a call, checked; empty when there is none. Other markups are taken and not kept."""
    markup = call.table("reply_markup")
    return check_rows(markup.get("inline_keyboard", []), rules, private=private)


def check_rows(rows: Any, rules: Rules, *, private: bool) -> Rows:
    if not isinstance(rows, list) or any(not isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept: Rows = [row for row in rows if row]
    if sum(map(len, kept)) > rules.keyboard_limit or any(len(row) > rules.row_limit for row in kept):
        raise bad("REPLY_MARKUP_TOO_LONG")
    for row in kept:
        for button in row:
            _check(button, private=private)
    return kept


def _check(button: Any, *, private: bool) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad('field "text" of an InlineKeyboardButton must be non-empty')
    acts = [name for name in _ACTIONS if name in button]
    if not acts:
        raise bad("text buttons are unallowed in the inline keyboard")
    if len(acts) > 1:
        raise bad("exactly one of the optional fields of a button must be used")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(str(button["copy_text"].get("text", ""))) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "web_app" in button:
        _check_app(str(button["web_app"].get("url", "")), private=private)
    if "url" in button and not _URL.match(str(button["url"])):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: URL host is empty")


def _check_app(url: str, *, private: bool) -> None:
    if not private:
        raise bad("BUTTON_TYPE_INVALID")
    if not url.startswith("https://"):
        raise bad(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
