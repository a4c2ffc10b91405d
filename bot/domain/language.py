"""Which language somebody reads, by its BCP 47 tag. Pure."""

from collections.abc import Mapping
from typing import Final

# Places where Chinese is written in traditional characters, by tags that do not say so.
TRADITIONAL_CHINESE: Final[Mapping[str, str]] = dict.fromkeys(("zh-tw", "zh-hk", "zh-mo"), "zh-hant")
