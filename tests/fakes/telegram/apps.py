"""Mini Apps: what a client hands to the page that a `web_app` button opens, signed so that the bot can tell it."""

import hashlib
import hmac
import json
from urllib.parse import quote, urlencode

from tests.fakes.telegram.room import Person

__all__ = ["launch_address", "sign_launch"]


def sign_launch(token: str, person: Person, auth_date: int, **more: str) -> str:
    """`initData` of a bot by its token: a query string with `more` in it, such as `start_param`.

    By "Validating data received via the Mini App" of Telegram's manual: sorted lines, HMAC-SHA-256, twice.
    """
    user = {
        "id": person.id,
        "first_name": person.name,
        "language_code": person.language,
        "allows_write_to_pm": True,
    }
    shown = user | ({"username": person.username} if person.username else {})
    fields = {"auth_date": str(auth_date), "user": json.dumps(shown, separators=(",", ":")), **more}
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return urlencode(fields | {"hash": hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()})


def launch_address(url: str, data: str) -> str:
    """The page as a client opens it: `initData` stands in the fragment, which no server is sent."""
    handed = f"tgWebAppData={quote(data, safe='')}&tgWebAppVersion=9.1&tgWebAppPlatform=android"
    return f"{url}{'&' if '#' in url else '#'}{handed}"
