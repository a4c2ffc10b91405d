"""People who order pictures in three chats at once, and what each of them saw when."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.chat import Chat
from tests.fakes.telegram.driver import Telegram
from tests.fakes.telegram.room import Message, Shown
from tests.fakes.waiting import wait_until

PATIENCE = 400.0  # seconds after an order until its picture must be there


@dataclass(frozen=True, slots=True)
class Order:
    """Of one `person`; `chat` is what the report calls the place, `asked` their message."""

    chat: str
    prompt: str
    person: str
    asked: Message

    @property
    def message(self) -> Message | None:
        """What the bot made of it."""
        mine = (message for message in written(self.asked.room.messages) if message.reply_to is self.asked)
        return next(mine, None)

    @property
    def done(self) -> bool:
        message = self.message
        return message is not None and finished(message.now)

    def seen(self) -> dict[str, Any]:
        """`ordered`, `texts`, `previews` and `final`: moments in unix seconds."""
        history = self.message.history if self.message else []
        return {
            "chat": self.chat,
            "prompt": self.prompt,
            "person": self.person,
            "ordered": self.asked.now.at,
            "texts": [
                *(shown.at for shown in history if shown.kind == "text"),
                *(draft["at"] for draft in self.asked.room.drafts),
            ],
            "previews": [shown.at for shown in history if shown.kind == "photo" and not finished(shown)],
            "final": next((shown.at for shown in history if finished(shown)), None),
        }


def written(messages: dict[int, Message]) -> list[Message]:
    """By the bot."""
    return [message for message in messages.values() if message.sender is not None and message.sender.bot]


def finished(shown: Shown) -> bool:
    """A picture with buttons of its own, whatever else stands below it."""
    return shown.kind == "photo" and any("U1" in label for row in shown.labels for label in row)


def orders(telegram: Telegram, chat: Chat, name: str, people: int, plan: str) -> list[Order]:
    """Each person of a chat orders a picture; `plan` is what the measuring service reads from the prompt."""
    made = []
    for n, person in enumerate([telegram.world.people[number] for number in chat.room.members][:people]):
        prompt = f"a cat of {name} {n} {plan}"
        made.append(Order(name, prompt, person.name, chat.says(person, f"/imagine {prompt}")))
    return made


async def crowd(telegram: Telegram, plan: str, many: int) -> dict[str, Any]:
    """A private chat and a group with one job each, and a group with `many`, all at once."""
    people = [telegram.person(f"P{n}") for n in range(many)]
    chats = {
        "private": telegram.private(people[0]),
        "group": telegram.group("Quiet", people[-1]),
        "crowd": telegram.group("Crowded", *people),
    }
    made = [order for name, chat in chats.items() for order in orders(telegram, chat, name, many, plan)]
    await wait_until(lambda: all(order.done for order in made), "all pictures are there", PATIENCE)
    return {
        "orders": [order.seen() for order in made],
        "boards": {name: boards(chat) for name, chat in chats.items()},
        "calls": {name: dict(Counter(one.method for one in telegram.calls(chat=it))) for name, it in chats.items()},
        "refused": {name: telegram.refused(it) for name, it in chats.items()},
    }


def boards(chat: Chat) -> list[tuple[float, str]]:
    """When a status message that is nobody's own was shown anew, and what it said."""
    return [
        (shown.at, shown.text)
        for message in written(chat.room.messages)
        if message.reply_to is None
        for shown in message.history
    ]
