"""The text or caption a call brings, in whichever way it is formatted."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.entities import Rich, given, typed, units
from tests.fakes.telegram.html import parse_html
from tests.fakes.telegram.markdown import parse_markdown
from tests.fakes.telegram.refusal import bad
from tests.fakes.telegram.rules import Rules


def text(call: Call, rules: Rules) -> Rich:
    """A message's text; raises Refusal when it is empty, too long or not well formed."""
    found = _parse(call.values, "text", call.json("entities"))
    if not found.text:
        raise bad("message text is empty")
    if units(found.text) > rules.text_limit:
        raise bad("message is too long")
    return found


def caption(call: Call, rules: Rules) -> Rich:
    return _short(_parse(call.values, "caption", call.json("caption_entities")), rules)


def item_caption(item: Mapping[str, Any], rules: Rules) -> Rich:
    """The caption of an InputMedia."""
    return _short(_parse(item, "caption", item.get("caption_entities")), rules)


def _short(found: Rich, rules: Rules) -> Rich:
    if units(found.text) > rules.caption_limit:
        raise bad("message caption is too long")
    return found


def _parse(values: Mapping[str, Any], name: str, entities: Any) -> Rich:
    written, mode = str(values.get(name, "")), str(values.get("parse_mode", "")).lower()
    if mode == "html":
        return parse_html(written)
    if mode == "markdownv2":
        return parse_markdown(written)
    if mode:
        raise bad("unsupported parse_mode")
    return given(written, entities) if entities else typed(written)
