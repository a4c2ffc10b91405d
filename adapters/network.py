"""What goes wrong on the way to a chat platform, for its adapter to name; also on the way through a proxy."""

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

# No words of theirs go on: there are addresses in them, which may have a token or a password in them.
NETWORK_FAULTS = (
    *(aiohttp.ClientError, OSError, ValueError),
    # Nothing in common have what a proxy says, that it is not there or does not answer, and that it hangs up.
    *(ProxyError, ProxyConnectionError, ProxyTimeoutError, EOFError),
)
