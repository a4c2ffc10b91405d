"""Puts the page's scripts and style sheets into one file each: a browser without HTTP/2 fetches six at a time.

On a slow line each six take as long as the way there and back, so that thirty small files took three seconds. The
files stay what they are, modules with names of their own; here each becomes a function that gives what it exports.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";$', re.MULTILINE)
EXPORT: Final = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
# Whatever else modules can do is not made a function here; none of ours does it.
LEFT_OVER: Final = re.compile(r"^(?:import|export|await|const \w+ = await)\b.*$|import\.meta", re.MULTILINE)
SHEET_LINK: Final = re.compile(r'\s*<link rel="stylesheet" href="/chat/([\w-]+\.css)" />')
ENTRY_SCRIPT: Final = re.compile(r'<script type="module" src="/chat/([\w-]+)\.js"></script>')


class BundleError(Exception):
    """A file that is written otherwise than this can read."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: plain and packed, and a digest of what is in it."""

    data: bytes
    packed: bytes
    digest: str
    mime: str

    @classmethod
    def of(cls, text: str, mime: str) -> "Asset":
        """Packed as well as can be: that is done once."""
        data = text.encode()
        return cls(data, gzip.compress(data, mtime=0), hashlib.sha256(data).hexdigest()[:16], mime)


def bundle_page(folder: Path) -> tuple[str, dict[str, Asset]]:
    """The page, and the files that it names, by their names. Raises BundleError."""
    page = (folder / "index.html").read_text("utf-8")
    sheets, entry = SHEET_LINK.findall(page), ENTRY_SCRIPT.search(page)
    if entry is None or not sheets:
        raise BundleError("index.html names no style sheets, or no module")
    style = "\n".join((folder / sheet).read_text("utf-8") for sheet in sheets)
    made = {
        "page.css": Asset.of(style, "text/css"),
        "page.js": Asset.of(join_modules(folder, entry[1]), "text/javascript"),
    }
    links = f'\n    <link rel="stylesheet" href="/chat/page.css?{made["page.css"].digest}" />'
    script = f'<script type="module" src="/chat/page.js?{made["page.js"].digest}"></script>'
    whole = SHEET_LINK.sub("", page).replace(entry[0], script + links, 1)
    return whole, made


def join_modules(folder: Path, entry: str) -> str:
    """All that a module needs, each before what needs it. Raises BundleError."""
    done: dict[str, str] = {}
    add_module(folder, entry, done, ())
    return "\n".join(done.values())


def add_module(folder: Path, name: str, done: dict[str, str], above: tuple[str, ...]) -> None:
    """Raises BundleError."""
    if name in above:
        raise BundleError(f"{name}.js needs itself: {', '.join(above)}")
    if name in done:
        return
    text = (folder / f"{name}.js").read_text("utf-8")
    for _, needed in IMPORT.findall(text):
        add_module(folder, needed, done, (*above, name))
    done[name] = wrap_module(name, text)


def wrap_module(name: str, text: str) -> str:
    """A module as a function that is called at once. Raises BundleError."""
    exports = [found[1] for found in EXPORT.findall(text)]
    body = IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {variable(found[2])};", text)
    body = EXPORT.sub(r"\1 \2", body)
    if left := LEFT_OVER.search(body):
        raise BundleError(f"{name}.js: {left[0]}")
    return f"const {variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"


def variable(name: str) -> str:
    return f"$module_{name.replace('-', '_')}"
