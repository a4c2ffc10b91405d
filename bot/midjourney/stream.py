"""Turn the bytes of one answer, stream or not, into the updates of one order."""

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.ids import TaskId
from bot.domain.order import Order
from bot.domain.update import Accepted, Failed, Finished, Progressed, TaskUpdate
from bot.midjourney.errors import unreadable
from bot.midjourney.ndjson import LIMIT, Lines
from bot.midjourney.schemas import Answer, load
from bot.midjourney.updates import update_from_answer

__all__ = ["Answers", "Telling"]


LINES = 32  # of the longest, that one answer may have; usual ones have ten short ones


class Answers:
    """Bytes in, answers out; one JSON object a line, or one JSON object over many lines.

    A line that is none of ours is dropped when answers surround it, so that one bad line costs no picture.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._lines = Lines(limit)
        self._limit = limit
        self._odd: list[bytes] = []
        self._size = 0
        self._seen = False
        self._total = 0

    def feed(self, chunk: bytes) -> list[Answer]:
        """The answers this chunk completes. ServiceError (UNREADABLE) when it is too much, or much of no sense."""
        self._total += len(chunk)
        if self._total > self._limit * LINES:
            raise unreadable("too long to be an answer")
        try:
            lines = self._lines.feed(chunk)
        except ValueError as error:
            raise unreadable(str(error)) from error
        return [got for line in lines if (got := self._parse(line))]

    def end(self) -> list[Answer]:
        """What the end of the body completes: a line without its end, or a body printed over many lines."""
        rest = self._lines.rest()
        last = self._parse(rest) if rest else None
        if last:
            return [last]
        whole = None if self._seen else load(b"\n".join(self._odd))
        return [Answer.model_validate(whole)] if whole else []

    def _parse(self, line: bytes) -> Answer | None:
        content = load(line)
        if content:
            self._seen, self._odd = True, []
            return Answer.model_validate(content)
        if not self._seen:
            self._odd.append(line)
            self._size += len(line)
        if self._size > self._limit:
            raise unreadable("too long to be an answer")
        return None


class Telling:
    """The updates of one order out of the bytes of its answer; `over` once the last word was said."""

    def __init__(self, order: Order, limit: int = LIMIT) -> None:
        self.over = False
        self._order = order
        self._answers = Answers(limit)
        self._task = TaskId("")
        self._last: Answer | None = None
        self._drawing = False

    def feed(self, chunk: bytes) -> list[TaskUpdate]:
        """The news in this chunk; nothing after the last word. ServiceError as `Answers.feed`."""
        return [update for got in self._answers.feed(chunk) for update in self._tell(got, over=False)]

    def end(self) -> list[TaskUpdate]:
        """The news in the end of the body. Ask `verdict` when there is still no last word."""
        news = [update for got in self._answers.end() for update in self._tell(got, over=None)]
        if not self.over and self._last is not None:
            # The last line of a whole stream may lack its percentage; in the middle that means a preview.
            news += [one for one in self._tell(self._last, over=None) if isinstance(one, Finished)]
        return news

    def verdict(self) -> ServiceError | None:
        """What is wrong with a body that ended: None when it said the last word, or is an acknowledgement."""
        if self.over or (self._task and not self._drawing):
            return None
        if self._drawing:
            return ServiceError(Code.UNAVAILABLE, "the stream was cut off", started=Started.UNKNOWN)
        return unreadable()

    def _tell(self, got: Answer, *, over: bool | None) -> list[TaskUpdate]:
        if self.over:
            return []
        self._last = got
        update = update_from_answer(got, self._order, over=over, task_id=self._task)
        return [*self._greet(got), *self._note(update)]

    def _greet(self, got: Answer) -> list[TaskUpdate]:
        if self._task or not got.task_id:
            return []
        self._task = TaskId(got.task_id)
        return [Accepted(self._task)]

    def _note(self, update: TaskUpdate | None) -> list[TaskUpdate]:
        match update:
            case None | Accepted():
                return []
            case Progressed():
                self._drawing = True
            case Finished() | Failed():
                self.over = True
        return [update]
