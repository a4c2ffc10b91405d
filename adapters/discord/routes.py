"""The paths of Discord's REST API that are used here. Pure."""

from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Route:
    """One call. `path` stands behind the API's address; that of an interaction has its token in it.

    `name` says which it is, for logs and metrics, of which there are never more than of these functions.
    `authorized`: it is made by the bot's token. `channel`: whose messages it changes by that, or empty.
    """

    method: str
    path: str = field(repr=False)
    name: str
    authorized: bool = True
    channel: str = ""


def joined(*parts: str) -> str:
    """The path of these parts, with nothing in them that could lead elsewhere."""
    return "".join(f"/{quote(part, safe='@')}" for part in parts)


# --- by the token of an interaction (interactions/receiving-and-responding) ----------------------------


def callback(interaction: str, token: str) -> Route:
    """The first answer."""
    return Route("POST", joined("interactions", interaction, token, "callback"), "callback", authorized=False)


def original(method: str, application: str, token: str) -> Route:
    """GET, PATCH or DELETE the message of the first answer."""
    path = joined("webhooks", application, token, "messages", "@original")
    return Route(method, path, f"original-{method.lower()}", authorized=False)


def follow_up(application: str, token: str) -> Route:
    """One more message; the first after a deferred answer becomes that answer."""
    return Route("POST", joined("webhooks", application, token), "follow-up", authorized=False)


def follow_up_message(method: str, application: str, token: str, message: str) -> Route:
    """PATCH or DELETE a message of the interaction."""
    path = joined("webhooks", application, token, "messages", message)
    return Route(method, path, f"follow-up-{method.lower()}", authorized=False)


# --- by the bot's token: messages (resources/message) --------------------------------------------------


def new_message(channel: str) -> Route:
    return Route("POST", joined("channels", channel, "messages"), "message-post", channel=channel)


def message(method: str, channel: str, name: str) -> Route:
    """GET, PATCH or DELETE one message."""
    path = joined("channels", channel, "messages", name)
    return Route(method, path, f"message-{method.lower()}", channel=channel if method == "PATCH" else "")


def private_channel() -> Route:
    """The conversation with the person whose id is its `recipient_id`, opened if there is none (resources/user)."""
    return Route("POST", "/users/@me/channels", "dm-open")


# --- by the bot's token: what there is -----------------------------------------------------------------


def own_application() -> Route:
    """What the developer portal shows (resources/application)."""
    return Route("GET", "/applications/@me", "application-get")


def own_user() -> Route:
    return Route("GET", "/users/@me", "user")


def gateway() -> Route:
    """Its address, the shards and the sessions that may still be started today (events/gateway)."""
    return Route("GET", "/gateway/bot", "gateway")


def commands(method: str, application: str) -> Route:
    """GET or PUT all global commands, in all languages (interactions/application-commands)."""
    query = "?with_localizations=true" if method == "GET" else ""
    return Route(method, joined("applications", application, "commands") + query, f"commands-{method.lower()}")


def guild_commands(application: str, guild: str) -> Route:
    return Route("GET", joined("applications", application, "guilds", guild, "commands"), "guild-commands")


def channel(name: str) -> Route:
    return Route("GET", joined("channels", name), "channel")


def guild(name: str) -> Route:
    return Route("GET", joined("guilds", name), "guild")


def guild_channels(name: str) -> Route:
    """All of them, threads left out, also those that we may not see."""
    return Route("GET", joined("guilds", name, "channels"), "channels")


def guild_roles(name: str) -> Route:
    return Route("GET", joined("guilds", name, "roles"), "roles")


def guild_member(name: str, user: str) -> Route:
    return Route("GET", joined("guilds", name, "members", user), "member")


def own_guilds() -> Route:
    """Up to 200 servers that the bot is in."""
    return Route("GET", "/users/@me/guilds", "guilds")


def own_membership(guild_name: str) -> Route:
    """DELETE it: the bot leaves."""
    return Route("DELETE", joined("users", "@me", "guilds", guild_name), "leave")
