"""Lines, areas, bars and dots as SVG paths, from places that are already on paper."""

from collections.abc import Sequence

Point = tuple[float, float]


def line(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points) if points else ""


def steps(points: Sequence[Point]) -> str:
    """Each value holds until the next one."""
    if not points:
        return ""
    x, y = points[0]
    path = [f"M{short(x)} {short(y)}"]
    for next_x, next_y in points[1:]:
        path.append(f"H{short(next_x)}")
        if short(next_y) != short(y):
            path.append(f"V{short(next_y)}")
        y = next_y
    return "".join(path)


def area(tops: Sequence[Point], bottoms: Sequence[Point]) -> str:
    """What lies between two stepped lines over the same places."""
    if not tops:
        return ""
    back = []
    for place in range(len(bottoms) - 1, 0, -1):
        back.append(f"V{short(bottoms[place - 1][1])}H{short(bottoms[place - 1][0])}")
    return f"{steps(tops)}V{short(bottoms[-1][1])}{''.join(back)}Z"


def shape(points: Sequence[Point]) -> str:
    return line(points) + "Z" if points else ""


def cut(points: Sequence[Point], right: float) -> list[Point]:
    """What of a shape lies no farther than `right`, for what is foretold may be far beside the paper."""
    found: list[Point] = []
    for (x, y), (next_x, next_y) in zip(points, [*points[1:], points[0]], strict=True):
        if x <= right:
            found.append((x, y))
        if (x <= right) != (next_x <= right):
            found.append((right, y + (next_y - y) * (right - x) / (next_x - x)))
    return found


def bars(boxes: Sequence[tuple[float, float, float, float]]) -> str:
    """Boxes from left to right: left, right, top, bottom."""
    return "".join(
        f"M{short(left)} {short(bottom)}V{short(top)}H{short(right)}V{short(bottom)}Z" for left, right, top, bottom in boxes
    )


def dots(points: Sequence[Point]) -> str:
    """Lines without length: with round ends they are dots that stay round however the paper is stretched."""
    return "".join(f"M{short(x)} {short(y)}h0" for x, y in points)


def short(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
