"""The page on which people paint the part of a picture that is to change, and what it asks of us."""

import hashlib
import html
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import Template

import structlog
from aiohttp import BodyPartReader, web
from pydantic import TypeAdapter, ValidationError

from bot.cards import error_card
from bot.domain.errors import StoreError, UserError
from bot.domain.incoming import Incoming, MaskPainted
from bot.domain.mask_page import PAGE_ID, PAGE_LIFE_S, PAGE_PATH, MaskPage
from bot.domain.reframe import Reframe, frame_around, is_possible
from bot.domain.region import MASK_SENT_BYTES
from bot.i18n import known, say
from bot.masks import mask_of_picture
from bot.operator_hints import log_hint
from bot.ports import MaskPages, Masks, Platform, Vouching
from bot.web.page_pictures import PagePicture, PagePictures
from bot.web.server import CONTENT_SECURITY_POLICY, browser_language

log = structlog.get_logger()

PAGE_FOLDER = Path(__file__).parent / "static"
# Telegram shows pages of bots in a frame, in its own web client.
PAGE_POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors https://web.telegram.org")
PAGE_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
PROOF_HEADER = "X-Page-Proof"  # what a platform's client handed to the page
COOKIE = "chatelier-page"
WORDS_MOST = 4000  # characters
FRAME_BYTES = 200  # of where a picture was placed, as the page says it
FRAME_RECORD = TypeAdapter(Reframe)
# What the page says, by the names that it has for it.
PAGE_TEXTS = {
    "title": "page-title",
    "hint": "page-hint",
    "brush": "page-brush",
    "eraser": "page-eraser",
    "rectangle": "page-rectangle",
    "lasso": "page-lasso",
    "move": "page-move",
    "shape": "page-shape",
    "same": "page-shape-same",
    "larger": "page-larger",
    "movekeys": "page-move-keys",
    "around": "page-around",
    "sendaround": "page-send-around",
    "placed": "page-placed",
    "size": "page-size",
    "undo": "page-undo",
    "redo": "page-redo",
    "invert": "page-invert",
    "clear": "page-clear",
    "closer": "page-closer",
    "wider": "page-wider",
    "picture": "page-picture",
    "keys": "page-keys",
    "words": "page-words",
    "send": "page-send",
    "loading": "page-loading",
    "share": "page-share",
    "box": "page-box",
    "script": "page-script",
    "trouble": "page-trouble",
    "ended": "page-ended",
}


class TooMuch(web.HTTPClientError):
    """aiohttp's own says it in its own words."""

    status_code = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskDesk:
    """What stands behind the page. `handle` is the door for what people do; `secure`: our address is https.

    `check` says beforehand, by a UserError, what `handle` would refuse. `busy`: pages that ask for something now.
    """

    pages: MaskPages
    masks: Masks
    pictures: PagePictures
    platforms: Mapping[str, Platform]
    check: Callable[[MaskPainted], Awaitable[None]]
    handle: Callable[[Incoming], Awaitable[None]]
    secure: bool = True
    busy: set[str] = field(default_factory=set)

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """All of them below PAGE_PATH."""
        address = f"{PAGE_PATH}{{page:{PAGE_ID}}}"
        return [
            web.get(PAGE_PATH, self.show_entry),
            web.get(address, self.show),
            web.post(f"{address}/claim", self.claim),
            web.get(f"{address}/picture", self.show_picture),
            web.post(address, self.take),
            web.static(f"{PAGE_PATH}static", PAGE_FOLDER),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The page, which says the rest itself: nothing is changed by looking at it."""
        page = await self.find(request)
        language = known(page.origin.person.language if page else "")
        return web.Response(
            text=page_html(language), content_type="text/html", headers=PAGE_HEADERS, status=200 if page else 404
        )

    async def show_entry(self, request: web.Request) -> web.Response:
        """Where a platform opens a page of ours at one address: with what it was handed the page finds its own."""
        return web.Response(
            text=page_html(browser_language(request)), content_type="text/html", headers=PAGE_HEADERS
        )

    async def claim(self, request: web.Request) -> web.Response:
        """For good, for whom the platform vouches for, or the first browser. Gives the words that were typed, and
        whether the picture can be placed on a larger ground.
        """
        page = await self.need(request)
        answer = web.json_response({"name": page.name, "words": page.words, "moves": self.pictures.moves})
        if isinstance(self.platforms.get(page.origin.place.platform), Vouching):
            self.check_proof(request, page)
            return answer
        mark = request.cookies.get(COOKIE) or secrets.token_urlsafe(16)
        if not await self.pages.claim(request.match_info["page"], marked(mark)):
            raise refusal(web.HTTPForbidden, "page-others", page)
        answer.set_cookie(
            COOKIE,
            mark,
            max_age=PAGE_LIFE_S,
            path=PAGE_PATH,
            httponly=True,
            secure=self.secure,
            samesite="Strict",
        )
        return answer

    async def show_picture(self, request: web.Request) -> web.Response:
        """The picture as it is painted on: ours, never the service's address."""
        page = await self.need_owned(request)
        with self.alone(request, page):
            try:
                picture = await self.find_picture(request, page)
            except UserError as error:
                raise refusal_of(error, page, web.HTTPServiceUnavailable) from None
        headers = {"Cache-Control": "private, no-store"}
        return web.Response(body=picture.data, content_type=picture.mime, headers=headers)

    async def find_picture(self, request: web.Request, page: MaskPage) -> PagePicture:
        """Raises UserError, HTTPServiceUnavailable."""
        try:
            return await self.pictures.find(request.match_info["page"], page)
        except StoreError:
            raise refusal(web.HTTPServiceUnavailable, "store-down", page) from None

    async def take(self, request: web.Request) -> web.Response:
        """What was painted, one PNG, or where the picture was placed, and some words. What is refused in words can
        be mended and sent again.
        """
        page = await self.need_owned(request)
        with self.alone(request, page):
            try:
                if await self.pages.finished(request.match_info["page"]):  # before a body is read
                    raise refusal(web.HTTPConflict, "page-used", page)
                await self.order(request, page)
            except UserError as error:
                raise refusal_of(error, page) from None
            except StoreError:
                raise refusal(web.HTTPServiceUnavailable, "store-down", page) from None
        return web.json_response({"text": say("page-painted", language=page.origin.person.language)})

    async def order(self, request: web.Request, page: MaskPage) -> None:
        """Once: until it is ordered the same may be sent again, and nothing else once it may have been.

        Nothing is stored for what is refused. Raises HTTPException, StoreError, UserError.
        """
        page_id = request.match_info["page"]
        made = await read_form(request, page)
        wish, digest = made.reframe, digest_of(made.data, made.words)
        key = f"page:{page_id}"
        event = MaskPainted(
            key, page.origin, page.subject, "" if wish else digest, page.message, made.words, reframe=wish
        )
        await self.check(event)
        picture = await self.find_picture(request, page)
        mask = b""
        if wish:
            frame_around(picture.size, wish)
        else:
            async with self.pictures.hand:
                mask = await mask_of_picture(made.data, picture.size)
        if not await self.pages.use(page_id, digest):
            raise refusal(web.HTTPConflict, "page-used", page)
        if not wish:
            event = replace(event, mask=await self.masks.put(mask), lent=await self.pictures.lend(page, picture))
        await self.handle(event)
        await self.pages.finish(page_id)
        self.pictures.forget(page_id)

    @contextmanager
    def alone(self, request: web.Request, page: MaskPage) -> Iterator[None]:
        """One thing at a time for each page. Raises HTTPTooManyRequests."""
        page_id = request.match_info["page"]
        if page_id in self.busy:
            raise refusal(web.HTTPTooManyRequests, "page-trouble", page)
        self.busy.add(page_id)
        try:
            yield
        finally:
            self.busy.discard(page_id)

    # --- whose it is ------------------------------------------------------------------------------

    async def find(self, request: web.Request) -> MaskPage | None:
        try:
            return await self.pages.get(request.match_info["page"])
        except StoreError as error:
            log.warning("page.no_store", error=str(error))
            raise web.HTTPServiceUnavailable from None

    async def need(self, request: web.Request) -> MaskPage:
        """Raises HTTPGone when there is none, or no more."""
        page = await self.find(request)
        if page is None:
            raise refusal(web.HTTPGone, "page-ended", None)
        return page

    async def need_owned(self, request: web.Request) -> MaskPage:
        """The page, if it is theirs who ask. Raises HTTPException."""
        page = await self.need(request)
        if isinstance(self.platforms.get(page.origin.place.platform), Vouching):
            self.check_proof(request, page)
        elif not await self.pages.claimed_by(request.match_info["page"], marked(request.cookies.get(COOKIE, ""))):
            raise refusal(web.HTTPForbidden, "page-others", page)
        return page

    def check_proof(self, request: web.Request, page: MaskPage) -> None:
        """Raises HTTPForbidden when the platform does not say that it is their page."""
        platform = self.platforms[page.origin.place.platform]
        person = platform.vouch(request.headers.get(PROOF_HEADER, "")) if isinstance(platform, Vouching) else None
        if person != page.origin.person.id:
            raise refusal(web.HTTPForbidden, "page-others", page)


def marked(cookie: str) -> str:
    """A browser's secret as we keep it."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def digest_of(painted: bytes, words: str) -> str:
    """What stands for all that was sent."""
    return hashlib.sha256(b"%d:%b%b" % (len(painted), painted, words.encode())).hexdigest()


def page_html(language: str) -> str:
    """The page in that language; no text of it holds markup."""
    texts = {name: html.escape(page_text(key, language)) for name, key in PAGE_TEXTS.items()}
    template = Template((PAGE_FOLDER / "mask.html").read_text("utf-8"))
    return template.substitute(texts, language=language)


def page_text(key: str, language: str) -> str:
    """With its gaps left for the page to fill: `{n}`."""
    gaps = {name: f"{{{name}}}" for name in ("n", "x", "y", "width", "height")}
    return say(key, gaps, language=language)


def refusal(kind: type[web.HTTPException], key: str, page: MaskPage | None, **facts: str) -> web.HTTPException:
    """In the language of whoever the page is for."""
    language = page.origin.person.language if page else ""
    text = say(key, facts, language=known(language))
    return kind(text=json.dumps({"text": text}), content_type="application/json")


def refusal_of(
    error: UserError, page: MaskPage, kind: type[web.HTTPException] = web.HTTPUnprocessableEntity
) -> web.HTTPException:
    """What is wrong with what they did, in their language; the log tells the operator what only they can mend."""
    log_hint(error.code)
    words = "".join(span.text for span in error_card(error, page.origin.person.language).text)
    return kind(text=json.dumps({"text": words}), content_type="application/json")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made on a page: a mask, or where the picture is to lie; `data` is that as it was sent."""

    data: bytes
    words: str
    reframe: Reframe | None = None


async def read_form(request: web.Request, page: MaskPage) -> Made:
    """Raises HTTPException: 413 where it is too much, 400 where it is none."""
    found = dict[str, bytes]()
    limits = {"mask": MASK_SENT_BYTES, "frame": FRAME_BYTES, "words": WORDS_MOST * 4}
    try:
        reader = await request.multipart()
        async for part in reader:
            name = part.name if isinstance(part, BodyPartReader) else None
            if not isinstance(part, BodyPartReader) or name not in limits or name in found:  # each once
                raise web.HTTPBadRequest
            found[name] = await read_part(part, limits[name], page)
    except (ValueError, AssertionError, KeyError):
        raise web.HTTPBadRequest from None
    words = found.get("words", b"").decode("utf-8", "replace")
    if len(words) > WORDS_MOST:
        facts = {"length": str(len(words)), "limit": str(WORDS_MOST)}
        raise refusal(TooMuch, "message-too-long", page, **facts)
    if "frame" not in found:
        return Made(found.get("mask", b""), words)
    if "mask" in found:
        raise web.HTTPBadRequest
    return Made(found["frame"], words, read_frame(found["frame"]))


def read_frame(data: bytes) -> Reframe:
    """Where the picture was placed. Raises HTTPBadRequest for what the page does not offer."""
    try:
        wish = FRAME_RECORD.validate_json(data)
    except ValidationError:
        raise web.HTTPBadRequest from None
    if not is_possible(wish):
        raise web.HTTPBadRequest
    return wish


async def read_part(part: BodyPartReader, limit: int, page: MaskPage) -> bytes:
    """Raises HTTPRequestEntityTooLarge."""
    data = bytearray()
    async for chunk in chunks_of(part):
        data += chunk
        if len(data) > limit:
            raise refusal(TooMuch, "mask-too-large", page, limit=str(MASK_SENT_BYTES // 1024 // 1024))
    return bytes(data)


async def chunks_of(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk():
        yield chunk
