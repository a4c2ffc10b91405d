"""A prompt out of a line that the service wrote: what nobody knows here is left out of it, and named."""

from bot.domain.dashes import DASHES, TAIL
from bot.domain.flags import FlagRules
from bot.domain.prompt import BadPrompt, Prompt, parse_prompt

FLAG_FAULTS = frozenset({"unknown_flag", "bad_value", "missing_value", "conflict", "only_films", "no_use"})
LEFT_OUT_MOST = 10  # flags of a line


def pick_prompt(line: str, rules: FlagRules) -> tuple[Prompt, tuple[str, ...]]:
    """The prompt, and the flags that had to go. Raises BadPrompt when that is not enough."""
    words, left_out = line.split(), list[str]()
    while True:
        try:
            return parse_prompt(" ".join(words), rules), tuple(left_out)
        except BadPrompt as error:
            at = _find_flag(words, error, rules)
            if at is None or len(left_out) == LEFT_OUT_MOST:
                raise
            end = at + 1 + (words[at + 1 : at + 2] != [] and words[at + 1][0] not in DASHES)
            left_out.append(" ".join(words[at:end]))
            del words[at:end]


def _find_flag(words: list[str], error: BadPrompt, rules: FlagRules) -> int | None:
    """Where the flag stands that the error is about; None for another error."""
    if error.code not in FLAG_FAULTS:
        return None
    wanted = str(error.facts["flag"]).lstrip("-").partition(" ")[0]
    for at, word in enumerate(words):
        name = word.lstrip(DASHES).partition("=")[0].lower().rstrip(TAIL)
        if word[0] in DASHES and wanted in {name, rules.names.get(name)}:
            return at
    return None
