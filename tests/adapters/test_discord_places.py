"""Servers and channels of a Discord on loopback, and what the bot may do there."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.permissions import EVERYTHING, NEEDED, Permission, decides, granted_bits, missing_permissions
from adapters.discord.places import Places
from adapters.discord.wire import Wire
from bot.clock import SystemClock
from bot.domain.errors import DeliveryError, UserError
from bot.domain.ids import Place
from tests.fakes.discord.driver import Discord
from tests.fakes.discord.places import FORUM
from tests.fakes.discord.play import playing

TEXT_KIND, CATEGORY, THREAD_KIND = 0, 4, 11


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with playing() as made:
        yield made


@pytest.fixture
async def places(discord: Discord) -> AsyncIterator[Places]:
    wire = Wire(discord.api_url, discord.token, clock=SystemClock())
    yield Places(wire)
    await wire.close()


def role(number: str, *granted: Permission) -> dict[str, object]:
    return {"id": number, "permissions": str(sum(granted))}


def overwrite(number: str, *, allow: int = 0, deny: int = 0) -> dict[str, object]:
    return {"id": number, "allow": str(int(allow)), "deny": str(int(deny))}


MEMBER = {"user": {"id": "7"}, "roles": ["2"]}


def test_what_is_granted_goes_from_the_server_to_the_member() -> None:
    """Everybody's rights, those of roles, then what a channel says of everybody, of roles, of this member."""
    view, send, attach = Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.ATTACH_FILES
    roles = [role("1", view), role("2", send), role("3", attach)]
    plain = granted_bits("1", MEMBER, roles, {})
    assert plain == view | send
    no_sending = [overwrite("1", deny=send)]
    assert granted_bits("1", MEMBER, roles, {"permission_overwrites": no_sending}) == view
    by_role = [*no_sending, overwrite("2", allow=send, deny=view), overwrite("3", deny=send)]
    assert granted_bits("1", MEMBER, roles, {"permission_overwrites": by_role}) == 0
    by_member = [*by_role, overwrite("7", allow=view | attach)]
    assert granted_bits("1", MEMBER, roles, {"permission_overwrites": by_member}) == view | send | attach


def test_an_administrator_may_do_everything() -> None:
    """Whatever a channel says."""
    roles = [role("1"), role("2", Permission.ADMINISTRATOR)]
    denied = {"permission_overwrites": [overwrite("1", deny=NEEDED)]}
    assert granted_bits("1", MEMBER, roles, denied) == EVERYTHING
    assert decides(Permission.ADMINISTRATOR)
    assert decides(Permission.MANAGE_SERVER)
    assert not decides(NEEDED)


def test_threads_need_a_right_of_their_own() -> None:
    """And not that of channels."""
    everything = NEEDED & ~Permission.SEND_MESSAGES
    assert missing_permissions(everything, TEXT_KIND) == [Permission.SEND_MESSAGES]
    assert missing_permissions(everything, THREAD_KIND) == []
    assert missing_permissions(NEEDED & ~Permission.SEND_IN_THREADS, THREAD_KIND) == [Permission.SEND_IN_THREADS]


@pytest.mark.parametrize("form", ["{id}", "<#{id}>", "https://discord.com/channels/{guild}/{id}"])
async def test_a_channel_is_found_as_people_name_it(discord: Discord, places: Places, form: str) -> None:
    """By its number, as Discord writes a chosen one, and by its link."""
    room = discord.room(discord.person("Ann"))
    name = form.format(id=room.id, guild=room.server.id)
    assert await places.find_chat(name) == Place("discord", room.server.id, room.id)
    assert await places.title_of(Place("discord", room.server.id, room.id)) == "#general"
    assert await places.title_of(Place("discord", room.server.id)) == "Atelier"


@pytest.mark.parametrize("name", ["#general", "general", " #General "])
async def test_a_channel_is_found_by_its_name_in_the_server(discord: Discord, places: Places, name: str) -> None:
    """As texts say it; a category of the same name is none, and of two nobody knows which."""
    ann = discord.person("Ann")
    room, elsewhere = discord.room(ann), discord.room(ann)
    discord.channel(room.server, "general", CATEGORY)
    assert await places.find_chat(name, room.server.id) == Place("discord", room.server.id, room.id)
    assert await places.find_chat(name, elsewhere.server.id) == Place("discord", elsewhere.server.id, elsewhere.id)
    discord.channel(room.server, "general")
    for place, code in ((room.server.id, "gallery-many"), (f"@{ann.id}", "gallery-not-found")):
        with pytest.raises(UserError) as raised:
            await places.find_chat(name, place)
        assert raised.value.code == code


async def test_a_channel_that_cannot_be_a_gallery_says_why(discord: Discord, places: Places) -> None:
    """There is none, it is nobody's server, messages cannot go there, or we may not."""
    ann = discord.person("Ann")
    room, elsewhere = discord.room(ann), discord.room(ann, installed=False)
    silent = discord.channel(room.server, "silent", denied=Permission.ATTACH_FILES)
    forum = discord.channel(room.server, "forum", FORUM)
    dm = discord.dm(ann)
    refusals = {
        "gallery-not-found": ("#general", "1234567890123456789", "", elsewhere.id, dm.id, f"<#{room.id}> and more"),
        "gallery-no-rights": (silent.id, forum.id),
    }
    for code, names in refusals.items():
        for name in names:
            with pytest.raises(UserError) as raised:
                await places.find_chat(name)
            assert raised.value.code == code, name


async def test_a_thread_has_the_rights_of_its_channel(discord: Discord, places: Places) -> None:
    """Its own kind asks for another one."""
    room = discord.room(discord.person("Ann"))
    found = await places.look_at(room.thread("sketches").id)
    assert (found.title, found.missing) == ("#sketches", [])


async def test_when_discord_does_not_answer_nobody_is_told_that_there_is_no_channel(
    discord: Discord, places: Places
) -> None:
    """It may be there."""
    room = discord.room(discord.person("Ann"))
    discord.fault("error", "get_channel", status=503)
    with pytest.raises(UserError, match="rights-unknown"):
        await places.find_chat(room.id)


async def test_a_server_is_left(discord: Discord, places: Places) -> None:
    """And once left, it cannot be left again."""
    room = discord.room(discord.person("Ann"))
    await places.leave(room.server.id)
    assert not room.server.bot
    with pytest.raises(DeliveryError):
        await places.leave(room.server.id)
