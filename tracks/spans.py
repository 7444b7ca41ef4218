"""How long something took, in the words of people: `12 s`, `3 min`, `2 hours`."""

UNITS = ((86400, "d", "day", "days"), (3600, "h", "hour", "hours"), (60, "m", "min", "min"))


def span(seconds: int, short: bool = False) -> str:
    for size, letter, one, many in UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count}{letter}" if short else f"{count} {one if count == 1 else many}"
    return f"{seconds}s" if short else f"{seconds} s"
