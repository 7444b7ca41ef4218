"""Resource allocation: who would do what in each scenario. Names of agents found here become agents."""

import re
from dataclasses import replace

from tracks.document import AllocationEntry

from ..inline import folded, plain
from ..mentions import bare_keys, mentions
from ..nouns import TRACK, WORKER
from ..waits import begins_with_wait
from .entities import AgentDraft
from .labels import read_label
from .owners import find_named
from .place import Place, Reader
from .told import told
from .tree import ITEM, Node, is_label

_AGENTS = re.compile(
    r"\b(?:ai|ki|ia|llm|agents?|agenten|agentes|instances?|instanzen|instancias|bots?|claude|codex|gemini|terminals?)\b|агент|智能体"
)
_IF = re.compile(r"^(?:if|when|falls|wenn|si|se|если|如果)\s+(?:using\s+|you have\s+)?", re.IGNORECASE)
_NO_KEYS = frozenset({"AI", "ML", "QA", "UI", "UX", "DB", "CI", "CD", "PM", "IT"})


def read_allocation(reader: Reader, node: Node, place: Place) -> None:
    """A bullet (`- **Dev 1**: Track A → C`) or a sentence of one scenario."""
    label = read_label(node.text)
    if node.kind != ITEM and is_label(node.text) and node.children:
        _sentence(reader, node, place)
        return
    reader.draft.cover_all(node)
    who, text = (plain(label.name), plain(label.value)) if label else _parted(plain(node.text))
    text = "\n".join(part for part in (text, *(told(child) for child in node.children)) if part)
    scenario = _scenario(place)
    reader.draft.later.append(lambda: _allocate(reader, scenario, who, text, node.line, place))


def _sentence(reader: Reader, node: Node, place: Place) -> None:
    """`Execute tracks sequentially:` over a chain of tracks; lists below it are entries of their own."""
    if any(child.kind == ITEM for child in node.children):
        reader.draft.keep("note", replace_children(node), place.about)
        for child in node.children:
            reader.visit(child, place)
        return
    reader.draft.cover_all(node)
    scenario, text = _scenario(place), " ".join([plain(node.text), *(told(child) for child in node.children)])
    reader.draft.later.append(lambda: _allocate(reader, scenario, "", text, node.line, place))


def replace_children(node: Node) -> Node:
    """The node alone, without what is below it."""
    return replace(node, children=[])


def _allocate(reader: Reader, scenario: str, who: str, text: str, line: int, place: Place) -> None:
    tracks = _tracks(reader, text)
    who = who or _IF.sub("", scenario)
    reader.draft.allocations.append(AllocationEntry(scenario, who, text, tracks, line))
    is_of_agents = bool(_AGENTS.search(folded(scenario))) or not _is_a_choice(place)
    if is_of_agents and tracks and not any(find_named(reader.draft, who)):
        agent = reader.draft.agent(who) or AgentDraft(who, who, line)
        agent.is_allocated = True
        agent.tracks += [track for track in tracks if track not in agent.tracks]
        reader.draft.agents[who.casefold()] = agent


def _tracks(reader: Reader, text: str) -> tuple[str, ...]:
    """Keys of the tracks in the text, as they stand in it; those the document does not have are left out."""
    words = text.replace("\n", " ; ")
    known = {track.key for track in reader.draft.tracks.values()}
    named = [key for mention in mentions(words, known) if mention.kind in (TRACK, WORKER) for key in mention.keys]
    brackets = [bracket for bracket in re.findall(r"\(([^()]*)\)", words) if not begins_with_wait(bracket)]
    inside = [key for bracket in brackets for key in bare_keys(f"{bracket} ;", known) if len(key) < 3 or key in known]
    keys = named + bare_keys(words, known) + _lone_letters(words) + inside
    found = (reader.draft.track(key) for key in keys if key not in _NO_KEYS or key in named)
    return tuple(dict.fromkeys(track.key for track in found if track))


def _lone_letters(text: str) -> list[str]:
    return re.findall(r"(?<![\w.'’-])[B-Z](?![\w'’.-])", text)


def _scenario(place: Place) -> str:
    return place.headings[-1] if place.headings else ""


def _is_a_choice(place: Place) -> bool:
    return len(place.headings) > 0 and bool(_IF.match(place.headings[-1]))


def _parted(text: str) -> tuple[str, str]:
    who, colon, rest = text.partition(": ")
    return (who, rest) if colon else ("", text)
