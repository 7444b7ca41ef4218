"""The shape of a Markdown document: headings, list items, texts, tables and fences as one tree.

A heading, a label line and a list item that end in a list all come out alike, a node with children, so the rules
that read the tree need not care which of the three notations an author chose. Fenced code is kept, never looked into.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from . import lines as kinds

LONGEST_LINE = 10_000  # longer lines are data, not prose; also keeps every pattern's cost bounded
_DEEPEST = 24

HEADING, ITEM, TEXT, TABLE, FENCE, COMMENT, LONG = "heading", "item", "text", "table", "fence", "comment", "long"


@dataclass(slots=True, eq=False)
class Node:
    """A piece of the document. `source` holds its own lines (number, text as written) without its children's."""

    kind: str
    line: int
    text: str = ""
    level: int = 0
    marker: str = ""
    source: list[tuple[int, str]] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the document's order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def whole_source(self) -> list[tuple[int, str]]:
        """Its lines and those of everything below it."""
        return [line for node in self.walk() for line in node.source]


def grow(lines: tuple[str, ...]) -> Node:
    """The tree of a document; the root's children are what stands before or under the first headings."""
    return _Grower(lines).grow()


class _Grower:
    """Reads line after line and keeps the headings and list items that are still open."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines
        self.root = Node("root", 0)
        self.headings: list[Node] = [self.root]
        self.items: list[tuple[int, Node]] = []
        self.paragraph: Node | None = None
        self.label: Node | None = None

    def grow(self) -> Node:
        at = 0
        while at < len(self.lines):
            at = self._read(at)
        return self.root

    def _read(self, at: int) -> int:
        """Takes in the line at this index, and those that belong to it; returns the index of the next."""
        line = self.lines[at]
        if len(line) > LONGEST_LINE:
            self._add(Node(LONG, at + 1, source=[(at + 1, line)]))
        elif not line.strip():
            self.paragraph = None
        elif fence := kinds.FENCE.match(line):
            return self._fence(at, fence[2], kinds.width(fence[1]))
        elif line.lstrip().startswith("<!--"):
            return self._comment(at)
        elif heading := kinds.HEADING.match(line):
            self._heading(at, len(heading[1]), heading[2] or "")
        elif kinds.UNDERLINE.match(line) and self._ends_in_a_paragraph():
            self._underlined(at)
        elif kinds.RULE.match(line):
            self._end_of_block()
        elif self._is_table(at):
            return self._table(at)
        else:
            self._prose(at, kinds.QUOTE.sub("", line))
        return at + 1

    def _heading(self, at: int, level: int, text: str) -> None:
        self._end_of_block()
        while self.headings[-1].level >= level:
            self.headings.pop()
        node = Node(HEADING, at + 1, text, level, source=[(at + 1, self.lines[at])])
        self.headings[-1].children.append(node)
        self.headings.append(node)

    def _ends_in_a_paragraph(self) -> bool:
        siblings = self.headings[-1].children
        return bool(siblings) and siblings[-1] is self.paragraph and self.paragraph.kind == TEXT

    def _underlined(self, at: int) -> None:
        """A paragraph followed by `=====` was a heading of the first level all along."""
        title = self.headings[-1].children.pop()
        self._heading(at, 1, title.text)
        heading = self.headings[-1]
        heading.line = title.line
        heading.source = [*title.source, *heading.source]

    def _end_of_block(self) -> None:
        self.paragraph = self.label = None
        self.items.clear()

    def _fence(self, at: int, mark: str, indent: int) -> int:
        end = at + 1
        while end < len(self.lines) and not self._closes(self.lines[end], mark):
            end += 1
        source = [(number + 1, self.lines[number]) for number in range(at, min(end + 1, len(self.lines)))]
        self._add_inside(Node(FENCE, at + 1, source=source), indent)
        return end + 1

    @staticmethod
    def _closes(line: str, mark: str) -> bool:
        text = line.strip()
        return len(text) >= len(mark) and not text.strip(mark[0])

    def _comment(self, at: int) -> int:
        end = at
        while end < len(self.lines) - 1 and "-->" not in self.lines[end]:
            end += 1
        source = [(number + 1, self.lines[number]) for number in range(at, end + 1)]
        self._add(Node(COMMENT, at + 1, source=source))
        return end + 1

    def _is_table(self, at: int) -> bool:
        line = kinds.QUOTE.sub("", self.lines[at]).strip()
        if line.startswith("|"):
            return line.count("|") > 1
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        return "|" in line and len(following) < LONGEST_LINE and bool(kinds.DELIMITER_ROW.match(following))

    def _table(self, at: int) -> int:
        end = at
        while end < len(self.lines) and "|" in self.lines[end] and len(self.lines[end]) <= LONGEST_LINE:
            end += 1
        source = [(number + 1, kinds.QUOTE.sub("", self.lines[number])) for number in range(at, end)]
        indent = kinds.width(self.lines[at][: len(self.lines[at]) - len(self.lines[at].lstrip())])
        self._add_inside(Node(TABLE, at + 1, source=source), indent)
        return end

    def _prose(self, at: int, line: str) -> None:
        if item := kinds.ITEM.match(line):
            self._item(at, kinds.width(item[1]), item[2], item[3] or "")
            return
        text = line.strip()
        if self.paragraph and not self._starts_afresh(text):
            self.paragraph.text = f"{self.paragraph.text} {text}".lstrip()
            self.paragraph.source.append((at + 1, self.lines[at]))
        else:
            self._text(at, kinds.width(line[: len(line) - len(line.lstrip())]), text)

    def _starts_afresh(self, text: str) -> bool:
        assert self.paragraph is not None
        above = self.paragraph.source[-1][1]
        too_long = len(self.paragraph.text) + len(text) > LONGEST_LINE
        return too_long or above.endswith(("  ", "\\")) or is_label(above) or kinds.starts_afresh(text)

    def _item(self, at: int, indent: int, marker: str, text: str) -> None:
        while self.items and indent < self.items[-1][0] + 2:
            self.items.pop()
        del self.items[_DEEPEST:]
        node = Node(ITEM, at + 1, text.strip(), len(self.items), marker, source=[(at + 1, self.lines[at])])
        self._parent().children.append(node)
        self.items.append((indent, node))
        self.paragraph = node

    def _text(self, at: int, indent: int, text: str) -> None:
        """A line of prose: inside the list item it is indented under, else after the list."""
        goes_on = self.paragraph is not None and self.paragraph is self.label
        while self.items and indent < self.items[-1][0] + 2:
            self.items.pop()
        node = Node(TEXT, at + 1, text, source=[(at + 1, self.lines[at])])
        if not self.items and not (goes_on and not is_label(text)):
            self.label = None
        self._parent().children.append(node)
        if not self.items and is_label(text):
            self.label = node
        self.paragraph = node

    def _add_inside(self, node: Node, indent: int) -> None:
        while self.items and indent < self.items[-1][0] + 2:
            self.items.pop()
        self._add(node)

    def _add(self, node: Node) -> None:
        self._parent().children.append(node)
        self.paragraph = None

    def _parent(self) -> Node:
        if self.items:
            return self.items[-1][1]
        return self.label or self.headings[-1]


def is_label(text: str) -> bool:
    """Whether a line announces what follows: `**Tasks**:`, `Execute in order:`, or a line all in bold."""
    bare = text.strip().strip("*_ ")
    return bare.endswith((":", "：")) or (text.strip().startswith("**") and text.strip().endswith("**") and "**" not in bare)
