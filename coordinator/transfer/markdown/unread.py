"""Keeps what no rule understood: every line that has found no place becomes part of a note of kind `unread`."""

from .draft import INFO, Draft
from .lines import RULE
from .tree import HEADING, Node


def keep_the_rest(draft: Draft, root: Node) -> None:
    """Lines next to each other are kept together, under the heading they stand below."""
    headings = {node.line: node.source[0][1] for node in root.walk() if node.kind == HEADING}
    group: list[tuple[int, str]] = []
    above = told = ""
    for number, line in enumerate(draft.lines, 1):
        if number in draft.covered or number in headings:
            told = _keep(draft, group, above, told)
            group = []
        if number in headings:
            above = headings[number]
        if number not in draft.covered and line.strip() and not RULE.match(line):
            group.append((number, line))
    _keep(draft, group, above, told)


def _keep(draft: Draft, group: list[tuple[int, str]], above: str, told: str) -> str:
    """Adds a note for the group; returns the heading that has been told by now, so that each is told once."""
    if not group:
        return told
    lines = [line.rstrip() for _, line in group]
    if above and above != told and lines[0] != above:
        lines.insert(0, above)
    draft.note("unread", "\n".join(lines), group[0][0])
    count = f"{len(group)} lines were" if len(group) > 1 else "This line was"
    draft.problem(group[0][0], f"{count} not understood; kept as a note", INFO)
    return above
