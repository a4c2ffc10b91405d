"""Cut a stream of bytes into lines, however the network cut it into chunks."""

from typing import Final

__all__ = ["ANSWER_LIMIT", "LineSplitter", "LineTooLong"]

# Bytes of one line, or of an answer that is read as a whole. A preview may come inside as base64: the largest
# pictures the service has been seen to make are about 5 MB, 7 MB as base64. More is not an answer.
ANSWER_LIMIT: Final = 8 * 1024 * 1024


class LineTooLong(ValueError):
    """A line went on past the limit."""


class LineSplitter:
    r"""Feed it chunks, take lines. Linear in the bytes fed: nothing is searched or copied twice.

    Lines come without their ends (`\n` or `\r\n`) and without blanks around them; empty ones are left out.
    """

    def __init__(self, limit: int = ANSWER_LIMIT) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> list[bytes]:
        """The lines that this chunk completes. Raises LineTooLong when one has more bytes than the limit."""
        *whole, tail = chunk.split(b"\n")
        lines = [self._finish_line(piece) for piece in whole]
        self._keep_piece(tail)
        return [line for line in lines if line]

    def take_rest(self) -> bytes:
        """What stands behind the last line end: the last line of a stream may lack its own."""
        return self._finish_line(b"")

    def _keep_piece(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise LineTooLong(f"a line has more than {self._limit} bytes")
        self._parts.append(piece)

    def _finish_line(self, piece: bytes) -> bytes:
        self._keep_piece(piece)
        line = b"".join(self._parts)
        self._parts, self._size = [], 0
        return line.strip()
