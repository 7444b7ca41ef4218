"""Where people go: one table from which the side bar, the keys and the list of keys are drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the side bar. `key` is what g is followed by; `also` are the pages that belong to it; `counts`: its
    ?fragment=count is how many there are."""

    name: str
    word: str
    sign: str
    key: str
    also: tuple[str, ...] = ()
    counts: bool = False


SETTINGS = ("settings-people", "settings-tokens", "settings-webhooks", "settings-webhook", "settings-proof")
OF_PROJECT = (
    Entry("overview", "Overview", "layout-dashboard", "o"),
    Entry("attention", "Needs a person", "hand", "n", counts=True),
    Entry("tracks", "Tracks", "milestone", "t", ("track",)),
    Entry("tasks", "Tasks", "list-checks", "l", ("task",)),
    Entry("board", "Board", "kanban", "b"),
    Entry("graph", "Graph", "workflow", "g"),
    Entry("schedule", "Schedule", "chart-gantt", "s"),
    Entry("sync-points", "Sync points", "git-merge", "y", ("sync",)),
    Entry("integration", "Integration", "handshake", "h"),
    Entry("conflicts", "Conflicts", "git-compare-arrows", "x"),
    Entry("agents", "Agents", "bot", "a", ("agent",)),
    Entry("messages", "Messages", "messages-square", "m", ("message",)),
    Entry("decisions", "Decisions", "scale", "e", ("decision",)),
    Entry("activity", "Activity", "activity", "f", ("event", "compare")),
    Entry("reports", "Reports", "chart-line", "r", ("report", "report-of-day", "measurement")),
    Entry("imports", "Import", "file-input", "i", ("import",)),
    Entry("settings", "Settings", "settings", ",", SETTINGS),
)
OUTSIDE = (Entry("projects", "Projects", "layers", "p"),)
EVERYWHERE = (Entry("docs", "Docs", "book-open", "d", ("doc",)),)
FOR_STAFF = (Entry("admin:index", "Audit", "shield-check", "u"),)
