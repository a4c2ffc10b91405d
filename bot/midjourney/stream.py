"""Turn the bytes of one answer, stream or not, into the updates of one order."""

from bot.domain.errors import Code, ServiceError, Started
from bot.domain.ids import TaskId
from bot.domain.order import Order
from bot.domain.update import Accepted, Failed, Finished, Progressed, TaskUpdate
from bot.midjourney.errors import unreadable_error
from bot.midjourney.ndjson import ANSWER_LIMIT, LineSplitter
from bot.midjourney.schemas import Answer, load_object
from bot.midjourney.updates import update_from_answer

__all__ = ["AnswerParser", "UpdateParser"]


LONGEST_LINES = 32  # how many of the longest lines one answer may have; usual ones have ten short ones


class AnswerParser:
    """Bytes in, answers out; one JSON object a line, or one JSON object over many lines.

    A line that is none of ours is dropped when answers surround it, so that one bad line costs no picture.
    """

    def __init__(self, limit: int = ANSWER_LIMIT) -> None:
        self._lines = LineSplitter(limit)
        self._limit = limit
        self._odd: list[bytes] = []
        self._size = 0
        self._seen = False
        self._total = 0

    def feed(self, chunk: bytes) -> list[Answer]:
        """The answers this chunk completes. Raises ServiceError when it is no answer at all."""
        self._total += len(chunk)
        if self._total > self._limit * LONGEST_LINES:
            raise unreadable_error("too long to be an answer")
        try:
            lines = self._lines.feed(chunk)
        except ValueError as error:
            raise unreadable_error(str(error)) from error
        return [got for line in lines if (got := self._parse_line(line))]

    def end(self) -> list[Answer]:
        """What the end of the body completes: a line without its end, or a body printed over many lines."""
        rest = self._lines.take_rest()
        last = self._parse_line(rest) if rest else None
        if last:
            return [last]
        whole = None if self._seen else load_object(b"\n".join(self._odd))
        return [Answer.model_validate(whole)] if whole else []

    def _parse_line(self, line: bytes) -> Answer | None:
        content = load_object(line)
        if content:
            self._seen, self._odd = True, []
            return Answer.model_validate(content)
        if not self._seen:
            self._odd.append(line)
            self._size += len(line)
        if self._size > self._limit:
            raise unreadable_error("too long to be an answer")
        return None


class UpdateParser:
    """The updates of one order out of the bytes of its answer; `is_over` once the last word was said.

    `trace_id`: what the head of the answer calls the request, for lines that do not.
    """

    def __init__(self, order: Order, limit: int = ANSWER_LIMIT, *, trace_id: str = "") -> None:
        self.is_over = False
        self._order = order
        self._trace_id = trace_id
        self._answers = AnswerParser(limit)
        self._task = TaskId("")
        self._last: Answer | None = None
        self._drawing = False

    def feed(self, chunk: bytes) -> list[TaskUpdate]:
        """The news in this chunk; nothing after the last word. Raises ServiceError as `AnswerParser.feed`."""
        return [update for got in self._answers.feed(chunk) for update in self._read_answer(got, over=False)]

    def end(self) -> list[TaskUpdate]:
        """The news in the end of the body. Ask `what_is_wrong` when there is still no last word."""
        news = [update for got in self._answers.end() for update in self._read_answer(got, over=None)]
        if not self.is_over and self._last is not None:
            # The last line of a whole stream may lack its percentage; in the middle that means a preview.
            news += [one for one in self._read_answer(self._last, over=None) if isinstance(one, Finished)]
        return news

    def what_is_wrong(self) -> ServiceError | None:
        """What is wrong with a body that ended: None when it said the last word, or is an acknowledgement."""
        if self.is_over or (self._task and not self._drawing):
            return None
        if self._drawing:
            return ServiceError(Code.UNAVAILABLE, "the stream was cut off", started=Started.UNKNOWN)
        return unreadable_error()

    def _read_answer(self, got: Answer, *, over: bool | None) -> list[TaskUpdate]:
        if self.is_over:
            return []
        self._last = got = got.traced(self._trace_id)
        update = update_from_answer(got, self._order, over=over, task_id=self._task)
        return [*self._accept_task(got), *self._note_update(update)]

    def _accept_task(self, got: Answer) -> list[TaskUpdate]:
        if self._task or not got.task_id:
            return []
        self._task = TaskId(got.task_id)
        return [Accepted(self._task, got.trace_id)]

    def _note_update(self, update: TaskUpdate | None) -> list[TaskUpdate]:
        match update:
            case None | Accepted():
                return []
            case Progressed():
                self._drawing = True
            case Finished() | Failed():
                self.is_over = True
        return [update]
