"""Who may use the bot at all."""

from dataclasses import dataclass

from bot.domain.incoming import Origin


@dataclass(frozen=True, slots=True)
class AccessList:
    """Chats and people by `Place.key` and `Person.id`; everybody when both are empty. `leave` other groups."""

    chats: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    leave: bool = False

    def admits(self, origin: Origin) -> bool:
        return not (self.chats or self.users) or self.knows(origin.place.key) or origin.person.id in self.users

    def knows(self, place: str) -> bool:
        return place in self.chats
