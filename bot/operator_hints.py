"""What only an operator can mend: people are told that in plain words, and the log names the setting."""

from collections.abc import Mapping

import structlog

from bot.environment import PREFIX

log = structlog.get_logger()

NOT_LENT = (
    "Pictures that people send may be refused, since the image service can fetch none from here: set "
    f"{PREFIX}PUBLIC_URL to an https address that leads here, or {PREFIX}ACEDATA_PLATFORM_TOKEN"
)
NO_PAGE = f"Nobody can paint on a picture: set {PREFIX}PUBLIC_URL to an https address"
# By the code of what people are told.
OPERATOR_HINTS: Mapping[str, str] = {
    "need-public-url": NOT_LENT,
    "part-not-lent": NOT_LENT,
    "reframe-not-lent": NOT_LENT,
    "region-no-page": NO_PAGE,
}


def log_hint(code: str) -> None:
    """Nothing for what people can mend themselves."""
    if hint := OPERATOR_HINTS.get(code):
        log.warning("operator.needed", told=code, hint=hint)
