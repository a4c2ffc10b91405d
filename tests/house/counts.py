"""Figures of the house that tell whether it can be lived in: sizes, names, cycles, docstrings."""

import ast
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from statistics import median
from typing import Any

from tests.house.source import Definition, Module

SMALL_LINES, LONG_LINES = 40, 40  # of a file, of a function


def count_house(modules: Sequence[Module]) -> Mapping[str, Any]:
    """One object, to be written as JSON; shares are of 1."""
    return {
        "modules": len(modules),
        "modules_per_package": dict(sorted(Counter(module.package for module in modules).items())),
        "median_lines": median(module.lines for module in modules),
        "small_files": [module.name for module in modules if is_small(module)],
        "one_word_names": round(one_word_share(modules), 3),
        "shared_constants": shared_constants(modules),
        "import_cycle": import_cycle(modules),
        "long_functions": [f"{module.name}:{name}" for module in modules for name in long_functions(module)],
        "public_docstrings": round(docstring_share(modules), 3),
    }


def is_small(module: Module) -> bool:
    """Of those that hold something: a package's `__init__` may be a line that says what it is."""
    return module.lines <= SMALL_LINES and any(isinstance(node, Definition) for node in module.tree.body)


def long_functions(module: Module) -> Sequence[str]:
    """Those of more than LONG_LINES, from `def` to the last one, blank lines and docstring included."""
    return [one.name for one in module.functions if (one.end_lineno or 0) - one.lineno + 1 > LONG_LINES]


def one_word_share(modules: Sequence[Module]) -> float:
    """Of the names of functions and methods, but for those that Python calls itself."""
    names = [one.name.strip("_") for module in modules for one in module.functions if not is_dunder(one.name)]
    return sum("_" not in name for name in names) / len(names)


def is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def shared_constants(modules: Sequence[Module]) -> Mapping[str, Sequence[str]]:
    """Constants that stand in more than one module, each with a meaning of its own."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        for name in module.constants:
            places[name].append(module.name)
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def import_cycle(modules: Sequence[Module]) -> Sequence[str]:
    """Modules that import each other in a ring, if there are any."""
    known = {module.name for module in modules}
    try:
        TopologicalSorter({module.name: module.imports(known) for module in modules}).prepare()
    except CycleError as error:
        ring: Sequence[str] = error.args[1]
        return ring
    return []


def docstring_share(modules: Sequence[Module]) -> float:
    """Of public functions, classes and methods; what overrides has its docstring where it is declared."""
    found = [one for module in modules for one in module.public if not is_override(one)]
    return sum(ast.get_docstring(one) is not None for one in found) / len(found)


def is_override(one: Definition) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "override" for mark in one.decorator_list)
