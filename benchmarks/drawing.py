"""Answers as a table for people and as a picture: a bar for each contestant, case by case."""

from collections.abc import Iterator
from html import escape

from benchmarks.answers import Answer, Comparison, Figure
from benchmarks.asking import Asked

WIDTH, BAR, LABEL = 900, 18, 330


def table(asked: Asked) -> str:
    where = "" if asked.database == "none" else f" on {asked.database}"
    lines = [f"{asked.question}{where}: {asked.asks}"]
    if asked.skipped:
        return "\n".join([*lines, f"  skipped: {asked.skipped}"])
    for answer in asked.answers:
        lines += [f"  {answer.case}", *map(figure_line, answer.figures), *map(comparison_line, answer.comparisons)]
        lines += [f"    ({answer.note})"] if answer.note else []
    return "\n".join(lines)


def figure_line(figure: Figure) -> str:
    spread = f"({number(min(figure.rounds))} to {number(max(figure.rounds))})" if len(figure.rounds) > 1 else ""
    return f"    {figure.contestant:36} {number(figure.median):>12} {figure.unit} {spread}".rstrip()


def comparison_line(one: Comparison) -> str:
    verdict = "" if one.met is None else f"   goal {one.goal}: {'reached' if one.met else 'missed'}"
    return f"    {one.words:36} {number(one.value):>12}{verdict}"


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def picture(all_asked: list[Asked]) -> str:
    """SVG, without scripts and without fonts of its own."""
    body, y = [], 10
    for asked in all_asked:
        for answer in asked.answers:
            y += 26
            body.append(text(10, y, f"{asked.question} ({asked.database}): {answer.case}", "bold"))
            for line in bars(answer, y):
                body.append(line)
            y += (BAR + 4) * len(answer.figures)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 20}" font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(body)}</svg>\n'
    )


def bars(answer: Answer, y: int) -> Iterator[str]:
    """Figures of different units have a scale each."""
    longest = {one.unit: max(other.median for other in answer.figures if other.unit == one.unit) for one in answer.figures}
    for place, one in enumerate(answer.figures):
        top = y + 8 + place * (BAR + 4)
        size = (WIDTH - LABEL - 160) * one.median / (longest[one.unit] or 1)
        colour = "#2563eb" if one.contestant.startswith("ours") else "#94a3b8"
        yield text(20, top + 13, one.contestant)
        yield f'<rect x="{LABEL}" y="{top}" width="{size:.1f}" height="{BAR}" fill="{colour}"/>'
        yield text(LABEL + size + 6, top + 13, f"{number(one.median)} {one.unit}")


def text(x: float, y: float, words: str, weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-weight="{weight}">{escape(words)}</text>'
