"""The page as it is sent: two files for all its scripts and sheets, packed, and kept as long as they last."""

import gzip
import re
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.webchat.bundle import BundleError, bundle_page, join_modules
from adapters.webchat.gateway import STATIC_FOLDER
from tests.adapters.test_webchat import Room, opened


def module(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.js").write_text(text)


def test_every_file_of_ours_can_be_bundled() -> None:
    """Whatever is written into the folder of the page; each module comes before those that need it, once."""
    page, files = bundle_page(STATIC_FOLDER)
    script = files["page.js"].data.decode()
    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)
    made = re.findall(r"^const (\$module_\w+) = \(\(\) => {$", script, re.MULTILINE)
    assert len(made) == len(set(made)) > 15
    for number, name in enumerate(made):
        body = script.split(f"const {name} = (() =>")[1].split("\n})();")[0]
        used = re.findall(r"^const {[^}]*} = (\$module_\w+);$", body, re.MULTILINE)
        assert set(used) <= set(made[:number])
    assert page.count('rel="stylesheet"') == 1
    assert all(gzip.decompress(one.packed) == one.data for one in files.values())


def test_names_of_modules_do_not_meet(tmp_path: Path) -> None:
    """A constant of one is not that of another, and a name may be another one where it is used."""
    module(tmp_path, "one", "const KEY = 1;\nexport const one = () => KEY;\n")
    module(
        tmp_path,
        "two",
        'import { one as first } from "./one.js";\n\nconst KEY = 2;\nexport class Two {}\nfirst(KEY);\n',
    )
    text = join_modules(tmp_path, "two")
    assert text.index("const KEY = 1") < text.index("const KEY = 2")
    assert "const { one: first } = $module_one;" in text
    assert "return { Two };" in text


@pytest.mark.parametrize(
    "text",
    [
        'import one from "./one.js";',
        "export default 1;",
        'export * from "./one.js";',
        "await 1;",
        "import.meta.url;",
    ],
)
def test_what_cannot_be_bundled_is_said(tmp_path: Path, text: str) -> None:
    """Instead of a page that does half of what it should."""
    module(tmp_path, "one", "export const one = 1;")
    module(tmp_path, "two", text)
    with pytest.raises(BundleError, match="two"):
        join_modules(tmp_path, "two")
    module(tmp_path, "three", 'import { two } from "./four.js";')
    module(tmp_path, "four", 'import { three } from "./three.js";')
    with pytest.raises(BundleError, match="needs itself"):
        join_modules(tmp_path, "three")


async def test_what_the_page_names_is_kept(redis: Redis, tmp_path: Path) -> None:
    """For a year, by its digest; without that, and the page itself, it is asked for again, and not sent again."""
    async with opened(redis, tmp_path) as room:
        page = await (await room.client.get("/")).text()
        for path in re.findall(r"/chat/page\.(?:js|css)\?[0-9a-f]{16}", page):
            kept, stale = await room.client.get(path), await room.client.get(f"{path[:-1]}x")
            assert "immutable" in kept.headers["Cache-Control"]
            assert stale.headers["Cache-Control"] == "no-cache"
            assert await kept.read() == await stale.read()
            await asked_again(room, path, kept.headers["ETag"])
        assert (await room.client.get("/chat/chat.js")).status == 200


async def asked_again(room: Room, path: str, tag: str) -> None:
    again = await room.client.get(path, headers={"If-None-Match": tag})
    assert (again.status, await again.read()) == (304, b"")
    packed = await room.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = await room.client.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
