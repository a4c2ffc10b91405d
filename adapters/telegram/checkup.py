"""Looks whether all is well at Telegram, for the operator: changes nothing there."""

from collections.abc import Sequence

from telegram import Bot, BotCommandScopeAllPrivateChats, User
from telegram.error import InvalidToken, TelegramError

from adapters.telegram.refusal import to_delivery_error
from adapters.telegram.rights import missing_words
from bot.domain.finding import Finding

CHECK_NAME = "telegram"
REFUSED_ADVICE = "CHATELIER_TELEGRAM_TOKEN is not accepted: get it again from @BotFather"
BOT_API_UNREACHED = (
    "it is not reached, or fails: look at this machine's network, and at CHATELIER_TELEGRAM_PROXY and "
    "CHATELIER_TELEGRAM_API_URL where they are set"
)
HOOKED_ADVICE = "Telegram: a webhook is set by another program; this bot takes it away to poll, so stop one"


async def examine(bot: Bot, hook: str, place: str) -> Sequence[Finding]:
    """`hook`: where we want to be called, empty when we poll. `place`: a chat to look at, by number or `@name`."""
    try:
        me = await bot.get_me()
        found = [*self_portrait(me), *await check_updates(bot, hook), *await check_menu(bot)]
        return [*found, await check_chat(bot, place)] if place else found
    except InvalidToken:
        return [Finding.fail(CHECK_NAME, f"Telegram: {REFUSED_ADVICE}")]
    except TelegramError as error:
        return [
            Finding.fail(CHECK_NAME, f"Telegram: {BOT_API_UNREACHED} ({to_delivery_error(error)})", passing=True)
        ]


def self_portrait(me: User) -> Sequence[Finding]:
    reads = (
        "privacy mode is off: it is sent all of a group's talk, and needs none of it"
        if me.can_read_all_group_messages
        else "privacy mode is on, as it should be: it hears commands only"
    )
    inline = (
        "inline mode is on: pictures can be sent to any chat"
        if me.supports_inline_queries
        else "inline mode is off, so pictures cannot be sent to other chats: /setinline at @BotFather turns it on"
    )
    return [
        Finding.ok(CHECK_NAME, f"Telegram: @{me.username}; talk to it at https://t.me/{me.username}"),
        Finding.ok(CHECK_NAME, f"Telegram: {reads}"),
        Finding.ok(CHECK_NAME, f"Telegram: {inline}"),
    ]


async def check_updates(bot: Bot, hook: str) -> Sequence[Finding]:
    info = await bot.get_webhook_info()
    if info.url and not hook:
        return [Finding.fail(CHECK_NAME, HOOKED_ADVICE)]
    if hook and info.url != hook:
        return [Finding.ok(CHECK_NAME, f"Telegram: the webhook is not set yet; `chatelier run` sets it to {hook}")]
    if info.last_error_message:
        return [Finding.fail(CHECK_NAME, f"Telegram: cannot call the webhook: {info.last_error_message}")]
    way = f"calls {hook}, {info.pending_update_count} updates wait" if hook else "is asked for updates"
    return [Finding.ok(CHECK_NAME, f"Telegram: {way}")]


async def check_menu(bot: Bot) -> Sequence[Finding]:
    listed = await bot.get_my_commands(BotCommandScopeAllPrivateChats())
    said = f"the menu has {len(listed)} commands" if listed else "the menu is not set yet; `chatelier run` sets it"
    return [Finding.ok(CHECK_NAME, f"Telegram: {said}")]


async def check_chat(bot: Bot, place: str) -> Finding:
    """What we may do in a chat."""
    try:
        found = await bot.get_chat(place if place.startswith("@") else int(place))
        lacking = missing_words(found, await bot.get_chat_member(found.id, bot.id))
    except InvalidToken:
        raise
    except (TelegramError, ValueError) as error:
        why = to_delivery_error(error) if isinstance(error, TelegramError) else "a number or @name is needed"
        return Finding.fail(CHECK_NAME, f"Telegram: {place} is not known to the bot ({why}): add it there")
    title = found.title or found.full_name or place
    if lacking:
        return Finding.fail(CHECK_NAME, f"Telegram: in {title} the bot is not allowed {', '.join(lacking)}")
    return Finding.ok(CHECK_NAME, f"Telegram: in {title} ({found.id}) the bot may do all it needs")
