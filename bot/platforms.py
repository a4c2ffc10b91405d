"""The chat platforms that there are. Whoever adds one adds it to this table, and nothing else in the core."""

import importlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import HttpUrl

from adapters.discord.settings import DiscordSettings
from adapters.telegram.settings import TelegramSettings
from adapters.webchat.settings import WebchatSettings
from bot.environment import PREFIX, Models, PlatformSettings, SettingsError, read_all_settings
from bot.ports import AdapterContext, Platform
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Adapter:
    """A package of `adapters/`: it has a model of its settings, and `gateway.open_platform(context, settings)`.

    `name` is the platform's, the package's, and that of the extra which brings what it needs.
    """

    name: str
    settings: type[PlatformSettings]

    def load(self, chosen: PlatformSettings) -> Any:
        """The module that opens it. SettingsError when a library that it needs is not installed."""
        try:
            return importlib.import_module(f"adapters.{self.name}.gateway")
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] in {"adapters", "bot"}:
                raise
            raise SettingsError(
                f"{chosen.env_name(chosen.SWITCH)} is set, but {error.name} is not installed, which the bot needs "
                f"for it: pip install 'chatelier[{self.name}]' (in a checkout: make setup)"
            ) from None


ADAPTERS = (
    Adapter("webchat", WebchatSettings),
    Adapter("telegram", TelegramSettings),
    Adapter("discord", DiscordSettings),
)
OPERATORS = f"{PREFIX}OPERATORS"
# Everything that an operator can set.
ALL_SETTINGS: Models = (Settings, *(adapter.settings for adapter in ADAPTERS))


@dataclass(frozen=True, slots=True)
class ChosenPlatforms:
    """What was set for each platform, by its name; those that are wanted can be opened."""

    settings: Mapping[str, PlatformSettings]
    adapters: Sequence[Adapter] = ADAPTERS
    trusting: bool = False  # a demo: whoever opens it is believed who they are

    def faults(self, public_url: HttpUrl | None, named: Mapping[str, Iterable[str]] | None = None) -> Sequence[str]:
        """Why they cannot work, each a line for the operator: settings that do not fit, a library that is missing.

        `named`: people and places, by the variable that has them. Loading a platform takes a while.
        """
        found: list[str] = []
        for chosen in self.settings.values():
            try:
                chosen.check(public_url)
            except SettingsError as error:
                found.append(str(error))
        for variable, keys in ({} if self.trusting else named or {}).items():
            found += self.name_faults(variable, sorted({key.partition(":")[0] for key in keys}))
        try:
            self.load()
        except SettingsError as error:
            found.append(str(error))
        return found

    def name_faults(self, variable: str, platforms: Iterable[str]) -> Sequence[str]:
        """Why this variable can name nobody on these: whom nobody is would be let in nowhere, without a word."""
        found: list[str] = []
        for name in platforms:
            if name not in self.settings:
                found.append(f"{variable}: there is no platform {name}; there are {', '.join(self.settings)}")
            elif variable == OPERATORS:
                found += self.operator_faults(name)
        return found

    def operator_faults(self, platform: str) -> Sequence[str]:
        """Why there can be no operators on this one."""
        try:
            self.settings[platform].check_operators()
        except SettingsError as error:
            return [f"{OPERATORS}: {error}"]
        return []

    def doubts(self, public_url: HttpUrl | None, *, exposed: bool) -> Sequence[str]:
        """What is worth a look, of those that are wanted; `exposed`: others than this computer reach our port."""
        wanted = [one for one in self.settings.values() if one.wanted]
        return [text for one in wanted for text in one.doubts(public_url, exposed=exposed)]

    def load(self) -> Mapping[str, Any]:
        """The modules that open what is wanted. SettingsError when there is none, or one cannot be loaded."""
        wanted = [one for one in self.adapters if self.settings[one.name].wanted]
        if not wanted:
            raise SettingsError("CHATELIER_WEBCHAT is off and no other platform is set up: there is nothing to run")
        return {one.name: one.load(self.settings[one.name]) for one in wanted}

    def open(self, context: AdapterContext) -> Mapping[str, Platform]:
        """The platforms that are wanted, by name; nothing is connected to yet. SettingsError as `load` has it."""
        modules = self.load()
        return {
            name: cast("Platform", module.open_platform(context, self.settings[name]))
            for name, module in modules.items()
        }

    def secrets(self) -> Sequence[str]:
        """What must not be seen anywhere."""
        return [secret for chosen in self.settings.values() for secret in chosen.secrets()]


def load_all_settings() -> tuple[Settings, ChosenPlatforms]:
    """Those of the bot and of all platforms. SettingsError in one line, of everything that is wrong."""
    own, *others = read_all_settings(ALL_SETTINGS)
    chosen = {one.name: cast("PlatformSettings", read) for one, read in zip(ADAPTERS, others, strict=True)}
    return cast("Settings", own), ChosenPlatforms(chosen)


def default_platforms() -> ChosenPlatforms:
    """Whatever was set: those that need no setting, for a demo."""
    settings = {adapter.name: adapter.settings.model_construct() for adapter in ADAPTERS}
    return ChosenPlatforms(settings, trusting=True)
