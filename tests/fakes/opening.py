"""What an adapter is opened with, on a real store; and a platform made by hand, where a program wants them all."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic import HttpUrl
from redis.asyncio import Redis

from bot.answers import QuickAnswers
from bot.cards import error_card
from bot.clock import SystemClock
from bot.commands import Commands
from bot.domain.access import AccessList
from bot.domain.flags import FlagRules
from bot.handlers import FormOpener
from bot.i18n import languages, page_texts
from bot.ports import AdapterContext, MediaStore, Platform
from bot.recents import RecentPrompts
from bot.settings import FLAGS_FILE
from bot.store.chatlog import RedisChatLog
from bot.store.jobs import RedisJobs, RedisResultIndex, RedisSeenEvents, RedisThrottle
from bot.store.keys import Keys
from bot.store.names import RedisHeldNames
from bot.store.preferences import RedisAdapterState, RedisFileIds, RedisPreferences
from bot.store.sketches import RedisSketches
from bot.store.vouched import Vouched
from bot.web.inbox import UploadInbox
from bot.web.signing import sign_text

RULES = FlagRules.parse(tomllib.loads(FLAGS_FILE.read_text("utf-8")))


def adapter_context(
    redis: Redis, media: MediaStore | None = None, *, listener: Redis | None = None, **given: Any
) -> AdapterContext:
    """`media`: for who keeps files; `listener`: a client that does not wait; `given`: what is to be otherwise."""
    keys, clock = Keys(), SystemClock()
    commands = Commands(RULES, given.get("operators", frozenset()))
    results = RedisResultIndex(redis, keys, RedisJobs(redis, keys))
    around = AdapterContext(
        commands=commands.menu,
        operator_commands=commands.operator_menu,
        languages=sorted(languages()),
        page_texts=page_texts,
        chatlog=RedisChatLog(redis, listener or redis, keys, clock, Vouched(redis)),
        media=media,  # type: ignore[arg-type]  # who has no use for it is given none
        inbox=UploadInbox(media, clock),  # type: ignore[arg-type]  # as above
        seen_events=RedisSeenEvents(redis, keys),
        file_ids=RedisFileIds(redis, keys),
        state=RedisAdapterState(redis, keys),
        throttle=RedisThrottle(redis, keys),
        names=RedisHeldNames(redis, keys, clock),
        explain=error_card,
        answers=QuickAnswers(
            commands,
            RecentPrompts(results.recent, clock),
            form_opener(redis),
            given.get("access", AccessList()),
        ),
        clock=clock,
        sign=partial(sign_text, b"a key of the tests"),
    )
    return replace(around, **given)


def form_opener(redis: Redis) -> FormOpener:
    """What begins forms, on a real store."""
    keys = Keys()
    results = RedisResultIndex(redis, keys, RedisJobs(redis, keys))
    return FormOpener(
        sketches=RedisSketches(redis, keys), results=results, preferences=RedisPreferences(redis, keys)
    )


@dataclass(frozen=True)
class MadePlatform:
    """One platform, whatever is set."""

    make: Callable[[AdapterContext], Platform]

    def faults(self, public_url: HttpUrl | None, named: Mapping[str, Iterable[str]] | None = None) -> Sequence[str]:
        return ()

    def doubts(self, public_url: HttpUrl | None, *, exposed: bool) -> Sequence[str]:
        return ()

    def open(self, context: AdapterContext) -> Mapping[str, Platform]:
        platform = self.make(context)
        return {platform.name: platform}
