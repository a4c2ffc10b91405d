"""Discord's languages and ours. Pure."""

from collections.abc import Sequence

# Tags of ours, where Discord has several, or another name, for one language. For all others it is the same.
TAGS = {
    "en-US": "en",
    "en-GB": "en",
    "es-ES": "es",
    "es-419": "es",
    "sv-SE": "sv",
    "zh-CN": "zh",
    "zh-TW": "zh-Hant",
}
# All that a client can have ("Reference", Locales).
LOCALES = (
    *(
        "id",
        "da",
        "de",
        "en-GB",
        "en-US",
        "es-ES",
        "es-419",
        "fr",
        "hr",
        "it",
        "lt",
        "hu",
        "nl",
        "no",
        "pl",
        "pt-BR",
    ),
    *("ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"),
)


def language_of(locale: str) -> str:
    """The tag of a person's language; empty for what is no locale of Discord's."""
    return TAGS.get(locale, locale) if locale in LOCALES else ""


def locales_of(language: str) -> Sequence[str]:
    """Those that a language of ours serves."""
    return [locale for locale in LOCALES if language_of(locale) == language]
