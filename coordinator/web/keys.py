"""Every key that does something, once: the list behind ? is drawn from this table and from the menu's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` are pressed one after the other; a word of several, such as `Ctrl K`, together."""

    keys: tuple[str, ...]
    word: str


@dataclass(frozen=True, slots=True)
class Group:
    """`inside`: only where a project is open."""

    word: str
    keys: tuple[Key, ...]
    inside: bool = True


GROUPS = (
    Group("Everywhere", (
        Key(("/",), "Search or jump to anything"),
        Key(("Ctrl K",), "The same, also while you type"),
        Key(("?",), "This list"),
        Key(("Esc",), "Close what is open"),
    ), inside=False),
    Group("In a project", (
        Key(("c",), "New task"),
        Key(("e",), "Edit what the page is about"),
    )),
    Group("In a list", (
        Key(("j",), "Next"),
        Key(("k",), "Previous"),
        Key(("Enter",), "Open"),
        Key(("x",), "Choose, to act on several"),
        Key(("m",), "Move to another state"),
    )),
    Group("While you edit in place", (
        Key(("Enter",), "Save"),
        Key(("Ctrl Enter",), "Save what has several lines"),
        Key(("Esc",), "Give up: it stays as it was"),
    )),
    Group("On the board", (
        Key(("←", "→"), "The column beside"),
        Key(("↑", "↓"), "The card above or below"),
        Key(("Enter",), "Open the card"),
        Key(("x",), "Choose, to move several"),
        Key(("m",), "Move to another column"),
    )),
    Group("On the graph", (
        Key(("←", "→"), "What comes before and after"),
        Key(("↑", "↓"), "The next one in the column"),
        Key(("w",), "Let it wait for something"),
        Key(("n",), "Only what is near it"),
    )),
    Group("Through time", (
        Key(("h",), "Open the panel; from the past back to live"),
        Key((",",), "One event back"),
        Key((".",), "One event on"),
        Key(("<",), "Back to the event before about the same"),
        Key((">",), "On to the next event about the same"),
    )),
)
