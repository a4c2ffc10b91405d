"""What texts say of how a setting is chosen is what can be typed there."""

import pytest

from bot.commands import COMMANDS_BY_NAME, SETTING_OPTION, VALUE_OPTION, setting_usage
from bot.domain.command import written
from bot.i18n import languages


@pytest.mark.parametrize("language", sorted(languages()))
def test_it_is_said_as_it_is_given(language: str) -> None:
    """Where each thing has its name the values behind those are what is typed elsewhere."""
    typed = setting_usage("talk", "off", language, by_option=False)
    assert typed == "/settings talk off"
    command, *given = setting_usage("talk", "off", language, by_option=True).split()
    names, values = zip(*(one.split(":") for one in given), strict=True)
    assert all(names)
    told = dict(zip((SETTING_OPTION.name, VALUE_OPTION.name), values, strict=True))
    assert f"{command} {written(COMMANDS_BY_NAME['settings'], told)}" == typed


def test_names_are_those_of_the_menu() -> None:
    """Discord shows a German the German ones."""
    assert setting_usage("gallery", "#wall", "de", by_option=True) == "/settings einstellung:gallery wert:#wall"
    assert setting_usage("gallery", "#wall", "en", by_option=True) == "/settings setting:gallery value:#wall"
