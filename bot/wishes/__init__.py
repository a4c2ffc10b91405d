"""Grants what people ask for that orders nothing from the image service."""

from dataclasses import dataclass

from bot.commands import Commands
from bot.domain.buttons import ButtonRequest, GiftRequest, JobRequest
from bot.domain.chat_request import Adjust, CancelJobs, ChatRequest, Help, History, Recall
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import UserError
from bot.domain.incoming import ButtonPress, CommandCall
from bot.panels import help_card
from bot.wishes.asking import Asking
from bot.wishes.cancelling import Cancelling
from bot.wishes.options import SETTINGS_PANEL, Options
from bot.wishes.pictures import Pictures, history_panel
from bot.wishes.voice import Voice

__all__ = ["Asking", "Cancelling", "Options", "Pictures", "Voice", "Wishes"]


@dataclass(frozen=True, slots=True)
class Wishes:
    commands: Commands
    voice: Voice
    options: Options
    pictures: Pictures
    cancelling: Cancelling
    asking: Asking

    async def grant(
        self, request: ChatRequest | ButtonRequest, event: CommandCall | ButtonPress, chat_settings: ChatSettings
    ) -> None:
        """`chat_settings` of the place. UserError when it cannot be."""
        origin = event.origin
        if isinstance(request, History | Adjust) and isinstance(event, ButtonPress):
            await self.check_panel(event, request)
        if isinstance(request, GiftRequest):
            await self.options.may_press(origin, chat_settings, request.message)
            await self.pictures.give(request, event)
        elif isinstance(request, JobRequest | CancelJobs):
            await self.cancelling.grant(request, event)
        else:
            await self.answer(request, event, chat_settings)

    async def answer(
        self,
        request: Help | History | Recall | Adjust,
        event: CommandCall | ButtonPress,
        chat_settings: ChatSettings,
    ) -> None:
        """UserError."""
        origin = event.origin
        match request:
            case Help():
                menu, words = (
                    self.commands.menu(origin.person.language),
                    self.options.words_of(origin, chat_settings),
                )
                await self.voice.say(origin, help_card(menu, origin.person.language, words), event.key)
            case History():
                await self.pictures.history(request, event)
            case Recall():
                await self.pictures.recall(request, event)
            case Adjust():
                await self.options.adjust(request, event)

    async def check_panel(self, press: ButtonPress, request: History | Adjust) -> None:
        """What these buttons do replaces the message, so it must be that very panel. UserError.

        What is written on a button comes from the client, and so does the name of the message.
        """
        panel = history_panel(request.whose) if isinstance(request, History) else SETTINGS_PANEL
        if await self.pictures.gallery.panel_of(press.message) != panel:
            raise UserError("button-unknown")
