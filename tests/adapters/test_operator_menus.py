"""What operators can type beside everybody's commands: in their own menus, and in nobody else's."""

import pytest
from redis.asyncio import Redis
from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from adapters.discord import menus
from adapters.discord.gateway import open_platform
from adapters.discord.settings import DiscordSettings
from adapters.telegram.inbound import BotIdentity, user_numbers
from bot.environment import read_settings
from tests.adapters.house import bot, telegram  # noqa: F401 - a fixture
from tests.fakes.discord.play import playing
from tests.fakes.opening import adapter_context
from tests.fakes.telegram.driver import Telegram
from tests.fakes.waiting import wait_until
from tests.jobs.conftest import Stage, stage  # noqa: F401 - a fixture


async def test_telegram_has_a_menu_for_one_chat(telegram: Telegram, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """Their own with the bot, in their language; taken away from whoever is no operator any more."""
    own, all_private = BotCommandScopeChat(42), BotCommandScopeAllPrivateChats()
    shown = []
    for operators in (frozenset({"telegram:42", "discord:7"}), frozenset[str]()):
        telegram.world.feed.polls = 0
        async with bot(telegram, stage, operators=operators) as here:
            await wait_until(lambda: telegram.world.feed.polls, "it polls, so its menus are set")
            client = here.platform.bot
            menus = [await client.get_my_commands(scope, "de") for scope in (own, all_private)]
            shown.append([[one.command for one in menu] for menu in menus])
    [[mine, everybodys], [gone, still]] = shown
    assert mine == [*everybodys, "task"]
    assert (gone, still) == ([], everybodys)


async def test_telegram_may_not_know_the_chat_yet(telegram: Telegram, stage: Stage) -> None:  # noqa: F811 - the fixtures
    """Nothing else depends on it."""
    telegram.fault("refuse", "setMyCommands", times=1)
    async with bot(telegram, stage, operators=frozenset({"telegram:42"})):
        await wait_until(lambda: telegram.world.feed.polls, "it polls all the same")


def test_in_a_group_others_are_not_heard() -> None:
    """Without the bot's name behind it, such a command may be meant for another bot, if it is none of theirs."""
    identity = BotIdentity(
        commands=frozenset({"help"}), operators=frozenset({"telegram:42"}), operator_commands=frozenset({"task"})
    )
    asked = [("help", "telegram:1"), ("task", "telegram:42"), ("task", "telegram:1"), ("tusk", "telegram:42")]
    assert [identity.has_command(*one) for one in asked] == [True, True, False, False]
    assert user_numbers(["telegram:42", "discord:7", "telegram:@ada"]) == [42]


@pytest.mark.parametrize(("operators", "there"), [({"telegram:42"}, False), ({"discord:7"}, True)])
async def test_discord_hides_it_from_all_but_admins(redis: Redis, operators: set[str], there: bool) -> None:  # noqa: FBT001 - a column
    """In servers only, where that can be done; a bot without operators there does not declare it at all."""
    async with playing() as discord:
        settings = read_settings(DiscordSettings, token=discord.token, api_url=discord.api_url)
        platform = open_platform(adapter_context(redis, operators=frozenset(operators)), settings)
        application = str((await platform.connection.introduce())["id"])
        assert await (await platform.command_sync()).offer(application)
        taken = {one["name"]: one for one in discord.world.app.commands}
        assert ("task" in taken) is there
        if there:
            task = taken["task"]
            assert (task["contexts"], task["integration_types"]) == ([0], [0])
            assert task["default_member_permissions"] == "0"
            assert [one["name"] for one in task["options"]] == ["tasks"]
            assert not menus.commands_differ(await platform.declared(), discord.world.app.commands)
        await platform.close()
