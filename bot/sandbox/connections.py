"""Whether the client of a request is still there, and how to leave it."""

from aiohttp import web

__all__ = ["hung_up", "slam"]


def hung_up(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def slam(request: web.Request) -> None:
    """Drop the connection without another byte."""
    if request.transport is not None:
        request.transport.abort()
