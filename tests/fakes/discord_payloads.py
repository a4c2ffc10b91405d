"""Interactions as Discord sends them, piece by piece, for what reads them."""

from typing import Any

APPLICATION, SERVER, CHANNEL = "712000000000000001", "290926798626357999", "645027906669510667"
PERSON, MESSAGE, INTERACTION = "53908232506183680", "1175928847299117099", "1175928847299117063"
TOKEN = "made-up.interaction_token"  # it opens nothing
WRITING = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 38


def user(**more: Any) -> dict[str, Any]:
    return {"id": PERSON, "username": "ann", "global_name": "Ann B", "discriminator": "0", "avatar": None, **more}


def interaction(kind: int, data: Any, **more: Any) -> dict[str, Any]:
    """In a channel of a server that has the app; `more` takes the place of fields."""
    return {
        "version": 1,
        "id": INTERACTION,
        "application_id": APPLICATION,
        "type": kind,
        "data": data,
        "token": TOKEN,
        "guild_id": SERVER,
        "channel_id": CHANNEL,
        "channel": {"id": CHANNEL, "type": 0},
        "member": {"user": user(), "nick": "Annie", "permissions": "2048", "roles": []},
        "app_permissions": str(WRITING),
        "locale": "de",
        "entitlements": [],
        "authorizing_integration_owners": {"0": SERVER},
        "context": 0,
        "attachment_size_limit": 52428800,
    } | more


def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in names}


def in_dm(payload: dict[str, Any], context: int = 1) -> dict[str, Any]:
    """The same in a conversation: with us, or (2) among people, one of whom brought the app along."""
    owners = {"0": "0"} if context == 1 else {"1": PERSON}
    more = {"user": user(), "context": context, "authorizing_integration_owners": owners}
    kind = 1 if context == 1 else 3
    return without(payload, "guild_id", "member") | more | {"channel": {"id": CHANNEL, "type": kind}}


def abroad(payload: dict[str, Any]) -> dict[str, Any]:
    """The same in a server that does not have the app: a person brought it along."""
    return payload | {"authorizing_integration_owners": {"1": PERSON}}


def command(name: str, *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "1", "name": name, "type": 1, "options": list(options), **more}


def option(name: str, kind: int, value: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "value": value, **more}


def files(*types: str | None) -> dict[str, Any]:
    """The uploaded files 1, 2, … of these content types."""
    shown = {
        str(n): {
            "id": str(n),
            "filename": f"{n}.bin",
            "size": 9,
            "url": f"https://cdn.discordapp.com/ephemeral-attachments/{n}?ex=1",
            **({"content_type": kind} if kind is not None else {}),
        }
        for n, kind in enumerate(types, 1)
    }
    return {"attachments": shown}


def pressed(custom_id: str, flags: int = 1 << 15) -> dict[str, Any]:
    """Fields of a press of a button below a message."""
    return {"data": {"component_type": 2, "custom_id": custom_id}, "message": {"id": MESSAGE, "flags": flags}}
