"""The menu of commands beside the text box: in each language, for private chats, groups and their admins."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from adapters.telegram.inbound import TELEGRAM
from adapters.telegram.refusal import to_delivery_error
from bot.domain.command import ListedCommand
from bot.domain.errors import StoreError
from bot.ports import AdapterState

log = structlog.get_logger()

FALLBACK_LANGUAGE = "en"  # for whom there is no menu in their own language
MENU_STATE = "menu"
OPERATORS_STATE = "operators"  # whose own menu has been set
FOR_ALL: tuple[BotCommandScope, ...] = (BotCommandScopeAllPrivateChats(), BotCommandScopeAllChatAdministrators())
ALL_SCOPES: tuple[BotCommandScope, ...] = (*FOR_ALL, BotCommandScopeAllGroupChats())


@dataclass(frozen=True, slots=True)
class Menu:
    """One list of commands, for one kind of chat and one language (None: all that have none of their own)."""

    scope: BotCommandScope
    code: str | None
    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Menus:
    """`commands` gives the menu in a language; it is set when it has changed.

    The users `operators`, by their numbers, have `operator_commands` beside it, in their own chat with the bot.
    """

    bot: Bot
    commands: Callable[[str], Sequence[ListedCommand]]
    languages: Sequence[str]
    state: AdapterState
    operators: Sequence[int] = ()
    operator_commands: Callable[[str], Sequence[ListedCommand]] = lambda _language: ()

    async def offer(self) -> None:
        """Without menus everything works all the same."""
        await self.offer_all()
        try:
            former = (await self.state.load(TELEGRAM, OPERATORS_STATE) or "").split()
            await self.state.save(TELEGRAM, OPERATORS_STATE, " ".join(map(str, self.operators)))
        except StoreError as error:
            log.warning("telegram.menu_failed", error=str(error))
            return
        for user in sorted({*map(int, former), *self.operators}):
            await self.offer_operator(user)

    async def offer_operator(self, user: int) -> None:
        """At every start, since Telegram has no such chat before they open it; who is none now loses theirs."""
        try:
            for menu in self.in_languages(BotCommandScopeChat(user)):
                if user in self.operators:
                    await self.set_menu(menu)
                else:
                    await self.bot.delete_my_commands(menu.scope, menu.code)
        except TelegramError as error:
            log.warning("telegram.operator_menu_failed", user=user, error=str(to_delivery_error(error)))

    async def set_menu(self, menu: Menu) -> None:
        """Raises TelegramError."""
        listed = [BotCommand(*command) for command in menu.commands]
        await self.bot.set_my_commands(listed, menu.scope, menu.code)

    async def offer_all(self) -> None:
        """When they have changed."""
        menus = list(self.all())
        digest = hashlib.sha256(repr((self.bot.id, menus)).encode()).hexdigest()
        try:
            if await self.state.load(TELEGRAM, MENU_STATE) == digest:
                return
            for menu in menus:
                await self.set_menu(menu)
            await self.state.save(TELEGRAM, MENU_STATE, digest)
        except TelegramError as error:
            log.warning("telegram.menu_failed", error=str(to_delivery_error(error)))
        except StoreError as error:
            log.warning("telegram.menu_failed", error=str(error))

    def all(self) -> Iterator[Menu]:
        for scope in ALL_SCOPES:
            yield from self.in_languages(scope)

    def in_languages(self, scope: BotCommandScope) -> Iterator[Menu]:
        yield Menu(scope, None, self.listed(FALLBACK_LANGUAGE, scope))
        for language in self.languages:
            # Telegram takes two letters of ISO 639-1. Who has another language sees those without a code.
            yield Menu(scope, language.split("-", maxsplit=1)[0], self.listed(language, scope))

    def listed(self, language: str, scope: BotCommandScope) -> tuple[tuple[str, str], ...]:
        own = isinstance(scope, BotCommandScopeChat)
        every = [*self.commands(language), *(self.operator_commands(language) if own else ())]
        return tuple(
            (one.command.name, one.summary)
            for one in every
            if own or scope in FOR_ALL or not one.command.for_admins
        )
