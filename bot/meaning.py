"""What a command means, and whether words without one are meant for us at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands import Commands, find_command, takes_prompt
from bot.domain.chat_request import ChatRequest
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import Forgotten, UserError
from bot.domain.incoming import CommandCall
from bot.domain.order import Order, typed_prompt
from bot.domain.plain_words import PlainWords, Reading, read_plain_words
from bot.domain.prompt import BadPrompt, extend_prompt, read_named
from bot.domain.subject import Naming, Result, Sent, name_pictures
from bot.handlers import ChatSettingsHandler, Confirmations, TalkHandler
from bot.ports import ResultIndex, Throttle

FORWARDED_NOTICE_S = 300  # in which a place is told once


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`commands` say what is meant, the others whether it is."""

    commands: Commands
    settings_handler: ChatSettingsHandler
    confirmations: Confirmations
    talk_handler: TalkHandler
    throttle: Throttle
    results: ResultIndex

    async def resolve_prompt(self, call: CommandCall) -> CommandCall:
        """With the prompt of the picture whose code stands in its place. Raises UserError when it has none."""
        named = read_named(call.text) if takes_prompt(call.name) else None
        if named is None:
            return call
        job = await self.results.job_by(named.code)
        takes_pictures = find_command(call.name, operator=self.commands.is_operator(call)).pictures
        more, sources = name_pictures(named.more, Naming.ANYWHERE if takes_pictures else Naming.NOWHERE)
        if job is None or job.outcome is None:
            if named.certain:
                others = [one.subject.code for one in sources if isinstance(one.subject, Result)]
                raise Forgotten("code-unknown", name=named.code, others=others)
            return call
        prompt = typed_prompt(job.order)
        if not prompt:
            raise UserError("code-no-prompt", name=named.code)
        return replace(call, text=extend_prompt(prompt, more, self.commands.rules))

    def read_call(self, call: CommandCall, pictures: Sequence[Sent | Result] | None = None) -> Order | ChatRequest:
        """What a command asks for, before its pictures have addresses; `pictures` as in Commands. UserError."""
        return self.commands.read_call(call, pictures)

    async def read_named(self, call: CommandCall) -> Order | ChatRequest:
        """The same, also when its prompt is only named. Raises UserError."""
        return self.read_call(await self.resolve_prompt(call))

    async def take(self, call: CommandCall, chat_settings: ChatSettings) -> CommandCall | None:
        """What it is to be carried out as; None: nothing, or it is asked about. Raises UserError."""
        taken = await self.talk_handler.take(call, chat_settings)
        return taken if taken is not None and await self.is_meant(taken, chat_settings) else None

    async def is_meant(self, call: CommandCall, chat_settings: ChatSettings) -> bool:
        """Whether it is to be carried out; what could be meant otherwise is asked about. Raises UserError."""
        reading = await self.read_words(call, chat_settings) if call.plain else Reading.PAINT
        if reading is Reading.IGNORE:
            return False
        if reading is Reading.FORWARDED:
            if await self.throttle.once(f"forwarded:{call.origin.place.key}", FORWARDED_NOTICE_S):
                raise UserError("words-forwarded")
            return False
        if call.unusable:
            raise UserError("file-unusable")
        if reading is Reading.ASK:
            self.check_call(call)
            await self.confirmations.ask_about_words(call)
            return False
        return True

    async def read_words(self, call: CommandCall, chat_settings: ChatSettings) -> Reading:
        """How words without a command are to be taken."""
        return read_plain_words(
            call.text,
            choice=self.settings_handler.words_of(call.origin, chat_settings) or PlainWords.IGNORE,
            pictures=len(call.attachments or call.quoted),
            forwarded=call.forwarded,
            first=not await self.confirmations.pending.asked(call.origin.person.id),
        )

    def check_call(self, call: CommandCall) -> None:
        """Raises UserError for what cannot be painted anyway; a link alone is said so when it is to be."""
        try:
            self.read_call(call)
        except BadPrompt as error:
            if error.code != "lone_url" or call.attachments or call.quoted:
                raise
