"""Files we serve ourselves, in a real folder."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.media import MediaFolder


@pytest.fixture
def media(tmp_path: Path) -> MediaFolder:
    return MediaFolder.local(tmp_path, timedelta(days=30))


async def test_a_file_is_named_by_its_content(media: MediaFolder) -> None:
    """The same bytes are the same file, and come back as they went in."""
    name = await media.put(b"png", "image/png")
    assert name == await media.put(b"png", "image/png")
    assert name.endswith(".png")
    assert await media.get(name) == (b"png", "image/png")


@pytest.mark.parametrize("name", ["kept/none.png", "kept/../../secret", "../etc/passwd", "/etc/passwd", "kept"])
async def test_what_is_not_there_is_none(media: MediaFolder, tmp_path: Path, name: str) -> None:
    """And nothing outside the folder is ever read."""
    (tmp_path.parent / "secret").write_text("secret")
    assert await media.get(name) is None


async def test_old_files_are_pruned(media: MediaFolder, tmp_path: Path) -> None:
    """Previews after an hour, pictures after their days."""
    old, brief, fresh = (
        await media.put(b"old", "image/png"),
        await media.put(b"brief", "image/png", brief=True),
        await media.put(b"fresh", "image/png"),
    )
    now = (tmp_path / fresh).stat().st_mtime
    os.utime(tmp_path / old, (0, now - 31 * 86400))
    os.utime(tmp_path / brief, (0, now - 2 * 3600))
    assert await media.prune(now) == 2
    assert [await media.get(name) is None for name in (old, brief, fresh)] == [True, True, False]
