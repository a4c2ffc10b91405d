"""What a message will show, from what a request says and what it showed before."""

from dataclasses import replace

from tests.fakes.discord import components as checks
from tests.fakes.discord import mentions
from tests.fakes.discord.call import Call, Upload
from tests.fakes.discord.message import Attachment, Flag, Json, Message, Shown
from tests.fakes.discord.places import Channel
from tests.fakes.discord.refusal import Refusal, invalid, too_large, too_long
from tests.fakes.discord.world import World

_SETTABLE = Flag.EPHEMERAL | Flag.COMPONENTS_V2 | Flag(1 << 2) | Flag(1 << 12)


def compose(
    world: World, call: Call, body: Json, channel: Channel, *, before: Shown | None, size_limit: int, path: str = ""
) -> Shown:
    """`before` is what it shows until now, None for a new message; `path` leads to the body's fields in errors."""
    base = before or Shown()
    flags = _flags(body, base, path)
    content = _content(world, body, base, path)
    embeds = tuple(body["embeds"] or ()) if "embeds" in body else base.embeds
    components = tuple(body["components"] or ()) if "components" in body else base.components
    attachments = _attachments(world, call, body, channel, base, size_limit, path)
    shown = Shown(content, components, embeds, attachments, flags, at=world.clock(), route=call.route)
    _check_empty(shown)
    _check_whole(shown, path)
    checks.check(components, flags, attachments, world.rules, f"{path}.components")
    pings = mentions.called(shown.text, body.get("allowed_mentions"), path)
    return replace(shown, components=checks.number(components), pings=pings)


def _check_whole(shown: Shown, path: str) -> None:
    """A message of components has neither content nor embeds."""
    if Flag.COMPONENTS_V2 not in shown.flags:
        return
    for name, value in (("content", shown.content), ("embeds", shown.embeds)):
        if value:
            words = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            raise invalid(f"{path}.{name}", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)


def _flags(body: Json, base: Shown, path: str) -> Flag:
    if body.get("flags") is None:
        return base.flags & ~Flag.LOADING
    asked = Flag(int(body["flags"]))
    if asked & ~_SETTABLE:
        raise invalid(f"{path}.flags", "BASE_TYPE_BAD_FLAGS", "Flag value is invalid.")
    if base.flags & Flag.COMPONENTS_V2 & ~asked:
        words = "IS_COMPONENTS_V2 cannot be taken away"
        raise invalid(f"{path}.flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", words)
    return asked & ~(Flag.LOADING | Flag.EPHEMERAL)


def _content(world: World, body: Json, base: Shown, path: str) -> str:
    content = str(body["content"] or "") if "content" in body else base.content
    if len(content) > world.rules.content:
        raise too_long(f"{path}.content", world.rules.content)
    return content


def _attachments(
    world: World, call: Call, body: Json, channel: Channel, base: Shown, size_limit: int, path: str
) -> tuple[Attachment, ...]:
    """The list says what stays and what comes; without one, all stays and all that is sent comes."""
    if len(call.uploads) > world.rules.files:
        raise Refusal(400, 30015, f"Maximum number of attachments reached ({world.rules.files})")
    if any(len(upload.data) > size_limit for upload in call.uploads.values()):
        raise too_large()
    listed = body.get("attachments")
    if listed is None:
        kept, named = list(base.attachments), [{"id": number} for number in call.uploads]
        if "attachments" in body:
            kept = []
    else:
        kept, named = [], listed
    old = {attachment.id: attachment for attachment in base.attachments}
    for place, one in enumerate(named):
        kept.append(_attachment(world, call, channel, old, one, f"{path}.attachments.{place}"))
    if len(kept) > world.rules.files:
        raise Refusal(400, 30015, f"Maximum number of attachments reached ({world.rules.files})")
    return tuple(kept)


def _attachment(
    world: World, call: Call, channel: Channel, old: dict[str, Attachment], one: Json, path: str
) -> Attachment:
    number = str(one.get("id", ""))
    if number in old:
        return replace(old[number], description=str(one.get("description") or old[number].description))
    upload: Upload | None = call.uploads.get(number)
    if upload is None:
        raise invalid(f"{path}.id", "ATTACHMENT_NOT_FOUND", f'Referenced attachment "{number}" was not found.')
    description = str(one.get("description") or "")
    return world.cdn.keep(channel.id, str(one.get("filename") or upload.name), upload.data, description=description)


def _check_empty(shown: Shown) -> None:
    if not (shown.content or shown.embeds or shown.components or shown.attachments):
        raise Refusal(400, 50006, "Cannot send an empty message")


def edit(world: World, call: Call, body: Json, message: Message, *, size_limit: int, path: str = "") -> None:
    """A message shows something else from now on."""
    shown = compose(world, call, body, message.channel, before=message.now, size_limit=size_limit, path=path)
    replaced = {one.path for one in message.now.attachments} - {one.path for one in shown.attachments}
    message.turn(shown)
    message.edited = world.clock()
    if not world.rules.remembers:
        del message.history[:-1]
        for gone in replaced:
            del world.cdn.files[gone]
