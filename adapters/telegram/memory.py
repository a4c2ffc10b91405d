"""Remembers the last of many names."""

MOST = 10_000


class Memory:
    """The oldest are forgotten: what is asked for later is found out anew."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.names: dict[str, None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def add(self, name: str) -> None:
        self.names[name] = None
        if len(self.names) > self.most:
            del self.names[next(iter(self.names))]
