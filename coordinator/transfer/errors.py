"""Why a document cannot be taken in at all. Whatever can be read in part is read, and told as problems instead."""


class Unreadable(Exception):
    """The bytes are not a document. `line` and `column` count from 1 and say where reading stopped."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.line = line
        self.column = column
        self.reason = reason


class UnknownFormat(ValueError):
    """No reader has this name; `known` lists those that exist."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no format “{name}”. Known formats: {', '.join(known)}.")
        self.name = name
        self.known = known
