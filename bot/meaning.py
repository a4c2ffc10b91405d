"""What a command means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands import Commands, example_of, takes_prompt
from bot.domain.buttons import ShownResult, Verb, encode_payload
from bot.domain.chat_request import ChatRequest
from bot.domain.errors import Forgotten, UserError
from bot.domain.image import TextResult
from bot.domain.incoming import ButtonPress, CommandCall
from bot.domain.order import Order, typed_prompt
from bot.domain.prompt import extend_prompt, read_named
from bot.domain.subject import Naming, Result, Subject, name_pictures
from bot.ports import ResultIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`commands` say what is meant; `results` have the prompts that are only named."""

    commands: Commands
    results: ResultIndex

    async def resolve_prompt(self, call: CommandCall) -> CommandCall:
        """With the prompt of the picture whose code stands in its place. Raises UserError when it has none."""
        named = read_named(call.text) if takes_prompt(call.name) else None
        if named is None:
            return call
        job = await self.results.job_by(named.code)
        takes_pictures = self.commands.find_command(call.name, operator=self.commands.is_operator(call)).pictures
        more, sources = name_pictures(
            named.more, Naming.ANYWHERE if takes_pictures else Naming.NOWHERE, self.commands.rules
        )
        if job is None or job.outcome is None:
            if named.certain:
                others = [one.subject.code for one in sources if isinstance(one.subject, Result)]
                raise Forgotten("code-unknown", name=named.code, others=others)
            return call
        prompt = typed_prompt(job.order)
        if not prompt:
            raise UserError("code-no-prompt", name=named.code)
        return replace(call, text=extend_prompt(prompt, more, self.commands.rules))

    def read_example(self, name: str, language: str) -> Order:
        """What the example of a command orders. Raises UserError where there is none."""
        order = self.commands.read_command(name, example_of(name, language))
        if isinstance(order, ChatRequest):
            raise UserError("button-unknown")
        return order

    def read_call(self, call: CommandCall, answered: Subject | None = None) -> Order | ChatRequest:
        """What a command asks for, before its pictures have addresses; `answered` as in Commands. UserError."""
        return self.commands.read_call(call, answered)

    async def read_named(self, call: CommandCall) -> Order | ChatRequest:
        """The same, also when its prompt is only named. Raises UserError."""
        return self.read_call(await self.resolve_prompt(call))


def line_presses(press: ButtonPress, shown: ShownResult) -> Sequence[ButtonPress]:
    """One for each line of the text that was pressed, with a key of its own. Raises UserError.

    What comes of each stands by itself, and not where the press is answered, which is in one place.
    """
    text = shown.known_outcome
    if not isinstance(text, TextResult) or len(text.lines) < 2:  # noqa: PLR2004 - of one there is no "all"
        raise UserError("not-offered")
    beside = replace(press.origin, reply="")
    return [
        replace(press, key=f"{press.key}-line{n}", payload=encode_payload(Verb.LINE, str(n)), origin=beside)
        for n in range(len(text.lines))
    ]
