"""Answers that mean no, in the platform's words."""

from typing_extensions import override

from tests.fakes.telegram.rules import Json


class Refusal(Exception):
    """`code` is the HTTP status as well; `parameters` is what the platform adds for machines."""

    def __init__(self, code: int, text: str, **parameters: object) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.parameters = parameters

    @override
    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def body(self) -> Json:
        more: Json = {"parameters": self.parameters} if self.parameters else {}
        return {"ok": False, "error_code": self.code, "description": self.text, **more}


def bad(text: str) -> Refusal:
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    return Refusal(403, f"Forbidden: {text}")


def unparsable(text: str) -> Refusal:
    return bad(f"can't parse entities: {text}")


def flood(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def moved(chat: int) -> Refusal:
    return Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat)


TOO_LATE = "query is too old and response timeout expired or query ID is invalid"
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
