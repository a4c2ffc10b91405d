"""What people are told when the service, or this bot, does not deliver: what happened, what it cost, what to do."""

import re

import pytest

from bot.domain.errors import Code
from bot.domain.ids import JobId
from bot.domain.job import Job, State
from bot.domain.order import Imagine
from bot.domain.prompt import Prompt
from bot.domain.update import Fault
from bot.i18n import languages, say
from tests.fakes.platform import origin

# How each language speaks of what is charged, and of what can be done: one word of each has to be there.
COSTS = {
    "en": r"charge",
    "de": r"berechne",
    "es": r"cobr",
    "fr": r"factur",
    "ja": r"料金|課金",
    "ko": r"요금|청구",
    "pt-BR": r"cobr",
    "ru": r"списан|денег|оплачен",
    "uk": r"списан|грошей|стягнути|сплачен",
    "zh": r"扣费",
    "zh-Hant": r"扣費",
}
DEEDS = {
    "en": r"try|operator|admin|choose",
    "de": r"versuch|Betreiber|Admin|wähl",
    "es": r"pr(?:ue|o)b|administra|operador|admin|elígela",
    "fr": r"réessa|essaie|occupe|opérateur|admin|choisis",
    "ja": r"試|運営者|管理者|どうぞ|選び直",
    "ko": r"다시|해 보세요|운영자|관리자",
    "pt-BR": r"tent|cuida|operador|admin|escolha",
    "ru": r"проб|владел|[Аа]дмин|выберите",
    "uk": r"спроб|власник|[Аа]дмін|виберіть",
    "zh": r"试|管理员|运营者|重新选择",
    "zh-Hant": r"試|管理員|運營者|管理者|重新選擇",
}
NOTHING_TO_DO = {Code.CANCELLED}  # they wished it so
JOB = Job(JobId("0000000000000000000000000A"), Imagine(Prompt("a fox")), origin(), 1.0, 2.0, State.FAILED)
PARTS = re.compile(r"[.;；。]\s*")


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.parametrize("language", sorted(languages()))
def test_a_fault_says_all_three(language: str, code: Code) -> None:
    """In every language; the first part says what happened, and the others do not say it again."""
    told = JOB.fault_error(Fault(code, "photos" if code is Code.NOT_ALLOWED else ""))
    text = say(told.code, told.facts, language=language)
    happened, *rest = filter(None, PARTS.split(text))
    assert happened.strip()
    assert rest, text
    assert re.search(COSTS[language], text), text
    assert code in NOTHING_TO_DO or re.search(DEEDS[language], text), text
    assert "{" not in text
