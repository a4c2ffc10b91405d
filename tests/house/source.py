"""The modules of the program as syntax trees: what they define, and which of the others they import."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True)
class Module:
    """One file of the program. `name`: dotted; a package has its own, without `__init__`."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def package(self) -> str:
        """Two names deep at most: `bot.jobs`, `adapters.telegram`; modules that stand alone belong to `bot`."""
        parts = self.name.split(".")
        inside = self.path.name == "__init__.py" or len(parts) > 2
        return ".".join(parts[:2]) if inside else parts[0]

    @property
    def functions(self) -> Sequence[Function]:
        """Functions and methods, those inside others, too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    @property
    def public(self) -> Iterator[Definition]:
        """Functions and classes at the top, and their methods, but for names that begin with an underscore."""
        for node in self.tree.body:
            if isinstance(node, Definition) and not node.name.startswith("_"):
                yield node
                if isinstance(node, ast.ClassDef):
                    yield from (
                        one for one in node.body if isinstance(one, Function) and not one.name.startswith("_")
                    )

    @property
    def constants(self) -> Sequence[str]:
        """Names in capitals that the module gives a value."""
        targets = [
            target
            for node in self.tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        ]
        names = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
        return [one.id for one in names if isinstance(one, ast.Name) and one.id.isupper()]

    def imports(self, known: set[str], *, later: bool = False) -> set[str]:
        """The modules of ours that are imported with this one, or also `later`: inside functions."""
        found: set[str] = set()
        for node in ast.walk(self.tree) if later else top_level(self.tree.body):
            if isinstance(node, ast.Import):
                found |= {nearest(alias.name, known) for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {nearest(f"{node.module}.{alias.name}", known) for alias in node.names}
        return found - {"", self.name}


def top_level(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """What runs when a module is imported; what only type checkers read does not."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        for part in ("body", "orelse", "handlers", "finalbody"):
            if isinstance(node, ast.If | ast.Try | ast.With):
                yield from top_level(getattr(node, part, []))


def nearest(name: str, known: set[str]) -> str:
    """The module that a dotted name is, or is defined in; empty when it is none of ours."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


def read_modules(root: Path = ROOT) -> Sequence[Module]:
    """All modules of the program, by name."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found.append(Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found
