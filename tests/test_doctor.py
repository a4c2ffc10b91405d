"""What the doctor is asked to look at."""

import pytest

from bot.doctor import read_place


@pytest.mark.parametrize(
    ("place", "read"),
    [
        ("", ("", "")),
        ("@channel", ("", "@channel")),
        ("-1001234", ("", "-1001234")),
        ("telegram:@channel", ("telegram", "@channel")),
        ("Discord: 123456789012345678", ("discord", "123456789012345678")),
        ("https://discord.com/channels/1/2", ("", "https://discord.com/channels/1/2")),
        ("discord:https://discord.com/channels/1/2", ("discord", "https://discord.com/channels/1/2")),
        ("matrix:#room", ("", "matrix:#room")),
    ],
)
def test_a_chat_may_name_its_platform(place: str, read: tuple[str, str]) -> None:
    """The others need not look for it, and say that there is none."""
    assert read_place(place, ["webchat", "telegram", "discord"]) == read
