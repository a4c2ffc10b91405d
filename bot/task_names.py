"""Finds tasks of the image service by whatever people have of them: an id, a trace id, a code."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import TaskId, read_code
from bot.domain.recalled import Recalled
from bot.ports import Painter


async def find_named(painter: Painter, names: Sequence[str]) -> Mapping[str, Recalled]:
    """By name, in the order given; those that the service does not know are missing. Raises ServiceError.

    What is no code may be an id or a trace id, which look alike.
    """
    codes = {name: code for name in names if (code := read_code(name))}
    plain = [name for name in names if name not in codes]
    by_code = await painter.recall_codes({*codes.values()}) if codes else {}
    by_id = await painter.recall([TaskId(name) for name in plain])
    by_trace = await painter.recall_traces([name for name in plain if name not in by_id])
    found = {name: by_code[code] for name, code in codes.items() if code in by_code} | {**by_id} | {**by_trace}
    return {name: found[name] for name in names if name in found}
