"""Random plans on paper: documents as an importer would hand them over, sound or not."""

from hypothesis import strategies as st

from tracks import document as d

TRACKS = ("A", "B", "C")
TASKS = ("1", "2", "3", "4", "5", "6", "7", "8")
AGENTS = ("ada", "bob", "cleo")
POINTS = ("1", "2")
STATUSES = (d.NOT_STARTED, d.NOT_STARTED, d.IN_PROGRESS, d.IN_REVIEW, d.DONE, d.BLOCKED, d.FAILED, d.CANCELLED, d.DEFERRED)

track_keys = st.sampled_from(TRACKS)
task_keys = st.sampled_from(TASKS)
agent_names = st.sampled_from(AGENTS)
items = st.one_of(track_keys.map(lambda key: f"track/{key}"), task_keys.map(lambda key: f"task/{key}"))
point_keys = st.sampled_from(POINTS)
references = st.one_of(items, items, point_keys.map(lambda key: f"sync/{key}"))
short_texts = st.sampled_from(["", "one", "two"])

track_entries = st.builds(
    d.TrackEntry, key=track_keys, title=st.sampled_from(["Web", "Data"]), status=st.sampled_from(STATUSES), notes=short_texts,
)
task_entries = st.builds(
    d.TaskEntry, key=task_keys, title=st.sampled_from(["Build", "Test"]), track=st.one_of(st.just(""), track_keys),
    parent=st.one_of(st.just(""), st.just(""), task_keys), status=st.sampled_from(STATUSES),
    priority=st.sampled_from(["medium", "high", "odd"]), percent=st.sampled_from([None, 0, 40]),
    estimate=st.sampled_from([None, 0, 30, 500]), capabilities=st.sampled_from([(), ("python",)]),
    steps=st.lists(st.builds(d.StepEntry, text=short_texts, done=st.booleans()), max_size=2).map(tuple),
    notes=short_texts, line=st.integers(1, 50),
)
documents = st.builds(
    d.Document, format=st.just("markdown"), digest=st.sampled_from(["a" * 64, "b" * 64]),
    title=st.sampled_from(["Plan", "Other plan"]),
    tracks=st.lists(track_entries, max_size=4).map(tuple),
    tasks=st.lists(task_entries, max_size=10).map(tuple),
    dependencies=st.lists(
        st.builds(d.DependencyEntry, item=references, needs=references, text=short_texts, line=st.integers(1, 50)), max_size=8
    ).map(tuple),
    agents=st.lists(st.builds(d.AgentEntry, name=agent_names, title=short_texts, notes=short_texts), max_size=2).map(tuple),
    sync_points=st.lists(
        st.builds(d.SyncPointEntry, key=point_keys, title=short_texts, after=st.lists(references, max_size=3).map(tuple)),
        max_size=3,
    ).map(tuple),
    conflict_areas=st.lists(st.builds(d.ConflictAreaEntry, area=short_texts, resolution=short_texts), max_size=2).map(tuple),
    integration_points=st.lists(
        st.builds(d.IntegrationPointEntry, title=short_texts, refs=st.lists(items, max_size=1).map(tuple)), max_size=2
    ).map(tuple),
    allocations=st.lists(
        st.builds(d.AllocationEntry, scenario=st.just("two"), who=agent_names, text=short_texts), max_size=2
    ).map(tuple),
    notes=st.lists(st.builds(d.NoteEntry, kind=st.just("risk"), text=short_texts), max_size=2).map(tuple),
)
