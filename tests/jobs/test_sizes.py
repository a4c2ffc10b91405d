"""Files that a platform takes only up to a size: pictures are made smaller, and nothing is lost to its bytes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pixels
from typing_extensions import override

from bot.domain.card import Card, Media, MediaKind
from bot.domain.errors import Code, ServiceError, TooLarge
from bot.domain.image import Clip
from bot.domain.update import Finished
from bot.jobs.media import FETCH_BYTES_MOST, PREVIEW_BYTES_MOST, Links
from bot.ports import Capabilities
from bot.store.media import MediaFolder
from tests.fakes.clock import FakeClock
from tests.fakes.painter import SMOOTH, TASK, FakePictures, done
from tests.fakes.platform import PLACE
from tests.jobs.conftest import Bench
from tests.jobs.test_courier import Post, made
from tests.test_films import noisy_film

EVERYWHERE, HERE = 40_000, 200_000  # bytes that the platform takes


def noise(side: int = 400) -> bytes:
    """A picture that cannot be packed: half a megabyte of it."""
    out = BytesIO()
    Pixels.effect_noise((side, side), 90).convert("RGB").save(out, "PNG")
    return out.getvalue()


PICTURE = noise()


class Weighed(FakePictures):
    """All files are this one, and too large for who allows less; `limits`: what was allowed, in order."""

    def __init__(self, data: bytes, mime: str = "image/png") -> None:
        super().__init__()
        self.data, self.mime = data, mime
        self.limits: list[int] = []

    @override
    async def fetch(self, url: str, limit: int) -> tuple[bytes, str]:
        self.limits.append(limit)
        if len(self.data) > limit:
            raise ServiceError(Code.TOO_LARGE, f"more than {limit} bytes")
        return self.data, self.mime


def sized(limit: int) -> Capabilities:
    return Capabilities(gap=0.0, file_limit=limit, picture_limit=limit)


@pytest.fixture
def files(bench: Bench) -> Weighed:
    """The place takes more than the platform does elsewhere, and less than what the service made."""
    assert len(PICTURE) > HERE
    bench.platform.capabilities = sized(EVERYWHERE)
    bench.platform.special[PLACE] = sized(HERE)
    found = bench.runner.context.forms.fitter.downloads = Weighed(PICTURE)
    return found


def lends_links(bench: Bench, folder: Path) -> None:
    """People can fetch from us."""
    links = Links(MediaFolder.local(folder, timedelta(days=1)), "https://bot.example")
    context = bench.runner.context
    bench.runner.context = replace(context, forms=replace(context.forms, links=links))


def shown_links(card: Card) -> Sequence[str]:
    return [span.url for span in card.text if span.url]


async def test_a_picture_is_fetched_however_large_and_made_to_fit(bench: Bench, files: Weighed) -> None:
    """As large as is taken there, and no smaller than it has to be; a preview has to be light by itself."""
    bench.painter.scripts = [SMOOTH]
    last = bench.cards(await bench.run())[-1]
    assert EVERYWHERE < len(last.media[0].data) <= HERE
    assert set(files.limits) <= {FETCH_BYTES_MOST, PREVIEW_BYTES_MOST}
    assert files.limits[-1] == FETCH_BYTES_MOST


async def test_a_picture_that_is_too_large_all_the_same(bench: Bench, files: Weighed) -> None:
    """Once more, in the same message, as small as it has to be anywhere on the platform."""
    tried: list[int] = []
    messenger = bench.platform.messenger
    edit = messenger.edit

    async def weighed(message: object, card: Card) -> object:
        tried.extend(len(item.data) for item in card.media)
        return await edit(message, card)  # type: ignore[arg-type]  # as it came

    messenger.edit = weighed  # type: ignore[method-assign, assignment]  # the same, and it looks
    messenger.troubles = [TooLarge("413")]
    bench.painter.scripts = [[done()]]
    job = await bench.run()
    last = bench.cards(job)[-1]
    assert [size <= EVERYWHERE for size in tried] == [False, True]
    assert (last.media[0].mime, len(last.media[0].data)) == ("image/jpeg", tried[-1])


async def test_and_then_it_is_linked(bench: Bench, files: Weighed, tmp_path: Path) -> None:
    """At an address of ours, where there is one; it is not tried as a file, which would be larger."""
    lends_links(bench, tmp_path)
    bench.platform.messenger.troubles = [TooLarge("413"), TooLarge("413, still")]
    bench.painter.scripts = [[done()]]
    last = bench.cards(await bench.run())[-1]
    assert not last.media
    assert bench.platform.messenger.troubles == []
    [link] = shown_links(last)
    assert link.startswith("https://bot.example/media/")
    assert files.limits == [FETCH_BYTES_MOST] * 3


FILM = Finished(TASK, Clip("1", TASK, ("https://pictures.example/1.mp4",)))


async def test_a_film_is_made_smaller(bench: Bench, files: Weighed) -> None:
    """As an MP4 that is taken there; what is small enough stays as it is."""
    files.data, files.mime = noisy_film(), "video/mp4"
    bench.painter.scripts = [[FILM]]
    [film] = bench.cards(await bench.run())[-1].media
    assert (film.kind, film.mime) == (MediaKind.VIDEO, "video/mp4")
    assert 0 < len(film.data) <= HERE < len(files.data)
    assert files.limits == [HERE, FETCH_BYTES_MOST]
    files.data = film.data
    bench.painter.scripts = [[FILM]]
    [again] = bench.cards(await bench.run())[-1].media
    assert again.data == files.data


async def test_a_film_that_cannot_be_made_smaller_is_linked(bench: Bench, files: Weighed, tmp_path: Path) -> None:
    """At an address of ours, with how large it is; here since it is none, elsewhere for want of the library."""
    lends_links(bench, tmp_path)
    files.data, files.mime = bytes(3 * 1024 * 1024), "video/mp4"
    bench.painter.scripts = [[FILM]]
    last = bench.cards(await bench.run())[-1]
    assert not last.media
    [link] = shown_links(last)
    assert link.startswith("https://bot.example/media/")
    words = "".join(span.text for span in last.text)
    assert "does not take the file" in words
    assert words.endswith(f"{link} · 3.0 MB")
    assert files.limits == [HERE, FETCH_BYTES_MOST, FETCH_BYTES_MOST]


@pytest.mark.parametrize("fits", [True, False])
async def test_an_original_is_sent_as_it_is_or_linked(bench: Bench, files: Weighed, *, fits: bool) -> None:
    """Up to what is taken there: it is never made smaller."""
    files.data = PICTURE[:HERE] if fits else PICTURE
    post: Post = made(bench, FakeClock())
    await post.bring(Card((), (Media(MediaKind.FILE, "https://pictures.example/1.png", "a cat"),)))
    (card,) = post.shown()
    assert [len(item.data) for item in card.media] == ([HERE] if fits else [])
    assert shown_links(card) == ([] if fits else ["https://pictures.example/1.png"])
