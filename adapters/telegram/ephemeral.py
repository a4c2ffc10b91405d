"""Messages that one person of a group sees alone (Bot API 10.2), which python-telegram-bot does not know yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, Message

from bot.domain.ids import MessageRef

Keyboard = InlineKeyboardMarkup | None
EPHEMERAL_MARK = "alone"  # before the two numbers, where others have one
# UTF-16 units: the server takes no more in an edit, though more in a message (tdlib/telegram-bot-api, issue 881).
ALONE_EDIT_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """`number`: its own among those of `receiver`, since it has none in the chat; it may come again."""

    chat: int
    receiver: int
    number: int

    @classmethod
    def parse(cls, message: MessageRef) -> "Ephemeral | None":
        mark, *numbers = message.message.split("-")
        return cls(int(message.chat), int(numbers[0]), int(numbers[1])) if mark == EPHEMERAL_MARK else None

    @property
    def name(self) -> str:
        """As a MessageRef has it."""
        return f"{EPHEMERAL_MARK}-{self.receiver}-{self.number}"

    @property
    def fields(self) -> dict[str, Any]:
        """By which its methods find it."""
        return {
            "chat_id": self.chat,
            "receiver_user_id": self.receiver,
            "ephemeral_message_id": self.number,
        }


def message_name(message: Mapping[str, Any], receiver: int) -> str:
    """Of a message as Telegram wrote it in a press by `receiver`, as a MessageRef has it."""
    number = message.get("ephemeral_message_id")
    return str(message["message_id"]) if number is None else Ephemeral(0, receiver, number).name


async def send_alone(
    bot: Bot, receiver: int, press: str, words: Mapping[str, Any], where: Mapping[str, Any]
) -> tuple[Message, Ephemeral | None]:
    """To whoever pressed a moment ago. A server that is older sends it to everybody, and names no such message.

    `words` and `where`: fields of the request.
    """
    alone = {"receiver_user_id": receiver, "callback_query_id": press}
    sent = await bot.send_message(**words, **where, api_kwargs={"ephemeral_message_parameters": alone})
    number = sent.api_kwargs.get("ephemeral_message_id")
    return sent, None if number is None else Ephemeral(sent.chat_id, receiver, number)


async def edit_alone(bot: Bot, shown: Ephemeral, words: Mapping[str, Any], keyboard: Keyboard) -> None:
    """Its words and its buttons."""
    fields = shown.fields | dict(words) | {"reply_markup": keyboard}
    await bot.do_api_request("editEphemeralMessageText", api_kwargs=fields)


async def relabel_alone(bot: Bot, shown: Ephemeral, keyboard: Keyboard) -> None:
    """Its buttons alone."""
    fields = shown.fields | {"reply_markup": keyboard}
    await bot.do_api_request("editEphemeralMessageReplyMarkup", api_kwargs=fields)


async def delete_alone(bot: Bot, shown: Ephemeral) -> None:
    """For whoever sees it."""
    await bot.do_api_request("deleteEphemeralMessage", api_kwargs=shown.fields)
