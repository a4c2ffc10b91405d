"""Serves the page: bundled and packed once, at the start; the files as they are, where that cannot be."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog
from aiohttp import web

from adapters.webchat.bundle import Asset, BundleError, bundle_page

log = structlog.get_logger()

# A file is named with a digest of what is in it. In an update another process has another version for a while:
# asked by another's digest it gives its own file, and nobody keeps that.
KEPT_HEADER: Final = "public, max-age=31536000, immutable"
ASKED_HEADER: Final = "no-cache"


class PageFiles:
    """The page of a folder as a template, and the files that it names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bundled: dict[str, Asset] = {}
        try:
            self.template, self.bundled = bundle_page(folder)
        except BundleError as error:
            log.warning("page.not_bundled", error=str(error))
            self.template = (folder / "index.html").read_text("utf-8")

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [
            *(web.get(f"/chat/{name}", self.serve) for name in self.bundled),
            web.static("/chat", self.folder),
        ]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        asset = self.bundled[request.path.rpartition("/")[2]]
        return answer_asset(request, asset, kept=request.query_string == asset.digest)


def answer_asset(request: web.Request, asset: Asset, *, kept: bool) -> web.StreamResponse:
    """Packed where the browser takes that; nothing where it has the same already."""
    tag = f'"{asset.digest}"'
    headers = {"Cache-Control": KEPT_HEADER if kept else ASKED_HEADER, "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    if packed:
        headers["Content-Encoding"] = "gzip"
    body = asset.packed if packed else asset.data
    return web.Response(body=body, content_type=asset.mime, charset="utf-8", headers=headers)
