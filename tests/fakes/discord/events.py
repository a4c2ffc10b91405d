"""What the bot is told of what people do, as INTERACTION_CREATE, and of what they write, as MESSAGE_CREATE."""

from tests.fakes.discord import showing
from tests.fakes.discord.interaction import Interaction, Kind
from tests.fakes.discord.message import Attachment, Json, Message
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.places import DM, Channel, Person
from tests.fakes.discord.world import World

GUILD, BOT_DM, PRIVATE = 0, 1, 2
GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 9, 1 << 12  # intents


def happen(
    world: World,
    kind: Kind,
    person: Person,
    channel: Channel,
    data: Json,
    *,
    pressed: Message | None = None,
    asked: Interaction | None = None,
) -> Interaction:
    """A person did something; every session of the shard is told."""
    owners = pressed.interaction.owners if pressed and pressed.interaction else owned_by(person, channel)
    number, token = world.ids.make(), world.new_token()
    limit = max(person.file_limit, channel.server.file_limit if channel.server else 0)
    one = Interaction(number, token, kind, person, channel, world.clock(), owners, limit, pressed, asked)
    one.payload = _payload(world, one, data)
    world.interactions[one.id] = world.by_token[token] = one
    world.judge.event(one.payload)
    tell(world, one, one.payload)
    return one


def tell(world: World, one: Interaction, payload: Json) -> None:
    if world.app.endpoint is not None:
        return  # they are posted there, and nowhere else
    server = one.channel.server
    world.gateway.tell("INTERACTION_CREATE", payload, server.id if server and server.installed else None)


def write(world: World, message: Message) -> None:
    """A message is there: who asked for such events is told, without the words of what is not for the bot."""
    channel, server = message.channel, message.channel.server
    told = showing.message(world, message)
    if message.reply_to is not None:
        where = {"guild_id": server.id} if server else {}
        told["message_reference"] = {
            "type": 0,
            "message_id": message.reply_to.id,
            "channel_id": channel.id,
            **where,
        }
        told["referenced_message"] = None if message.reply_to.deleted else showing.message(world, message.reply_to)
    world.judge.message(told)
    if server is not None:
        member = server.members[message.author.id].show()
        told |= {"guild_id": server.id, "member": {name: one for name, one in member.items() if name != "user"}}
        if world.bot.id not in message.now.pings.people:
            told |= {"content": "", "attachments": [], "embeds": [], "components": []}
    elif channel.kind != DM:
        return  # the bot is not there
    world.gateway.tell(
        "MESSAGE_CREATE", told, server.id if server else None, GUILD_MESSAGES if server else DIRECT_MESSAGES
    )


def owned_by(person: Person, channel: Channel) -> dict[str, str]:
    """By what the app is here: "0" is the server (or the app's own DM), "1" the person."""
    if channel.server is not None and channel.server.installed:
        return {"0": channel.server.id}
    if channel.kind == DM:
        return {"0": "0"}
    return {"1": person.id}


def context(channel: Channel) -> int:
    if channel.server is not None:
        return GUILD
    return BOT_DM if channel.kind == DM else PRIVATE


def _payload(world: World, one: Interaction, data: Json) -> Json:
    channel, server = one.channel, one.channel.server
    payload: Json = {
        "id": one.id,
        "application_id": world.app.id,
        "type": int(one.kind),
        "data": data,
        "token": one.token,
        "version": 1,
        "channel_id": channel.id,
        "channel": channel.show(),
        "app_permissions": str(int(allowed(one))),
        "locale": one.person.language,
        "entitlements": [],
        "authorizing_integration_owners": one.owners,
        "context": context(channel),
        "attachment_size_limit": one.size_limit,
    }
    if server is None:
        payload["user"] = one.person.show()
    else:
        member = server.members[one.person.id]
        permissions = {"permissions": str(int(server.rights(one.person)))}
        guild = {"id": server.id, "locale": server.language, "features": []}
        payload |= {"member": member.show() | permissions, "guild_id": server.id, "guild": guild}
        payload["guild_locale"] = server.language
    if one.pressed is not None:
        payload["message"] = showing.message(world, one.pressed)
    return payload


def allowed(one: Interaction) -> Permission:
    """What the app may do there: its own rights, or those of the person who brought it along."""
    server = one.channel.server
    if server is None or (server.installed and server.bot):
        return one.channel.allowed()
    return server.rights(one.person) & ~one.channel.denied


def resolve(world: World, attachments: list[Attachment]) -> Json:
    shown = {one.id: world.cdn.show(one) for one in attachments}
    return {"attachments": shown} if shown else {}
