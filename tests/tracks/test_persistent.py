"""Mappings and sorted sequences that never change: old versions stay as they were, whatever becomes of the new."""

import random
from dataclasses import FrozenInstanceError, dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.persistent import Map, MapDraft, Ranked, copied

edits = st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers())), max_size=200)


@dataclass(frozen=True, slots=True)
class Thing:
    name: str
    size: int = 0


@given(edits)
def test_a_map_is_a_dictionary_of_which_every_version_stays(changes: list[tuple[int, int | None]]) -> None:
    versions: list[tuple[Map[int, int], dict[int, int]]] = [(Map(), {})]
    for key, value in changes:
        now, model = versions[-1]
        if value is not None:
            versions.append((now.having(key, value), {**model, key: value}))
        elif key in model:
            versions.append((now.without(key), {one: two for one, two in model.items() if one != key}))
    for now, model in versions:
        assert now == model and dict(now) == model and len(now) == len(model)
        assert all((key in now) == (key in model) and now.get(key) == model.get(key) for key in range(31))


def test_a_map_says_what_it_has_not() -> None:
    for empty in (Map[str, int](), Map({"a": 1}).without("a")):
        assert "a" not in empty and empty.get("a") is None and empty.get("a", 5) == 5 and not empty
        with pytest.raises(KeyError):
            empty["a"]
        with pytest.raises(KeyError):
            empty.without("a")
    assert repr(Map({"a": 1})) == "Map({'a': 1})"


@given(st.dictionaries(st.integers(0, 20), st.integers()), edits)
def test_a_draft_collects_edits_and_leaves_the_original_alone(
    start: dict[int, int], changes: list[tuple[int, int | None]]
) -> None:
    original = Map(start)
    draft, model = MapDraft(original), dict(start)
    touched = set()
    for key, value in changes:
        if value is not None:
            draft[key] = model[key] = value
            touched.add(key)
        elif key in model:
            del draft[key], model[key]
            touched.add(key)
        else:
            draft.discard(key)
            with pytest.raises(KeyError):
                del draft[key]
    assert draft.sealed() == model and original == start
    assert draft.changes() == {key: model.get(key) for key in touched}
    assert all(draft.get(key) == model.get(key) and (key in draft) == (key in model) for key in range(31))


def test_a_touched_entry_counts_as_changed() -> None:
    draft = MapDraft(Map({"a": 1, "b": 2}))
    draft.touch("a")
    assert draft.changes() == {"a": 1}


def test_an_edit_goes_to_a_copy_of_its_own_and_further_edits_to_the_same() -> None:
    thing = Thing("a")
    original = Map({"a": thing})
    draft = MapDraft(original)
    first = draft.edit("a", size=1)
    assert draft.edit("a", size=2) is first
    assert (thing.size, original["a"], draft["a"]) == (0, thing, Thing("a", 2))


def test_what_was_put_into_a_draft_is_not_edited_in_place() -> None:
    thing = Thing("a")
    draft: MapDraft[str, Thing] = MapDraft(Map({"a": Thing("old")}))
    draft.edit("a", size=1)
    draft["a"] = thing
    draft.edit("a", size=2)
    assert thing.size == 0 and draft["a"] == Thing("a", 2)


def test_a_copy_is_equal_frozen_and_another() -> None:
    thing = Thing("a", 3)
    copy = copied(thing)
    assert copy == thing and copy is not thing
    with pytest.raises(FrozenInstanceError):
        copy.size = 4  # type: ignore[misc]


def test_a_ranked_sequence_stays_sorted_whatever_comes_and_goes() -> None:
    chooser = random.Random(3)
    ranked: Ranked[tuple[int]] = Ranked()
    model: set[tuple[int]] = set()
    for _ in range(3000):
        item = (chooser.randrange(2000),)
        if item in model:
            ranked, model = ranked.removing(item), model - {item}
        else:
            ranked, model = ranked.adding(item), model | {item}
        assert len(ranked) == len(model)
    assert list(ranked) == sorted(model)
    assert all((item in ranked) == (item in model) for item in ((number,) for number in range(-1, 2001)))


@given(st.sets(st.tuples(st.integers(0, 2000))), st.sets(st.tuples(st.integers(0, 2000))), st.data())
def test_many_changes_at_once_are_the_same_as_one_by_one(
    start: set[tuple[int]], more: set[tuple[int]], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(start)))) if start else set()
    ranked = Ranked(start)
    come = more - start
    assert list(ranked.changed(gone, come)) == sorted((start - gone) | come)
    assert ranked == Ranked(start)


def test_a_ranked_sequence_refuses_to_lose_what_it_has_not() -> None:
    for ranked in (Ranked[tuple[int]](), Ranked([(1,), (3,)])):
        with pytest.raises(KeyError):
            ranked.removing((2,))
    assert Ranked([(1,)]) != [(1,)] and repr(Ranked([(2,), (1,)])) == "Ranked([(1,), (2,)])"
