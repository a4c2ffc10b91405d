"""Plain words: taken as an edit of the picture that they answer, as a prompt, asked about, or told why not."""

from dataclasses import dataclass, replace

from bot.commands import Commands
from bot.domain.chat_settings import ChatSettings
from bot.domain.errors import UserError
from bot.domain.ids import MessageRef
from bot.domain.incoming import CommandCall, Origin
from bot.domain.job import Job
from bot.domain.plain_words import PlainWords, Reading, read_plain_words
from bot.domain.prompt import BadPrompt
from bot.domain.talk import TALK_COMMAND, Heard, Shown, Talk, read_talk, shown_at
from bot.handlers.chat_settings import ON, TALK, ChatSettingsHandler
from bot.handlers.confirmations import Confirmations, about_result
from bot.ports import ResultIndex, Throttle

OFF_NOTICE_S = 300  # in which a place is told once
FORWARDED_NOTICE_S = 300  # the same


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkHandler:
    commands: Commands
    results: ResultIndex
    throttle: Throttle
    settings_handler: ChatSettingsHandler
    confirmations: Confirmations

    def hears(self, call: CommandCall, chat_settings: ChatSettings) -> bool:
        """Whether words among people may be for us, as far as it can be seen at once."""
        return call.reply_to is not None and (
            call.named or self.settings_handler.may_talk(call.origin, chat_settings)
        )

    async def find_answered(self, call: CommandCall) -> tuple[Job | None, Shown, int]:
        """The work of ours that plain words answer, what is seen of it, and the part if it is one. UserError."""
        if not call.plain or call.reply_to is None:
            return None, Shown.NOTHING, 0
        job = await self.results.job_of(call.reply_to)
        if job is None and call.quoted and call.origin.private:
            raise UserError("talk-lost")  # a new picture, made from that one, would be paid for
        shown = shown_at(job, call.reply_to)
        part = await self.confirmations.part_at(call.reply_to) if shown is Shown.SHEET else 0
        return job, Shown.PICTURE if part else shown, part

    async def take(self, call: CommandCall, chat_settings: ChatSettings) -> CommandCall | None:
        """What a command is to be carried out as; None: nothing, or it is asked about. Raises UserError."""
        taken = await self.take_answer(call, chat_settings)
        return taken if taken is not None and await self.is_meant(taken, chat_settings) else None

    # --- words that answer a picture -----------------------------------------------------------------

    async def take_answer(self, call: CommandCall, chat_settings: ChatSettings) -> CommandCall | None:
        """The edit that words are, or themselves where they answer nothing that we made; None: all is done.

        Raises UserError for what cannot be, as pressing a button of the picture would.
        """
        job, shown, part = await self.find_answered(call)
        if job is None or call.reply_to is None:
            return call
        match await self.judge(call, shown, chat_settings):
            case Talk.NONE:
                return call
            case Talk.IGNORE:
                return None
            case Talk.OFF:
                await self.tell_off(call, chat_settings)
                return None
            case Talk.REFUSE:
                raise UserError(f"talk-{shown}", name=job.code)
            case Talk.ASK | Talk.EDIT as talk:
                said = replace(call, name=TALK_COMMAND)
                edit = about_result(said, job, part)
                await self.check(edit, job, call.reply_to, chat_settings)
                if talk is Talk.EDIT:
                    return replace(edit, plain=False)
                await (self.ask_part(said, job) if shown is Shown.SHEET else self.ask(edit))
                return None

    async def tell_off(self, call: CommandCall, chat_settings: ChatSettings) -> None:
        """Raises UserError: among people once for each place, unless it was the person who wanted it so."""
        if call.origin.private:
            raise UserError("talk-off-own", command=self.talk_on(call.origin))
        theirs = self.settings_handler.may_talk(call.origin, chat_settings)
        if not theirs and await self.throttle.once(f"talk-off:{call.origin.place.key}", OFF_NOTICE_S):
            raise UserError("talk-off", command=self.talk_on(call.origin))

    def talk_on(self, origin: Origin) -> str:
        """What to type so that words that answer a picture change it."""
        return self.settings_handler.replier.setting_usage(origin, TALK, ON)

    async def judge(self, call: CommandCall, shown: Shown, chat_settings: ChatSettings) -> Talk:
        """What is to be done with words that answer this."""
        origin = call.origin
        among = Heard.NAMED if call.named else Heard.AMONG
        return read_talk(
            call.text,
            shown,
            on=await self.settings_handler.talks(origin, chat_settings),
            choice=self.settings_handler.words_of(origin, chat_settings) or PlainWords.ASK,
            heard=Heard.ALONE if origin.private else among,
            first=not await self.confirmations.pending.knows_talk(origin.person.id),
        )

    async def check(self, edit: CommandCall, job: Job, message: MessageRef, chat_settings: ChatSettings) -> None:
        """Before anything is asked or ordered; `message` shows the job. Raises UserError."""
        await self.settings_handler.may_press(edit.origin, chat_settings, message)
        if edit.attachments or edit.unusable:  # one picture is changed, and that is the one that is answered
            raise UserError("talk-pictures", name=job.code)
        self.commands.read_call(edit)

    async def ask(self, edit: CommandCall) -> None:
        """Whether it is meant. Raises UserError when too much is on its way to them."""
        await self.confirmations.ask_about_words(edit, asked=False)

    async def ask_part(self, said: CommandCall, job: Job) -> None:
        """Which of the four is meant. Raises UserError as above."""
        knows = await self.confirmations.pending.knows_talk(said.origin.person.id)
        await self.confirmations.ask_for_part(said, job, told=not knows)

    # --- words that answer nothing -------------------------------------------------------------------

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
            self.commands.read_call(call)
        except BadPrompt as error:
            if error.code != "lone_url" or call.attachments or call.quoted:
                raise
