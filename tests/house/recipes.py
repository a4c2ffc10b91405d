"""What CONTRIBUTING tells people to do, done: what each recipe adds to which files, as patches to a copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.house.source import ROOT

COPIED = ("bot", "adapters", "tests", "docs", "deploy", "README.md", "pyproject.toml", "CONTRIBUTING.md", "changes")
LANGUAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "bot" / "i18n").glob("*.ftl"))


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` before the first `anchor` of a file; without an anchor at its end, which may be its beginning."""

    path: str
    text: str
    anchor: str = ""

    def apply(self, root: Path) -> None:
        path = root / self.path
        before = path.read_text("utf-8") if path.exists() else ""
        at = before.index(self.anchor) if self.anchor else len(before)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(before[:at] + self.text + before[at:], "utf-8")


def translated(key: str, text: str) -> Sequence[Edit]:
    """A line in every language; the same, since nobody reads it."""
    return [Edit(path, f"{key} = {text}\n") for path in LANGUAGES]


# --- /haiku: a command with one option besides its words ----------------------------------------------------

COMMAND = (
    Edit(
        "bot/commands/__init__.py",
        '    Command("haiku", "/haiku <topic>", orders.haiku, (Option("topic"), ALL_OPTION)),\n',
        '    Command("history", ',
    ),
    Edit(
        "bot/commands/orders.py",
        "\n\ndef haiku(given: CommandInput) -> Shorten:\n"
        '    return Shorten("a haiku of " + parse_prompt(given.text, given.rules).render())\n',
    ),
    Edit("tests/flows/test_commands.py", '    "haiku": ("/haiku <topic>", "A haiku"),\n', '    "history": '),
    *translated("command-haiku", "A haiku"),
    *translated("option-topic", "Of what"),
)
COMMAND_TEST = """
from bot.commands import Commands
from bot.domain.command import written
from bot.domain.order import Shorten
from bot.settings import Settings

commands = Commands(Settings().rules())
[haiku] = [listed for listed in commands.menu("en") if listed.command.name == "haiku"]
assert haiku.summary == "A haiku"
assert [(one.option.name, one.summary) for one in haiku.options][0] == ("topic", "Of what")
text = written(haiku.command, {"topic": "frogs", "all": True})
assert commands.read_command("haiku", text) == Shorten("a haiku of frogs all"), text
"""

# --- Shorten: a button below a picture, which orders something -----------------------------------------------

BUTTON = (
    Edit("bot/domain/press.py", '    SHORTEN = "shorten"  # its prompt, with less\n', '    PAINT = "paint"'),
    Edit(
        "bot/domain/button_orders.py",
        "def order_shortening(shown: ShownResult, _press: Press) -> Shorten:\n"
        "    return Shorten(shown.known_image.prompt)\n\n\n",
        "def order_clip(",
    ),
    Edit(
        "bot/domain/buttons.py",
        '    ButtonSpec(Verb.SHORTEN, Leads.ORDER, order_shortening, text="button-shorten"),\n',
        "    ButtonSpec(Verb.PAINT, ",
    ),
    Edit("bot/domain/button_orders.py", "from bot.domain.order import Shorten\n", "from bot.domain.order import "),
    Edit("bot/domain/buttons.py", "    order_shortening,\n", "    order_seed,\n"),
    Edit(
        "bot/cards.py",
        "    rows = (*rows, (own_button(Verb.SHORTEN, job_language(job)),))\n",
        "    if image.grid or not image.actions:\n        return rows\n",
    ),
    *translated("button-shorten", "Shorten"),
)
BUTTON_TEST = """
from bot.cards import last_card
from bot.domain.buttons import Leads, leads_to, order_of
from bot.domain.order import Shorten
from tests.domain.test_buttons import shown
from tests.fakes.painter import image

result = shown(image())
[button] = [one for row in last_card(result.job).buttons for one in row if one.label == "Shorten"]
assert leads_to(button.payload) is Leads.ORDER
assert order_of(result, button.payload) == Shorten(result.outcome.prompt)
"""

# --- CHATELIER_MOTTO: a setting -------------------------------------------------------------------------------

SETTING = (
    Edit(
        "bot/settings.py",
        '    motto: str = Field(default="", description="what the bot lives by")\n\n',
        "    acedata_token: ",
    ),
)
SETTING_TEST = """
import os
from bot.settings import Settings

os.environ["CHATELIER_MOTTO"] = "paint"
assert Settings().motto == "paint"
"""

# --- echo: a platform that says again what it heard -------------------------------------------------------------

PLATFORM = (
    Edit("adapters/echo/__init__.py", '"""A platform that keeps what it is told."""\n'),
    Edit(
        "adapters/echo/settings.py",
        '"""What an operator sets for it."""\n\n'
        "from pydantic import Field\nfrom pydantic_settings import SettingsConfigDict\n\n"
        "from bot.environment import PREFIX, PlatformSettings\n\n\n"
        "class EchoSettings(PlatformSettings):\n"
        '    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}ECHO_")\n'
        '    SWITCH = "on"\n\n'
        '    on: bool = Field(default=False, description="whether it is there")\n',
    ),
    Edit(
        "adapters/echo/gateway.py",
        '''"""Says what it heard once more."""

from bot.domain.card import Card
from bot.domain.ids import MessageRef, Place
from bot.domain.incoming import CommandCall, Origin, Person
from bot.ports import AdapterContext, Capabilities, LaneRef, Messenger, Platform, Role


class EchoMessenger(Messenger):
    def __init__(self) -> None:
        self.posted: list[Card] = []

    async def post(self, to, card, *, nonce):
        self.posted.append(card)
        return MessageRef("echo", "room", str(len(self.posted)))

    async def edit(self, message, card):
        self.posted.append(card)
        return message

    async def relabel(self, message, card):
        pass

    async def erase(self, message):
        pass

    async def answer(self, origin, card):
        return False

    async def fetch(self, attachment):
        yield b""


class Echo(Platform):
    name = "echo"
    runs_in = Role.GATEWAY
    capabilities = Capabilities(gap=1.0, file_limit=10**6, picture_limit=10**6)

    def __init__(self) -> None:
        self.messenger = EchoMessenger()

    def lane(self, origin, age):
        return LaneRef("echo")

    async def serve(self, handle) -> None:
        await handle(CommandCall("k", Origin(Place("echo", "room"), Person("echo:1", "Ann")), "help", ""))


def open_platform(context: AdapterContext, settings) -> Echo:
    return Echo()
''',
    ),
    Edit(
        "bot/platforms.py", "from adapters.echo.settings import EchoSettings\n", "from adapters.telegram.settings"
    ),
    Edit("bot/platforms.py", '    Adapter("echo", EchoSettings),\n', '    Adapter("discord", '),
)
PLATFORM_TEST = """
import asyncio
import os

os.environ["CHATELIER_ECHO_ON"] = "true"
from bot.platforms import load_all_settings

os.environ["CHATELIER_WEBCHAT"] = "false"
_, chosen = load_all_settings()
platform = chosen.open(None)["echo"]
heard = []


async def handle(event):
    heard.append(event)


asyncio.run(platform.serve(handle))
assert [event.name for event in heard] == ["help"]
"""
