"""Patterns of paths: which are refused, what they cover, and when two of them could mean the same file."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracks.paths import BadPath, covers, normal, overlap, prefix_of, readable

NAMES = ["".join(letters) for length in (1, 2, 3) for letters in product("ab", repeat=length)]
PATHS = ["/".join(names) for depth in (1, 2, 3) for names in product(NAMES if depth < 3 else NAMES[:6], repeat=depth)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("src", "src"), ("./src//api/", "src/api"), ("src/*.py", "src/*.py"), ("src/*/", "src/*/**"),
        ("a/**/**/b", "a/**/b"), ("a**b/c", "a*b/c"), ("docs/[a-z]?.md", "docs/[a-z]?.md"), ("ünï/文", "ünï/文"),
        ("a b/c", "a b/c"), ("**", "**"), (".github/x", ".github/x"),
    ],
)
def test_a_pattern_is_kept_in_one_form(text: str, kept: str) -> None:
    assert normal(text) == kept
    assert normal(kept) == kept


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "empty"), ("  ", "empty"), ("/etc/passwd", "relative"), ("~/x", "relative"), ("C:/x", "relative"),
        ("../x", r"\.\."), ("src/../../x", r"\.\."), ("a\x00b", "control"), ("a\nb", "control"), ("a\\b", "backslash"),
        ("x" * 501, "longer"), ("/".join("x" * 65), "deep"), ("*a" * 17, "wildcards"), ("**/" * 17 + "x", "wildcards"),
        ("a[b", "not closed"), ("a[]", "not closed"), ("[z-a]", "backwards"), ("[/]", "not closed|no character"),
        (".", "whole project"), ("./", "whole project"),
    ],
)
def test_what_is_no_pattern_is_refused_with_the_reason(text: str, because: str) -> None:
    with pytest.raises(BadPath, match=because):
        normal(text)
    assert readable([text, "src"]) == ("src",)


@pytest.mark.parametrize(
    ("pattern", "path", "is_covered"),
    [
        ("src", "src", True), ("src", "src/a/b.py", True), ("src", "srcs", False), ("src/a.py", "src/a.py", True),
        ("src/*.py", "src/a.py", True), ("src/*.py", "src/x/a.py", False), ("src/*", "src/x/a.py", False),
        ("src/*/", "src/x/a.py", True), ("**/test_*.py", "test_a.py", True), ("**/test_*.py", "a/b/test_a.py", True),
        ("src/**", "src", True), ("src/**/b", "src/b/c", True), ("a?c", "abc", True), ("a?c", "a/c", False),
        ("a[!b]c", "abc", False), ("a[!b]c", "axc", True), ("a[b-d]c", "acc", True), ("a[]]c", "a]c", True),
        ("README", "readme", False), ("app/[slug]/page.tsx", "app/[slug]/page.tsx", True),
        ("app/[slug]/page.tsx", "app/s/page.tsx", True), ("a", "*", False), ("[*]", "*", True), ("*", "[x]", True),
    ],
)
def test_a_pattern_covers_a_path(pattern: str, path: str, is_covered: bool) -> None:
    assert covers(normal(pattern), path) is is_covered


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ("src", "src/a.py", True), ("src/*.py", "src/a*", True), ("src/*.py", "src/*.rs", False),
        ("src/**", "docs/**", False), ("**/a.py", "src/*.py", True), ("**/a.py", "src/b*.py", False),
        ("a/**/z", "a/b/**", True), ("[ab]", "[bc]", True), ("[ab]", "[cd]", False), ("[!a]", "a", False), ("*", "**", True),
        ("src/*", "src/x/a.py", False), ("src/a", "src/ab", False), ("app/[id]", "app/[slug]/x", False),
        ("src/a.py", "**/*.sql", False), ("src/a.py", "**", True), ("src/a", "**/*.sql", True), ("conf.d", "conf.d/x", True),
        ("src/*.py", "src/*_test.py", True), ("src/*_a.py", "src/*_b.py", False),
        ("conf.d", "conf.d/*.conf", True), (".github", "**/x.yml", True), ("v1.2", "**/x", True), ("src/a.py", "src/*", True),
    ],
)
def test_two_patterns_overlap_when_some_path_is_covered_by_both(one: str, other: str, meets: bool) -> None:
    assert overlap(normal(one), normal(other)) is overlap(normal(other), normal(one)) is meets


parts = st.lists(st.sampled_from(["a", "b", "?", "*", "[ab]", "[!a]"]), min_size=1, max_size=3).map("".join)
patterns = st.lists(st.one_of(parts, parts, st.just("**")), min_size=1, max_size=3).map("/".join).map(normal)


def expression(pattern: str) -> re.Pattern[str]:
    """The same pattern as a regular expression, made another way."""
    names = pattern.split("/")
    made = "".join("(?:[^/]+/)*" if name == "**" else f"(?:{in_a_name(name)})/" for name in names)
    below = "" if re.search(r"[*?\[]", names[-1]) else "(?:[^/]+/)*"
    return re.compile(f"{made}{below}")


def in_a_name(name: str) -> str:
    wild = name.replace("?", "[^/]").replace("*", "[^/]*").replace("[!a]", "[^/a]")
    return f"{wild}|{re.escape(name)}" if "[" in name else wild


@settings(max_examples=300, deadline=None)
@given(patterns, st.sampled_from(PATHS))
def test_what_is_covered_is_what_a_regular_expression_would_find(pattern: str, path: str) -> None:
    assert covers(pattern, path) is bool(expression(pattern).fullmatch(f"{path}/"))


few_parts = st.lists(st.sampled_from(["a", "b", "?", "*", "[ab]", "[!a]"]), min_size=1, max_size=2).map("".join)
small = st.lists(st.one_of(few_parts, st.just("**")), min_size=1, max_size=2).map("/".join).map(normal)
SHORT = ["".join(letters) for length in (1, 2, 3) for letters in product([*"abc", "[ab]", "[!a]"], repeat=length)]
WIDER = [*SHORT, *("".join(letters) for letters in product("ab", repeat=4))]


@settings(max_examples=300, deadline=None)
@given(small, small)
def test_overlap_is_that_a_path_can_be_found_which_both_cover(one: str, other: str) -> None:
    fitting = [name for name in WIDER if any(covers(part, name) for pattern in (one, other) for part in pattern.split("/"))]
    ways = ("/".join(way) for depth in (1, 2, 3, 4) for way in product(some(fitting, one, other), repeat=depth))
    found = next((path for path in ways if covers(one, path) and covers(other, path)), None)
    assert overlap(one, other) is overlap(other, one) is (found is not None)


def some(names: list[str], one: str, other: str) -> list[str]:
    """One name for each set of parts of the patterns that it fits: names that fit the same are as good as each other."""
    parts = [part for pattern in (one, other) for part in pattern.split("/") if part != "**"]
    kinds = {tuple(covers(part, name) for part in parts): name for name in reversed(names)}
    return list(kinds.values())


@pytest.mark.parametrize("pattern", ["*a" * 16, "**/" * 15 + "x*", "a" * 250, "/".join("?" * 64), "*" + "a?" * 240])
def test_the_worst_patterns_take_no_time_to_speak_of(pattern: str) -> None:
    pattern = normal(pattern)
    for other in ("*b" * 16, "**/" * 15 + "y*", "**/" + "/".join("?" * 62), "*" + "?b" * 240):
        assert overlap(pattern, normal(other)) is overlap(normal(other), pattern)


def test_two_patterns_can_overlap_only_where_one_begins_as_the_other_does() -> None:
    assert [prefix_of(one) for one in ("src/api/*.py", "src", "**/a", "a/[b]/c")] == ["src/api/", "src/", "", "a/"]
