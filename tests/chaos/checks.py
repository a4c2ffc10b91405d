"""What must hold after a chaos run. Each check gives what it found and what is wrong; nothing wrong is a pass."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import last_card
from bot.domain.card import without_spare
from bot.domain.errors import Code
from bot.domain.image import TextResult
from bot.domain.job import Job, State
from bot.domain.order import Act, Edit
from bot.domain.quota import price
from bot.i18n import say
from bot.jobs.task_worker import DOCKET_NAME as DOCKET
from bot.midjourney import requests
from bot.rungs import without_media
from bot.store.keys import Keys
from tests.chaos.adapter import drawn
from tests.chaos.found import Found
from tests.fakes.expiries import NONE

KEYS = Keys()
LINES_ORDERED = re.compile(say("lines-ordered", {"n": 7, "count": 7}).replace("7", "([0-9]+)"))
LINES_MOST = 4  # of a description
LONG_RUN = 200  # jobs, of which each kind of order has some
# What docket keeps for good: its queues, and the sweep that comes again and again.
STANDING = frozenset({"stream", "queue", "sweep", "runs:sweep", "known:sweep", "stream-id:sweep"})
ANSWERS = (
    *("quota-person-open", "quota-person-day", "quota-person-month", "store-down", "already-open", "not-yours"),
    *("cancelled-waiting", "cancelled-running", "cancel-late", "show-soon", "show-none"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """`wrong` lists what is wrong, each in a few words."""

    name: str
    found: Mapping[str, Any]
    wrong: Sequence[str]

    def line(self) -> str:
        return json.dumps({"check": self.name, "ok": not self.wrong, **self.found, "wrong": list(self.wrong)[:20]})


def ended(found: Found) -> Check:
    """Every job is done."""
    states = Counter(job.state.value for job in found.jobs)
    faults = Counter(job.fault.code.value for job in found.jobs if job.fault)
    wrong = [f"{job.id} is {job.state}" for job in found.jobs if job.state is not State.DONE]
    return Check("ended", {"jobs": len(found.jobs), **states, "faults": dict(faults)}, wrong)


def finals(found: Found) -> Check:
    """Each job has exactly one message with its last card; a second one only where the first was deleted."""
    messages = found.messages()
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    for job in found.jobs:
        mine = messages.get(job.id, [])
        counts[kind(job)] += 1
        counts["deleted"] += any(message["deleted"] for message in mine)
        wrong += [f"{job.id} ({kind(job)}): {what}" for what in amiss(job, mine)]
    known = {str(job.id) for job in found.jobs} | {"board-"}
    strangers = [nonce for nonce in messages if nonce not in known and not nonce.startswith("board-")]
    return Check("finals", dict(counts), [*wrong, *(f"{nonce}: a message of no job" for nonce in strangers)])


def kind(job: Job) -> str:
    if job.detached or (job.fault and job.fault.code is Code.CANCELLED):
        return "cancelled"
    return "failed" if job.fault else "picture"


def amiss(job: Job, mine: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not mine:
        yield "no message"
        return
    *before, last = mine
    if len(mine) > 2:
        yield f"{len(mine)} messages"
    if any(not message["deleted"] for message in before):
        yield "a second message beside one that was not deleted"
    whole = last_card(job)
    wanted = [drawn(one) for one in (whole, without_spare(whole), without_media(whole, job.origin.person.language))]
    if last["card"] not in wanted:
        yield f"shows {json.dumps(last['card'])} instead of {json.dumps(wanted[0])}"


def sent_once(found: Found) -> Check:
    """The service has at most one task for each job that was sent, and none for others."""
    tasks = Counter(face(task["request"]) for task in found.tasks)
    sent = Counter(face(requests.order_body(job.order).dump()) for job in found.jobs if job.sent_at)
    named = Counter(job.task_id for job in found.jobs if job.task_id)
    urls = Counter(task["request"].get("callback_url", "") for task in found.tasks)
    lost = sum(job.fault is not None and job.fault.code is Code.LOST for job in found.jobs)
    wrong = [f"{one}: {number} tasks for {sent[one]} jobs" for one, number in tasks.items() if number > sent[one]]
    wrong += [f"task {task} belongs to {number} jobs" for task, number in named.items() if number > 1]
    wrong += [f"{url} was sent {number} times" for url, number in urls.items() if url and number > 1]
    counts = {"tasks": len(found.tasks), "sent": sum(sent.values()), "claimed": len(named), "lost": lost}
    return Check("sent_once", counts, wrong)


def face(request: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes two requests the same order; people never use the same words twice."""
    names = ("action", "prompt", "image_id", "image_url", "video_id", "video_index")
    return tuple(str(request.get(name) or "") for name in names)


def unclaimed(found: Found) -> Check:
    """A task that was made is some job's, and its result was used.

    What is answered in words names no task: there are as many of them as jobs that have such words.
    """
    named = {job.task_id for job in found.jobs}
    by_face = {face(requests.order_body(job.order).dump()): job for job in found.jobs}
    told = Counter(
        face(requests.order_body(job.order).dump())
        for job in found.jobs
        if isinstance(job.outcome, TextResult) and not job.task_id
    )
    orphans = [task for task in found.tasks if task["id"] not in named]
    wrong = []
    for task in orphans:
        if told[face(task["request"])]:
            told[face(task["request"])] -= 1
            continue
        job = by_face.get(face(task["request"]))
        code = job.fault.code.value if job and job.fault else "none"
        wrong.append(f"{task['id']} {task['request'].get('prompt', task['action'])}: of {job and job.id}, {code}")
    return Check("unclaimed", {"orphans": len(orphans)}, wrong)


def events(found: Found) -> Check:
    """Each event opened one job, or was answered; none did both or opened two.

    An answer is given once; those that the platform refused count as unheard.
    """
    opened = Counter(job.origin.reply for job in found.jobs)
    answers, tried = found.answers(), set(found.chat["tried"])
    tried |= found.answered()
    opened.pop("", None)  # those of "all": see `lines`
    wrong = [f"{event} opened {number} jobs" for event, number in opened.items() if number > 1]
    wrong += [f"{what} came to nothing" for event, what in found.events.items() if event not in tried | set(opened)]
    wrong += [f"{event} was refused and carried out" for event in opened if "refused" in said(answers, event)]
    heard = Counter(text for event in answers for text in said(answers, event))
    chat = found.chat
    counts = {"events": len(found.events), "opened": len(opened), "answered": dict(heard)}
    unheard = len(tried - set(opened) - set(answers))
    return Check("events", counts | {"unheard": unheard, "deliveries": chat["deliveries"]}, wrong)


def said(answers: Mapping[str, Sequence[str]], event: str) -> list[str]:
    """The answers by their codes; refusals for a quota are told as such."""
    heads = {say(code, {"limit": "#", "name": "#"}).partition("#")[0]: code for code in ANSWERS}
    codes = [
        next((heads[head] for head in heads if text.startswith(head)), text) for text in answers.get(event, ())
    ]
    return [*codes, *("refused" for code in codes if code.startswith("quota-"))]


def presses(found: Found) -> Check:
    """What a button or a form orders is ordered once: again only when nothing has come of it."""
    by_press = Counter(job.press for job in found.jobs if job.press and job.outcome is not None)
    wrong = [f"{press} was ordered {number} times" for press, number in by_press.items() if number > 1]
    jobs = {job.origin.reply: job for job in found.jobs}
    between = [key for key, at in found.ambushed.items() if key not in jobs or jobs[key].created_at > at]
    counts = {"buttons": len(by_press), "ambushed": len(found.ambushed), "killed_before_the_job": len(between)}
    return Check("presses", counts, wrong)


def lines(found: Found) -> Check:
    """All lines of a text are ordered by one press, whose answer says how many; those jobs answer nothing.

    An answer that the platform did not take says nothing, and neither does one to a press that came twice.
    """
    presses = {event for event, what in found.events.items() if str(what.get("payload")).startswith("line:all")}
    answers = found.answers()
    told = Counter[str]()
    for event in presses:
        for text in {*answers.get(event, ())}:
            number = LINES_ORDERED.match(text)
            told["ordered"] += int(number[1]) if number else 0
    jobs = [job for job in found.jobs if not job.origin.reply]
    per_text = Counter(job.press.partition("|")[0] for job in jobs if job.outcome is not None)
    wrong = [f"{text}: {number} pictures of its lines" for text, number in per_text.items() if number > LINES_MOST]
    wrong += [f"{job.id} is of no line" for job in jobs if "|line:" not in job.press]
    if told["ordered"] > len(jobs):
        wrong.append(f"{told['ordered']} were said to be ordered, and {len(jobs)} are there")
    return Check("lines", {"presses": len(presses), "said": told["ordered"], "jobs": len(jobs)}, wrong)


def orders(found: Found) -> Check:
    """What was ordered, by its kind; in a long run each kind is."""
    kinds = Counter(
        "Region" if isinstance(job.order, Act | Edit) and job.order.mask else type(job.order).__name__
        for job in found.jobs
    )
    wanted = {"Imagine", "Act", "Region", "Animate", "ExtendVideo", "Describe"}
    long = len(found.jobs) >= LONG_RUN
    return Check("orders", dict(kinds), sorted(f"none is {kind}" for kind in wanted - set(kinds) if long))


def quotas(found: Found) -> Check:
    """Counters are the jobs that have a result; what the others reserved was given back."""
    expected: Counter[str] = Counter()
    for job in found.jobs:
        for scope in (f"person:{job.origin.person.id}", f"place:{job.origin.place.key}"):
            expected[KEYS.spent_day(scope, job.created_at)] += job.outcome is not None
            expected[KEYS.spent_month(scope, job.created_at)] += price(job.order) * (job.outcome is not None)
    have = {key: number for key, number in found.values.items() if ":quota:" in key and not key.endswith(":open")}
    wrong = [
        f"{key}: {have.get(key, 0)} instead of {expected[key]}"
        for key in expected.keys() | have.keys()
        if have.get(key, 0) != expected[key]
    ]
    return Check(
        "quotas", {"counters": len(have), "results": sum(job.outcome is not None for job in found.jobs)}, wrong
    )


def empty(found: Found) -> Check:
    """Nothing is left of what exists only while jobs are open."""
    line = [f":service_queue:{name}" for name in ("waiting", "inside", "who", "order", "counts", "wake", "told")]
    kinds = (":jobs:open", *line, ":signals:", ":open")
    wrong = [key for key in found.expiries if any(kind in key for kind in kinds)]
    # What a lane still has of jobs that are over is dropped when it is looked at next.
    lanes = {key: json.loads(lane["data"]) for key, lane in found.values.items() if ":lane:" in key}
    return Check("empty", {"lanes": {key: lane["learned"] for key, lane in lanes.items()}}, wrong)


def expiring(found: Found) -> Check:
    """Every key of ours expires, but for what guests are signed with. Docket's standing ones do not, either; others
    of its keys without a time are listed.
    """
    eternal = [key for key, seconds in found.expiries.items() if seconds == NONE]
    theirs = [key for key in eternal if key.startswith(DOCKET)]
    left = [key for key in theirs if key.removeprefix(f"{DOCKET}:") not in STANDING]
    ours = [key for key in eternal if key not in theirs and key != KEYS.secret("guests")]
    return Check("expiring", {"keys": len(found.expiries), "docket": len(theirs), "docket_left": left}, ours)


def queue(found: Found) -> Check:
    """Nothing is left to do in docket's stream."""
    return Check("queue", found.docket, [f"{found.docket['pending']} pending"] if found.docket["pending"] else [])


def traffic(found: Found) -> Check:
    """What the chat platform saw; refusals are no fault, lost last cards would be, and `finals` looks for them."""
    boards = [m for m in found.chat["messages"] if m["nonce"].startswith("board-")]
    return Check(
        "traffic",
        {
            "rooms": found.chat["rooms"],
            "faults": found.chat["faults"],
            "boards": len(boards),
            "callbacks": found.chat["callbacks"],
        },
        [],
    )


def sound(found: Found) -> Check:
    """Nobody logged an error, and who was asked to stop did so with code 0."""
    wrong = [f"{name} ended with {code}" for name, code in found.exits.items() if code]
    return Check("sound", {"errors": len(found.bugs)}, [*wrong, *found.bugs])


CHECKS: Sequence[Callable[[Found], Check]] = (
    ended,
    finals,
    sent_once,
    unclaimed,
    events,
    presses,
    lines,
    orders,
    quotas,
    empty,
    expiring,
    queue,
    traffic,
    sound,
)
