"""Marks that make an address impossible to guess or to change."""

import hashlib
import hmac


def mark(key: bytes, text: str) -> str:
    """128 bits of HMAC-SHA256, as 32 hexadecimal digits."""
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()[:32]


def fits(key: bytes, text: str, shown: str) -> bool:
    """Whether `shown` is the mark of this text; it takes as long for any."""
    return hmac.compare_digest(mark(key, text), shown)
