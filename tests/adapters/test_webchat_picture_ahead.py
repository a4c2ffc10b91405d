"""The header by which a browser fetches the newest picture of the room before any script asks for it."""

from typing import Any

from adapters.webchat.outbound import preload_link


def medium(kind: str = "image", **given: Any) -> dict[str, Any]:
    around: dict[str, Any] = {
        "kind": kind,
        "src": "/media/kept/1.png",
        "poster": None,
        "thumbs": [],
        "width": 1500,
        "height": 1000,
    }
    return {**around, **given}


def link(*media: dict[str, Any]) -> str:
    return preload_link([{"media": []}, {"media": list(media)}, {"media": []}])


def test_a_picture_in_the_sizes_that_it_has() -> None:
    """As `srcset` and `sizes` say it."""
    thumbs = [{"src": "/media/kept/a.webp", "width": 480}, {"src": "/media/kept/b.webp", "width": 960}]
    told = link(medium(src="/media/kept/0.png"), medium(thumbs=thumbs))
    assert told == (
        "</media/kept/1.png>; rel=preload; as=image; fetchpriority=high; "
        'imagesrcset="/media/kept/a.webp 480w, /media/kept/b.webp 960w"; '
        'imagesizes="min(94vw, 47rem, max(62svh, 17rem) * 1.5)"'
    )


def test_a_film_by_its_poster() -> None:
    """The film itself waits until it is seen."""
    told = link(medium("video", src="/media/kept/1.mp4", poster="/media/kept/2.webp"))
    assert told == "</media/kept/2.webp>; rel=preload; as=image; fetchpriority=high"
    assert link(medium("video", src="/media/kept/1.mp4")) == ""


def test_nothing_where_nothing_is_safe() -> None:
    """Only files of ours, and no address that would end the header."""
    assert link() == ""
    assert link(medium(src="https://elsewhere.example/1.png")) == ""
    assert link(medium(src='/media/kept/1.png>; rel="x')) == ""
