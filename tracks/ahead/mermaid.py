"""The graph as a Mermaid flowchart. What people wrote is text in it, never markup."""

from tracks.ahead.picture import GraphNode, Picture

LABEL = str.maketrans({'"': "'", "\n": " ", "<": "‹", ">": "›", "&": "+", "`": "'", "#": "♯", ";": ",", "\\": "/"})
SHAPES = {"task": ("[", "]"), "track": ("[[", "]]"), "sync": ("{{", "}}")}


def mermaid(drawn: Picture) -> str:
    """Arrows go from what is needed to what waits for it: drawn through once it is there, dotted until then."""
    names = {one.ref: f"n{number}" for number, one in enumerate(drawn.nodes)}
    by_ref = {one.ref: one for one in drawn.nodes}
    inside = {one for group in drawn.groups for one in group.nodes}
    lines = ["flowchart LR"]
    for number, group in enumerate(drawn.groups):
        lines.append(f'  subgraph g{number}["{label(group.key, group.title)}"]')
        lines += [f"    {names[one]}{box(by_ref[one])}" for one in group.nodes]
        lines.append("  end")
    lines += [f"  {names[one.ref]}{box(one)}" for one in drawn.nodes if one.ref not in inside]
    lines += [f"  {names[edge.needs]} {'-->' if edge.satisfied else '-.->'} {names[edge.item]}" for edge in drawn.edges]
    return "\n".join(lines) + "\n"


def box(one: GraphNode) -> str:
    left, right = SHAPES[one.kind]
    return f'{left}"{label(one.key, one.title)}"{right}:::{one.status}'


def label(key: str, title: str) -> str:
    return f"{key} {title}".translate(LABEL)
