"""/settings: how a place wants things done, and the language of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.domain.card import Card
from bot.domain.chat_request import Adjust
from bot.domain.chat_settings import SETTING_FIELDS, ChatSettings, OwnSettings, Pressers, Translation
from bot.domain.errors import DeliveryError, UserError
from bot.domain.ids import NO_TASK, MessageRef, Place, TaskId
from bot.domain.incoming import ButtonPress, CommandCall, Origin
from bot.domain.job import Job
from bot.domain.order import Imagine, Order, translated_order
from bot.domain.plain_words import PlainWords
from bot.handlers.pressing import check_presser, is_theirs, may_decide
from bot.handlers.replier import Replier
from bot.i18n import languages
from bot.panels import language_card, settings_card
from bot.ports import AdminAware, Platform, Preferences, ResultIndex

log = structlog.get_logger()

ON, OFF = "on", "off"
SWITCH_VALUES = {ON: True, OFF: False}
AUTO_LANGUAGE = "auto"
SETTING_VALUES: Mapping[str, Sequence[str]] = {
    "language": [AUTO_LANGUAGE, *sorted(languages())],
    "previews": list(SWITCH_VALUES),
    "press": list(Pressers),
    "spoiler": list(SWITCH_VALUES),
    "gallery": [OFF],  # or any channel
    "words": list(PlainWords),
    "translate": list(Translation),
    "talk": list(SWITCH_VALUES),
}
SETTINGS_PANEL = "settings"  # of a place, for whoever may change them there
OWN_PANEL = "own-settings"  # in a place of others: whoever presses chooses for themselves alone
TRANSLATE = "translate"  # a person's own wherever they are
TALK = "talk"  # a person's own and, among people, the place's
OWN_ANYWHERE = frozenset({"", "language", TRANSLATE, TALK})  # for who may decide nothing there
FOR_ONE = frozenset({"language", "previews", TRANSLATE, TALK})  # what makes sense where nobody else is
FOR_WORDS = FOR_ONE | {"words"}  # and where all that is said is said to us
VALUES_FOR_OTHERS = frozenset(SETTING_VALUES) - {"words"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettingsHandler:
    preferences: Preferences
    results: ResultIndex
    platforms: Mapping[str, Platform]
    replier: Replier
    words: PlainWords = PlainWords.ASK  # where the person has not chosen

    def words_of(self, origin: Origin, chat_settings: ChatSettings) -> PlainWords | None:
        """What words without a command do here; None where they are not heard."""
        return (chat_settings.words or self.words) if self.hears_words(origin) else None

    def hears_words(self, origin: Origin) -> bool:
        return origin.private and self.platforms[origin.place.platform].capabilities_at(origin).hears_words

    async def talks(self, origin: Origin, chat_settings: ChatSettings) -> bool:
        """Whether words of this person that answer a picture here change it."""
        return self.may_talk(origin, chat_settings) and (await self.preferences.own(origin.person.id)).talk

    def may_talk(self, origin: Origin, chat_settings: ChatSettings) -> bool:
        """Whether anybody's do. Among people an admin has to want it: they talk about pictures."""
        return chat_settings.talk or self.is_personal(origin)

    async def localized(self, origin: Origin) -> tuple[Origin, ChatSettings]:
        """With the language that counts here, and how this place has it."""
        chat_settings, chosen = await self.preferences.chosen(origin.place, origin.person.id)
        return localized_origin(origin, chat_settings, chosen), chat_settings

    async def may_press(
        self, origin: Origin, chat_settings: ChatSettings, message: MessageRef, task_id: TaskId = NO_TASK
    ) -> None:
        """Raises UserError when this place has it otherwise. `task_id`: what the button names."""
        platform = self.platforms[origin.place.platform]
        await check_presser(self.results, platform, origin, chat_settings, message, task_id)

    async def is_theirs(self, job: Job, origin: Origin) -> bool:
        """Whether this person ordered it, or the place itself did, for which they speak. Raises UserError."""
        return await is_theirs(self.platforms[origin.place.platform], job, origin)

    def is_personal(self, origin: Origin) -> bool:
        """Whether what is chosen here is a person's own affair."""
        return origin.private or not isinstance(self.platforms[origin.place.platform], AdminAware)

    async def may_decide(self, origin: Origin) -> bool:
        """Whether they may decide for this place. Raises UserError when it cannot be known."""
        return await may_decide(self.platforms[origin.place.platform], origin)

    async def handle(self, request: Adjust, event: CommandCall | ButtonPress, panel: str = "") -> None:
        """`panel`: whose button was pressed. Raises UserError."""
        origin, name, value = event.origin, request.name, request.value.strip()
        if await self.is_own_affair(origin, name, panel):
            card, panel = await self.own_card(origin, name, value), OWN_PANEL
        else:
            if name and (value or name != "language"):
                await self.change_setting(origin, name, value)
            card, panel = await self.panel_card(name, value, origin), SETTINGS_PANEL
        if isinstance(event, ButtonPress):
            await self.replier.replace_panel(event, card, panel)
        else:
            await self.replier.reply(origin, card, event.key, panel)

    async def is_own_affair(self, origin: Origin, name: str, panel: str) -> bool:
        """Whether it is about one person among others. Raises UserError when they may not decide for all."""
        if self.is_personal(origin):
            return False
        if name == TRANSLATE and panel != SETTINGS_PANEL:
            return True
        if panel != OWN_PANEL and await self.may_decide(origin):
            return False
        if panel == SETTINGS_PANEL or name not in OWN_ANYWHERE:
            raise UserError("only-admins")
        return True

    async def own_card(self, origin: Origin, name: str, value: str) -> Card:
        """What they have for all places, such as their language; after it was changed, if there is a value."""
        if name in {TRANSLATE, TALK} or value:
            await self.change_own(origin, name, value)
        told, _ = await self.localized(origin)
        return language_card(told.person.language, await self.preferences.own(origin.person.id))

    async def change_own(self, origin: Origin, name: str, value: str) -> None:
        """What they have wherever they are. Raises UserError for what cannot be chosen."""
        if name == TRANSLATE:
            await self.set_translation(origin, value)
        elif name == TALK:
            await self.preferences.set_talk(origin.person.id, on=switch_value(name, value))
        else:
            await self.preferences.set_language(origin.person.id, language_tag(value))

    async def set_translation(self, origin: Origin, value: str) -> None:
        """Raises UserError for what cannot be chosen."""
        if value.lower() not in tuple(Translation):
            raise impossible_value(TRANSLATE, value)
        await self.preferences.set_translation(origin.person.id, Translation(value.lower()))

    async def with_translation(self, order: Order, origin: Origin) -> Order:
        """The order with its words taken as this person wants that."""
        if not isinstance(order, Imagine) or order.translated:
            return order
        return translated_order(order, await self.preferences.translation(origin.person.id))

    async def panel_card(self, name: str, value: str, before: Origin) -> Card:
        origin, _ = await self.localized(before)
        chat_settings, _ = await self.preferences.chosen(origin.place, origin.person.id)
        own = await self.preferences.own(origin.person.id)
        if name == "language" and not value:
            chosen = own if self.is_personal(origin) else OwnSettings(chat_settings.language)
            return language_card(origin.person.language, chosen, all_of_it=False)
        platform = self.platforms[origin.place.platform]
        example = platform.chat_example if isinstance(platform, AdminAware) else ""
        return settings_card(
            chat_settings,
            own,
            origin.person.language,
            private=self.is_personal(origin),
            words=self.words_of(origin, chat_settings),
            gallery=await self.title_of(chat_settings.gallery) if chat_settings.gallery is not None else "",
            choose=self.replier.setting_usage(origin, "gallery", example),
        )

    async def title_of(self, place: Place) -> str:
        """What people call it; as it is kept where that cannot be known."""
        platform: object = self.platforms.get(place.platform)
        try:
            return await platform.title_of(place) if isinstance(platform, AdminAware) else place.chat
        except DeliveryError as error:
            log.info("place.not_named", place=place.key, error=str(error))
            return place.chat

    async def change_setting(self, origin: Origin, name: str, value: str) -> None:
        """Raises UserError for what is not possible."""
        possible = self.possible_names(origin)
        if name not in possible:
            raise UserError("setting-unknown", name=name[:40], possible=", ".join(possible))
        if name == TRANSLATE or (name in {"language", TALK} and self.is_personal(origin)):
            await self.change_own(origin, name, value)
            return
        await self.preferences.change(
            origin.place, SETTING_FIELDS[name], await self.read_value(origin, name, value)
        )

    def possible_names(self, origin: Origin) -> Sequence[str]:
        alone = FOR_WORDS if self.hears_words(origin) else FOR_ONE
        here = alone if self.is_personal(origin) else VALUES_FOR_OTHERS
        return [name for name in SETTING_VALUES if name in here]

    async def read_value(self, origin: Origin, name: str, value: str) -> object:
        """The value of a field of ChatSettings as somebody typed it. Raises UserError."""
        low = value.lower()
        match name:
            case "language":
                return language_tag(value)
            case "press" if low in list(Pressers):
                return Pressers(low)
            case "words" if low in list(PlainWords):
                return PlainWords(low)
            case "previews" | "spoiler" | "talk":
                return switch_value(name, value)
            case "gallery":
                return None if low == OFF else await self.find_gallery(origin, value)
            case _:
                raise impossible_value(name, value)

    async def find_gallery(self, origin: Origin, name: str) -> Place:
        """A channel where this person decides, too: nobody fills somebody else's. Raises UserError."""
        platform = self.platforms[origin.place.platform]
        if not isinstance(platform, AdminAware):
            raise UserError("not-offered")
        if not name:
            raise impossible_value("gallery", name, platform.chat_example)
        place = await platform.find_chat(name, origin)
        if not await self.may_decide(replace(origin, place=place, private=False)):
            raise UserError("gallery-not-yours")
        return place


def localized_origin(origin: Origin, chat_settings: ChatSettings, chosen: str) -> Origin:
    """With the language that counts here: the client's, unless the person chose one, or the place has one."""
    language = local_language(origin, chat_settings, chosen)
    return replace(origin, person=replace(origin.person, language=language))


def local_language(origin: Origin, chat_settings: ChatSettings, chosen: str) -> str:
    """The language that counts for somebody in a place; `chosen`: the one that they chose."""
    return ("" if origin.private else chat_settings.language) or chosen or origin.person.language


def language_tag(value: str) -> str:
    """A language of ours, or empty for each person's own. Raises UserError."""
    known = {name.lower(): name for name in languages()}
    if value.lower() == AUTO_LANGUAGE:
        return ""
    if value.lower() not in known:
        raise impossible_value("language", value)
    return known[value.lower()]


def switch_value(name: str, value: str) -> bool:
    """Raises UserError for what is neither on nor off."""
    if value.lower() not in SWITCH_VALUES:
        raise impossible_value(name, value)
    return SWITCH_VALUES[value.lower()]


def impossible_value(name: str, value: str, *examples: str) -> UserError:
    possible = ", ".join([*examples, *SETTING_VALUES[name]])
    return UserError("setting-impossible", name=name, value=value[:40] or "-", possible=possible)
