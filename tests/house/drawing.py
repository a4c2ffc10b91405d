"""The picture of the house in docs/architecture.md: its packages, drawn from what they import.

`python -m tests.house.drawing` writes it anew.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from tests.house.source import ROOT, Module, read_modules

DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by `make drawing`: begin -->\n", "<!-- drawn by `make drawing`: end -->"
Graph = Mapping[str, AbstractSet[str]]


def room_of(module: Module) -> str:
    """What is drawn as one box: a package, or a module that stands alone."""
    return module.name if module.package == "bot" and module.name != "bot" else module.package


def draw_rooms(modules: Sequence[Module]) -> Graph:
    """Which room imports which others."""
    rooms = {module.name: room_of(module) for module in modules if module.lines > 1}
    graph: dict[str, set[str]] = {room: set() for room in rooms.values()}
    for module in modules:
        room = rooms.get(module.name)
        if room is not None:
            graph[room] |= {rooms[name] for name in module.imports(set(rooms), later=True)} - {room}
    return graph


def reachable(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    ahead = set(graph[start])
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead |= graph[one]
    return found


def without_detours(graph: Graph) -> Graph:
    """Arrows that others stand for already are left out: who imports `jobs` has `domain` behind it."""
    return {
        room: {other for other in others if not any(other in reachable(graph, third) for third in others - {other})}
        for room, others in graph.items()
    }


def picture_text(graph: Graph) -> str:
    """As Mermaid draws it."""
    lines = ["```mermaid", "flowchart TD"]
    for room, others in sorted(without_detours(graph).items()):
        box = room.replace(".", "_")
        lines.append(f'    {box}["{room.replace(".", "/")}"]')
        lines += [f"    {box} --> {other.replace('.', '_')}" for other in sorted(others)]
    return "\n".join([*lines, "```", ""])


def drawn_document(document: str, picture: str) -> str:
    """The document with this picture. ValueError when it has no place for one."""
    head, begin, rest = document.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError("there is no place for the picture")
    return f"{head}{begin}{picture}{end}{tail}"


def write_picture(path: Path = DOCUMENT) -> None:
    picture = picture_text(draw_rooms(read_modules()))
    path.write_text(drawn_document(path.read_text("utf-8"), picture), "utf-8")


if __name__ == "__main__":
    write_picture()
