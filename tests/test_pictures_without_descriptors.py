"""A process with no descriptor left still tells sound pictures from damaged ones."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import PILLOW_FORMATS
from tests.fakes.waiting import PATIENCE

# In a process of its own: what was imported once stays, and no other test should want a descriptor meanwhile.
WITHOUT = """
import asyncio, pathlib, resource, socket, sys
from bot.pictures import Bounds, fit_picture
from bot.soundness import examine_picture
from bot.thumbnails import make_thumbnails

async def main():
    data = pathlib.Path(sys.argv[1]).read_bytes()
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    held = []
    try:
        while True:
            held.append(socket.socket())
    except OSError:
        pass
    await examine_picture(data)
    made = await fit_picture(data, Bounds(10**7), anew=True)
    assert made is not None and made.size == (16, 12), made
    assert len(await make_thumbnails(data, (8,))) == 1

asyncio.run(main())
"""


@pytest.mark.parametrize("mime", sorted(PILLOW_FORMATS))
def test_no_sound_picture_is_called_damaged(tmp_path: Path, mime: str) -> None:
    """What decoders are made of is read before it is wanted: a paid picture would end as a link."""
    made = BytesIO()
    Image.new("RGB", (16, 12), "teal").save(made, PILLOW_FORMATS[mime][0])
    (tmp_path / "picture").write_bytes(made.getvalue())
    command = [sys.executable, "-c", WITHOUT, str(tmp_path / "picture")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, "")
