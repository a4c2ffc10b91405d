"""Finds what an operator has set and nobody reads: misspelt names, lines of `.env` that set nothing, open files.

What is shown of any of it is a name: the rest of a line may be a secret.
"""

import re
import stat
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from bot.environment import ENV_FILE, PREFIX, Models, lines_in_file, names_here, names_in_file, sets_name

ASSIGNMENT = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z0-9_]+)\s*(?P<equals>=?)")
FOR_OTHERS = stat.S_IROTH | stat.S_IWOTH
SURE_NAME = re.compile(r"[A-Z_]{1,40}")  # no setting has a digit in its name, and every token has
LIMIT_LIKENESS = 0.85  # from which on a name is taken for a limit that was misspelt


def unread_names(models: Models) -> Sequence[str]:
    """Variables with our prefix that mean nothing, each with the nearest one that does, and lines that set none."""
    told = {*dict(old_names(models)), *dict(unread_limits(models))}
    return [
        *(
            explain_stranger(name, models)
            for name in sorted({*names_here(), *names_in_file()})
            if name.upper().startswith(PREFIX) and not is_known(name, models) and name not in told
        ),
        *limit_faults(models),
        *bare_tokens(models),
        *line_faults(models),
    ]


def start_faults(models: Models) -> Sequence[str]:
    """What must not be started with: a line of `.env` that sets nothing, or a limit that is not read.

    Whoever misspells who may use the bot has it open to everybody, and pays for what they order.
    """
    return [*line_faults(models), *limit_faults(models)]


def limit_faults(models: Models) -> Sequence[str]:
    """Limits that are not read, and whatever goes by another name now."""
    old = [f"{full_name(name)} is not read: its name is {new} now" for name, new in old_names(models)]
    near = unread_limits(models)
    return [*old, *(f"{shown_name(name, models)} is not read; did you mean {meant}?" for name, meant in near)]


def old_names(models: Models) -> Iterator[tuple[str, str]]:
    """Names that were ours once, as typed, and what they are today."""
    today = {old: new for model in models for old, new in model.new_names().items()}
    return ((name, today[full_name(name)]) for name in names_for_us() if full_name(name) in today)


def unread_limits(models: Models) -> Iterator[tuple[str, str]]:
    """Names that look like those of limits and are none, as typed, and what each looks like."""
    known, written = known_names(models), names_in_file()
    limits = {name for model in models for name in model.limit_names()}
    old = dict(old_names(models))
    for name in names_for_us():
        if is_known(name, models) or name in old:
            continue
        full = full_name(name)
        near = get_close_matches(full, known, n=1, cutoff=LIMIT_LIKENESS)
        if near and near[0] in limits and not (full in known and full in written):
            yield name, near[0]


def names_for_us() -> Sequence[str]:
    """Names that are set, as typed: with our prefix, and in `.env`, where all are ours, also without it."""
    written = names_in_file()
    ours = [name for name in names_here() if name.upper().replace("-", "_").startswith(PREFIX)]
    return sorted({*ours, *written})


def full_name(name: str) -> str:
    """As it would be with our prefix, in our letters."""
    plain = name.upper().replace("-", "_")
    return plain if plain.startswith(PREFIX) else PREFIX + plain


def bare_tokens(models: Models) -> Sequence[str]:
    """Tokens that are set without our prefix while the one with it is not: they are never read."""
    here = {name.upper() for name in names_here()}
    written = {name.upper() for name in names_in_file()}
    tokens = [name.removeprefix(PREFIX) for name in known_names(models) if name.endswith("_TOKEN")]
    # In the environment others of these names may be meant for other programs.
    bare = [name for name in tokens if name in written or (name in here and name.startswith("ACEDATA"))]
    bare = [name for name in bare if PREFIX + name not in here | written]
    return [f"{name} is not read: its name is {PREFIX}{name}" for name in bare]


def names_set(names: Collection[str]) -> Sequence[str]:
    """Those of these variables that are set, here or in `.env`."""
    return sorted({*names} & {name.upper() for name in (*names_here(), *names_in_file())})


def known_names(models: Models) -> Sequence[str]:
    """Of all variables that mean something, with our prefix."""
    return [name for model in models for name in model.env_names()]


def is_known(name: str, models: Models) -> bool:
    """Whether a variable means something, in any case."""
    return name.upper() in known_names(models)


def explain_stranger(name: str, models: Models) -> str:
    own = [full.removeprefix(PREFIX) for full in known_names(models)]  # what all begin with makes none alike
    near = get_close_matches(name.upper().removeprefix(PREFIX), own, n=1)
    return f"{shown_name(name, models)} is not a setting" + (f"; did you mean {PREFIX}{near[0]}?" if near else "")


def shown_name(name: str, models: Models) -> str:
    """The name, if it is surely one: a token may have been typed right behind it."""
    if is_known(name, models):
        return name.upper()
    begun = [secret for secret in secret_names(models) if name.upper().startswith(secret)]
    return f"{begun[0]}…" if begun else name if SURE_NAME.fullmatch(name) else f"{PREFIX}…"


def secret_names(models: Models) -> Sequence[str]:
    return [name for model in models for name in model.secret_names()]


def line_faults(models: Models) -> Sequence[str]:
    """What is wrong with lines of `.env` that set nothing."""
    return [
        explain_line(line.original.line, line.original.string, models)
        for line in lines_in_file()
        if not sets_name(line) and (line.error or (line.key or "").upper().startswith(PREFIX))
    ]


def explain_line(number: int, line: str, models: Models) -> str:
    """What is wrong with a line that sets nothing; of the line itself only a sure name is shown."""
    found = ASSIGNMENT.search(line)
    ours = found and found["name"].upper().startswith(PREFIX)
    name = shown_name(found["name"], models) if found and ours else "a setting"
    if found and found["equals"]:
        return f"{ENV_FILE}, line {number}: {name} is not set: a quote is not closed, or more follows behind one"
    return f"{ENV_FILE}, line {number}: {name} is not set: write NAME=value, with an equals sign"


def env_file_findings(models: Models) -> Sequence[str]:
    """What is wrong with `.env` as a file: it is none, or others on this computer may read the secrets in it."""
    try:
        mode = Path(ENV_FILE).stat().st_mode
    except OSError:
        return []
    if stat.S_ISDIR(mode):  # which Docker makes where it is to mount a file that is not there
        return [f"{ENV_FILE} is a folder, so nothing is read from it: put a file in its place"]
    secret = {*secret_names(models)} & {name.upper() for name in names_in_file()}
    if not secret or not mode & FOR_OTHERS:
        return []
    return [f"{ENV_FILE} can be read or changed by every user of this computer: chmod o-rwx {ENV_FILE}"]
