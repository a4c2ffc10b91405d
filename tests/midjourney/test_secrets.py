"""What must not be seen is not shown anywhere."""

from structlog.testing import capture_logs

from bot.midjourney.client import AceData
from tests.midjourney.driving import paint, trouble
from tests.midjourney.samples import final, preview
from tests.midjourney.serving import TOKEN, Server, chunked, hang_up, line, reply


async def test_the_token_stays_here(server: Server, painter: AceData) -> None:
    """Neither errors, nor what stands behind them, nor logs, nor the client itself show the token or the prompt."""
    shown = [repr(painter), repr(painter._transport), repr(vars(painter._transport))]
    server.script = [
        hang_up(),
        reply(401, {"error": {"code": "invalid_token", "message": f"{TOKEN}?"}}),
        reply(500, TOKEN.encode(), "text/plain"),
        reply(302, b"", Location=f"{server.url}/?{TOKEN}"),
        chunked(line(**preview()), end=False),
        reply(200, final()),
    ]
    with capture_logs() as logs:
        for _ in range(5):
            _, error = await trouble(painter)
            assert error.__cause__ is None
            shown += [str(error), repr(error), repr(error.args)]
        await paint(painter)
    assert logs
    assert TOKEN not in "".join([*shown, repr(logs)])
    assert "a fox" not in repr(logs)
