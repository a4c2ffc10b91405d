"""Who decides in a chat, and what we may do there."""

import asyncio
import re
from collections.abc import Collection, Sequence

from telegram import Bot, Chat, ChatFullInfo, ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.error import BadRequest, Forbidden, TelegramError

from adapters.telegram.inbound import TELEGRAM
from adapters.telegram.refusal import to_delivery_error
from bot.domain.characters import clean_name
from bot.domain.errors import Right, UserError
from bot.domain.ids import Place
from bot.domain.incoming import Person
from bot.ports import AdapterState

ADMIN_STATUSES = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})
# What Telegram calls our rights, and we call them to operators.
RIGHT_FIELDS = {
    Right.MESSAGES: "can_send_messages",
    Right.PHOTOS: "can_send_photos",
    Right.VIDEOS: "can_send_videos",
    Right.FILES: "can_send_documents",
}
RIGHT_WORDS = {
    Right.MESSAGES: "to send messages",
    Right.PHOTOS: "to send photos",
    Right.VIDEOS: "to send videos",
    Right.FILES: "to send files",
}
CHAT_LINK = re.compile(r"(?:@|(?:https://)?t\.me/)(\w{4,32})/?", re.ASCII | re.IGNORECASE)
TYPED_SHOWN = 40  # characters of what somebody typed
TITLED_MOST = 10  # chats of one title that are remembered
ADMIN_TTL_S = 60.0  # seconds that an admin is believed to be one: presses come by the dozen
ADMINS_MOST = 10_000  # remembered


class Rights:
    """Remembers for a moment who is an admin where; of others it asks each time, since they may have become one."""

    def __init__(self, bot: Bot, state: AdapterState) -> None:
        self.bot = bot
        self.state = state
        self.admins: dict[tuple[str, str], float] = {}

    async def is_admin(self, person: Person, place: Place) -> bool:
        """DeliveryError when Telegram cannot be asked."""
        number = person.id.removeprefix(f"{TELEGRAM}:")
        if number == place.chat:  # an admin who speaks as the group
            return True
        now = asyncio.get_running_loop().time()
        if now < self.admins.get((place.chat, number), float("-inf")):
            return True
        try:
            member = await self.bot.get_chat_member(int(place.chat), int(number))
        except (BadRequest, Forbidden):
            return False
        except TelegramError as error:
            raise to_delivery_error(error) from error
        if member.status not in ADMIN_STATUSES:
            return False
        if len(self.admins) >= ADMINS_MOST:
            self.admins.clear()
        self.admins[place.chat, number] = now + ADMIN_TTL_S
        return True

    async def find_chat(self, name: str) -> Place:
        """A channel or group where we may post, by its `@name`, its link, its number or its title. UserError."""
        try:
            chat = await self.bot.get_chat(chat_name(name) or await self.titled_chat(name))
            ours = await self.bot.get_chat_member(chat.id, self.bot.id)
        except (BadRequest, Forbidden, ValueError):
            raise UserError("gallery-not-found", name=name[:TYPED_SHOWN]) from None
        except TelegramError:
            raise UserError("rights-unknown") from None
        if chat.type == Chat.PRIVATE or missing_words(chat, ours):
            raise UserError("gallery-no-rights", name=name[:TYPED_SHOWN])
        return Place(TELEGRAM, str(chat.id))

    async def titled_chat(self, title: str) -> int:
        """Of those that we were added to, the only one of that title. Raises ValueError, UserError."""
        wanted = title_state(title)
        numbers = (await self.state.load(TELEGRAM, wanted)).split()
        found = [number for number in numbers if await self.is_titled(int(number), wanted)]
        if len(found) > 1:
            raise UserError("gallery-many", name=title[:TYPED_SHOWN])
        return int("".join(found))

    async def is_titled(self, number: int, wanted: str) -> bool:
        """Whether the chat is there and is called so still."""
        try:
            return title_state((await self.bot.get_chat(number)).title or "") == wanted
        except (BadRequest, Forbidden):
            return False

    async def note_title(self, number: int, title: str) -> None:
        """Telegram finds no chat by its title: those that we are told of are written down. Raises StoreError."""
        name = title_state(title)
        numbers = (await self.state.load(TELEGRAM, name)).split()
        if str(number) not in numbers:
            await self.state.save(TELEGRAM, name, " ".join([*numbers, str(number)][-TITLED_MOST:]))

    async def title_of(self, place: Place) -> str:
        """The `@name` of a chat, which leads there, or its title where it has none. Raises DeliveryError."""
        try:
            chat = await self.bot.get_chat(int(place.chat))
        except TelegramError as error:
            raise to_delivery_error(error) from error
        return f"@{chat.username}" if chat.username else clean_name(chat.title or place.chat)

    async def missing_rights(self, place: Place) -> Collection[Right]:
        """Asked afresh: whoever mended it wants to see that at once. Raises DeliveryError."""
        try:
            chat = await self.bot.get_chat(int(place.chat))
            return missing_rights_of(chat, await self.bot.get_chat_member(chat.id, self.bot.id))
        except TelegramError as error:
            raise to_delivery_error(error) from error


def chat_name(name: str) -> str | int:
    """As Telegram takes it: `@name`, or a number; empty for what may be a title."""
    if link := CHAT_LINK.fullmatch(name):
        return f"@{link[1]}"
    number = re.fullmatch(r"-?[0-9]{1,20}", name)
    return int(number[0]) if number else ""


def title_state(title: str) -> str:
    """Under which the chats of a title are kept; in whatever case, and with whatever blanks."""
    return f"title:{' '.join(title.casefold().split())}"


def missing_words(chat: ChatFullInfo, ours: ChatMember) -> Sequence[str]:
    """What the bot needs there and may not do, in words for operators."""
    if ours.status in {ChatMember.LEFT, ChatMember.BANNED}:
        return ["to be a member"]
    found = missing_rights_of(chat, ours)
    if chat.type == Chat.CHANNEL:
        return ["to post and edit messages (make it an admin of the channel)"] if found else []
    return [RIGHT_WORDS[right] for right in found]


def missing_rights_of(chat: ChatFullInfo, ours: ChatMember) -> Collection[Right]:
    """What the bot may not do there."""
    if ours.status in {ChatMember.LEFT, ChatMember.BANNED}:
        return tuple(Right) if chat.type != Chat.PRIVATE else ()
    if chat.type == Chat.CHANNEL:
        may = isinstance(ours, ChatMemberAdministrator) and ours.can_post_messages and ours.can_edit_messages
        return () if may else tuple(Right)
    if ours.status in ADMIN_STATUSES:
        return ()
    granted = ours if isinstance(ours, ChatMemberRestricted) else chat.permissions
    return [right for right, name in RIGHT_FIELDS.items() if granted and getattr(granted, name, True) is False]
