"""Handles what people ask for that orders nothing from the image service."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import Commands
from bot.domain.buttons import ButtonRequest, DeleteRequest, Deliver, GiftRequest, JobRequest, Take
from bot.domain.chat_request import (
    Adjust,
    CancelJobs,
    ChatRequest,
    ChooseRegion,
    FindTasks,
    FormRequest,
    Help,
    History,
    OpenPage,
    PaintRegion,
    Recall,
    Welcome,
)
from bot.domain.chat_settings import ChatSettings
from bot.domain.command import ListedCommand
from bot.domain.errors import UserError
from bot.domain.incoming import ButtonPress, CommandCall, Origin
from bot.handlers.cancelling import CancelHandler
from bot.handlers.chat_settings import OWN_PANEL, SETTINGS_PANEL, ChatSettingsHandler
from bot.handlers.confirmations import Confirmations
from bot.handlers.deleting import DeleteHandler
from bot.handlers.forms import FormHandler, FormOpener
from bot.handlers.operators import OperatorHandler
from bot.handlers.regions import RegionHandler
from bot.handlers.replier import Replier
from bot.handlers.results import ResultHandler, history_panel
from bot.handlers.talking import TalkHandler
from bot.panels import help_card, welcome_card

__all__ = [
    "CancelHandler",
    "ChatSettingsHandler",
    "Confirmations",
    "DeleteHandler",
    "FormHandler",
    "FormOpener",
    "Handlers",
    "OperatorHandler",
    "RegionHandler",
    "Replier",
    "ResultHandler",
    "TalkHandler",
]


HELP_PANEL = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlers:
    commands: Commands
    replier: Replier
    settings_handler: ChatSettingsHandler
    result_handler: ResultHandler
    cancel_handler: CancelHandler
    confirmations: Confirmations
    delete_handler: DeleteHandler
    form_handler: FormHandler
    operator_handler: OperatorHandler
    region_handler: RegionHandler
    talk_handler: TalkHandler

    async def handle(
        self, request: ChatRequest | ButtonRequest, event: CommandCall | ButtonPress, chat_settings: ChatSettings
    ) -> None:
        """`chat_settings` of the place. Raises UserError when it cannot be."""
        panel = await self.check_press(request, event, chat_settings)
        if isinstance(request, GiftRequest):
            await self.result_handler.give_result(request, event)
        elif isinstance(request, ChooseRegion | PaintRegion | OpenPage):
            await self.region_handler.handle(request, event)
        elif isinstance(request, Take):
            await self.result_handler.swap_take(request, event, chat_settings)
        elif isinstance(request, JobRequest | CancelJobs):
            await self.cancel_handler.handle(request, event)
        elif isinstance(request, FormRequest | DeleteRequest):
            if isinstance(event, ButtonPress):  # no command asks for it
                await self.handle_press(request, event, chat_settings)
        elif isinstance(request, FindTasks | Deliver):
            await self.operator_handler.handle(request, event)
        else:
            await self.answer(request, event, chat_settings, panel)

    async def handle_press(
        self, request: FormRequest | DeleteRequest, press: ButtonPress, chat_settings: ChatSettings
    ) -> None:
        """What only buttons ask for. Raises UserError."""
        if isinstance(request, DeleteRequest):
            await self.delete_handler.handle(request, press)
        else:
            await self.form_handler.handle(request, press, chat_settings)

    async def check_press(
        self, request: ChatRequest | ButtonRequest, event: CommandCall | ButtonPress, chat_settings: ChatSettings
    ) -> str:
        """Which panel's button it is; empty for most. Raises UserError for whom it is not."""
        if isinstance(request, GiftRequest | ChooseRegion | Take):
            await self.settings_handler.may_press(event.origin, chat_settings, request.message, request.task)
        if isinstance(request, History | Adjust) and isinstance(event, ButtonPress):
            return await self.check_panel(event, request)
        return ""

    async def answer(
        self,
        request: Help | Welcome | History | Recall | Adjust,
        event: CommandCall | ButtonPress,
        chat_settings: ChatSettings,
        panel: str = "",
    ) -> None:
        """`panel`: whose button was pressed. Raises UserError."""
        origin = event.origin
        match request:
            case Help() | Welcome():
                language, words = origin.person.language, self.settings_handler.words_of(origin, chat_settings)
                by_option = isinstance(event, CommandCall) and event.by_option
                talks = await self.settings_handler.talks(origin, chat_settings)
                off = self.confirmations.talk_off(origin) if talks else ""
                menu = [*self.commands.menu(language), *self.own_commands(origin)]
                told = help_card(menu, language, words, off=off, by_option=by_option)
                card = told if isinstance(request, Help) else welcome_card(language, words)
                await self.replier.reply(origin, card, event.key, HELP_PANEL)
            case History():
                await self.result_handler.show_history(request, event)
            case Recall():
                await self.result_handler.show_again(request, event)
            case Adjust():
                await self.settings_handler.handle(request, event, panel)

    def own_commands(self, origin: Origin) -> Sequence[ListedCommand]:
        """What this person alone has, where nobody else reads it."""
        if origin.person.id not in self.commands.operators:
            return ()
        alone = origin.private or self.result_handler.capabilities_at(origin).answers_privately
        return self.commands.operator_menu(origin.person.language) if alone else ()

    async def check_panel(self, press: ButtonPress, request: History | Adjust) -> str:
        """What these buttons do replaces the message, so it must be that very panel: returns it. Raises UserError.

        What is written on a button comes from the client, and so does the name of the message.
        """
        own = (history_panel(request.whose),) if isinstance(request, History) else (SETTINGS_PANEL, OWN_PANEL)
        panel = await self.result_handler.results.panel_of(press.message)
        if panel not in own:
            raise UserError("button-unknown")
        return panel
