"""/settings: how a place wants things done, and the language of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.card import Card
from bot.domain.errors import DeliveryError, UserError
from bot.domain.ids import Place
from bot.domain.incoming import ButtonPress, CommandCall, Origin, Person
from bot.domain.manners import Manners, Pressers
from bot.domain.wish import Adjust
from bot.i18n import languages
from bot.panels import language_card, settings_card
from bot.ports import Governed, Platform, Preferences
from bot.wishes.voice import Voice

SWITCHES = {"on": True, "off": False}
AUTO = "auto"
# Also what people may type instead of our names.
SYNONYMS = {"press": "pressers", "buttons": "pressers", "lang": "language", "previews": "quiet"}
POSSIBLE = {
    "language": ", ".join([AUTO, *sorted(languages())]),
    "quiet": "on, off",
    "spoiler": "on, off",
    "pressers": ", ".join(Pressers),
    "gallery": "@channel, off",
}
FOR_ONE = frozenset({"language", "quiet"})  # what makes sense where nobody else is


@dataclass(frozen=True, slots=True)
class Options:
    preferences: Preferences
    platforms: Mapping[str, Platform]
    voice: Voice

    async def localized(self, origin: Origin) -> Origin:
        """With the language that counts here: the client's, unless the person chose one, or the place has one."""
        chosen = await self.preferences.language(origin.person.id)
        here = "" if origin.private else (await self.preferences.manners(origin.place)).language
        language = here or chosen or origin.person.language
        return replace(origin, person=replace(origin.person, language=language))

    async def may_press(self, origin: Origin, requester: Person | None) -> None:
        """UserError when this place has it otherwise."""
        pressers = (await self.preferences.manners(origin.place)).pressers
        if origin.private or pressers is Pressers.EVERYONE:
            return
        if pressers is Pressers.REQUESTER:
            if requester is not None and requester.id != origin.person.id:
                raise UserError("not-yours", name=requester.name)
        elif not await self.governs(origin):
            raise UserError("only-admins")

    def personal(self, origin: Origin) -> bool:
        """Whether what is chosen here is a person's own affair."""
        return origin.private or not isinstance(self.platforms[origin.place.platform], Governed)

    async def governs(self, origin: Origin) -> bool:
        """Whether they may decide for this place. UserError when it cannot be known."""
        platform = self.platforms[origin.place.platform]
        if origin.private:
            return True
        if not isinstance(platform, Governed):
            return False
        try:
            return await platform.governs(origin.person, origin.place)
        except DeliveryError:
            raise UserError("rights-unknown") from None

    async def adjust(self, wish: Adjust, event: CommandCall | ButtonPress) -> None:
        """UserError."""
        origin = event.origin
        if not self.personal(origin) and not await self.governs(origin):
            raise UserError("only-admins")
        name, value = SYNONYMS.get(wish.name, wish.name), wish.value.strip()
        if name and (value or name != "language"):
            inverted = wish.name == "previews"
            await self.change(origin, name, opposite(value) if inverted else value)
        card = await self.panel(name, value, await self.localized(origin))
        if isinstance(event, ButtonPress):
            await self.voice.replace(event, card)
        else:
            await self.voice.say(origin, card, event.key)

    async def panel(self, name: str, value: str, origin: Origin) -> Card:
        if name == "language" and not value:
            return language_card(origin.person.language)
        manners, own = (
            await self.preferences.manners(origin.place),
            await self.preferences.language(origin.person.id),
        )
        return settings_card(manners, own, origin.person.language, private=self.personal(origin))

    async def change(self, origin: Origin, name: str, value: str) -> None:
        """UserError for what is not possible."""
        if name not in POSSIBLE or (self.personal(origin) and name not in FOR_ONE):
            possible = sorted(FOR_ONE if self.personal(origin) else POSSIBLE)
            raise UserError("setting-unknown", name=name[:40], possible=", ".join(possible))
        if name == "language" and self.personal(origin):
            await self.preferences.set_language(origin.person.id, tag(value))
            return
        manners = await self.preferences.manners(origin.place)
        await self.preferences.set_manners(origin.place, await self.changed(manners, origin, name, value))

    async def changed(self, manners: Manners, origin: Origin, name: str, value: str) -> Manners:
        low = value.lower()
        match name:
            case "language":
                return replace(manners, language=tag(value))
            case "pressers" if low in list(Pressers):
                return replace(manners, pressers=Pressers(low))
            case "quiet" if low in SWITCHES:
                return replace(manners, quiet=SWITCHES[low])
            case "spoiler" if low in SWITCHES:
                return replace(manners, spoiler=SWITCHES[low])
            case "gallery" if value:
                return replace(manners, gallery=None if low == "off" else await self.wall(origin, value))
            case _:
                raise impossible(name, value)

    async def wall(self, origin: Origin, name: str) -> Place:
        """A channel where this person decides, too: nobody fills somebody else's. UserError."""
        platform = self.platforms[origin.place.platform]
        if not isinstance(platform, Governed):
            raise UserError("no-gallery")
        place = await platform.locate(name)
        if not await self.governs(Origin(place, origin.person)):
            raise UserError("gallery-not-yours")
        return place


def tag(value: str) -> str:
    """A language of ours, or empty for each person's own. UserError."""
    known = {name.lower(): name for name in languages()}
    if value.lower() == AUTO:
        return ""
    if value.lower() not in known:
        raise impossible("language", value)
    return known[value.lower()]


def impossible(name: str, value: str) -> UserError:
    return UserError("setting-impossible", name=name, value=value[:40] or "-", possible=POSSIBLE[name])


def opposite(value: str) -> str:
    return {"on": "off", "off": "on"}.get(value.lower(), value)
