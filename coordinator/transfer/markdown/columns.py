"""What a table holds, judged by its column heads: rows of words per column, in several languages."""

from dataclasses import dataclass

from ..inline import caption, folded
from .lines import DELIMITER_ROW, cells
from .tree import Node

_COLUMNS = {
    "key": """
        id, task id, track id, issue id, key, #, nr, no, number, ticket, story id, ref, kennung, nummer, código, clave,
        идентификатор, 编号
    """,
    "task": """
        task, task name, title, name, story, description, work item, item, aufgabe, titel, beschreibung, tarea, título,
        tâche, titre, задача, название, 任务, 标题
    """,
    "track": """
        track, stream, workstream, lane, package, spur, strang, arbeitsstrang, paket, pista, flujo, piste, traccia,
        трек, поток, 轨道, tracks name
    """,
    "worker": "instance, terminal, tab, worker, instanz, instancia, экземпляр",
    "tracks": "tracks, streams, workstreams, affected tracks, spuren, stränge, betroffene spuren, pistas, pistes, треки, 轨道们",
    "tasks": "tasks, task list, tasks in track, aufgaben, tareas, tâches, задачи, 任务列表",
    "status": "status, state, zustand, stand, estado, statut, état, stato, статус, 状态",
    "percent": """
        completion %, completion, % complete, progress, complete, percent, %, done, fortschritt, fortschritt %, abschluss %,
        fertig %, progreso, avancement, прогресс, 进度
    """,
    "needs": """
        blockers, blocker, blocked by, dependencies, dependency, depends, depends on, waits for, prerequisites, can start,
        blockiert durch, blockiert von, blockaden, abhängigkeiten, abhängig von, bloqueadores, bloqueos, dependencias,
        bloqueurs, dépendances, зависимости, блокеры, 依赖, 阻塞
    """,
    "owner": """
        owner, assignee, assigned to, agent, responsible, developer, lead, best for, who, verantwortlich, zuständig, besitzer,
        responsable, propriétaire, ответственный, 负责人
    """,
    "priority": "priority, prio, priorität, prioridad, priorité, приоритет, 优先级",
    "estimate": "effort, estimate, hours, estimated time, duration, aufwand, dauer, esfuerzo, durée, points, 预估",
    "parallel": """
        parallelizable, parallel, parallelisable, can parallelize, parallelisierbar, parallel möglich, paralelizable,
        parallélisable, параллельно, 可并行
    """,
    "week": "week, weeks, woche, wochen, semana, semaine, неделя",
    "focus": "focus, scope, goal, fokus, schwerpunkt, foco, enfoque, фокус, 重点, 主要产物",
    "area": """
        area, conflict area, shared resource, resource, file, files, component, shared file, bereich, konfliktbereich, datei,
        ressource, área, zone, область, 区域
    """,
    "resolution": """
        resolution, resolution strategy, strategy, solution, mitigation, rule, how resolved, lösung, auflösung, regel,
        resolución, solución, résolution, решение, 解决方案
    """,
    "version": "version, rev, revision, fassung, versión, версия, 版本",
    "date": "date, datum, fecha, updated, last updated, дата, 日期",
    "changes": "changes, change, what changed, notes, änderungen, änderung, cambios, changements, изменения, 变更",
    "after": "after, after tracks, prerequisite tracks, nach, después de, après, после",
    "check": "check, validation, validate, what to check, criteria, prüfung, validación, проверка, 验证",
    "sync": "sync point, sync, checkpoint, gate, sync punkt, synchronisationspunkt, punto de sincronización",
}
COLUMNS = {word.strip(): role for role, words in _COLUMNS.items() for word in words.replace("\n", " ").split(",")}


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by the role of their column. `others` holds (head, cell) pairs of columns without a role."""

    line: int
    cells: dict[str, str]
    others: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()

    def get(self, role: str) -> str:
        return self.cells.get(role, "")


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[str, ...]
    roles: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: tuple[int, ...]

    def has(self, *roles: str) -> bool:
        return all(role in self.roles for role in roles)


def read_table(node: Node) -> Table | None:
    """The table of a node; None for rows without a head and the line of dashes below it."""
    if len(node.source) < 2 or not DELIMITER_ROW.match(node.source[1][1]):
        return None
    heads = tuple(caption(cell) for cell in cells(node.source[0][1]))
    roles = _distinct(tuple(COLUMNS.get(folded(head), "") for head in heads))
    rows = tuple(_row(number, tuple(cells(text)), heads, roles) for number, text in node.source[2:])
    return Table(heads, roles, rows, (node.source[0][0], node.source[1][0]))


def _distinct(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Of two columns with one role the first keeps it."""
    return tuple(role if role not in roles[:place] else "" for place, role in enumerate(roles))


def _row(line: int, texts: tuple[str, ...], heads: tuple[str, ...], roles: tuple[str, ...]) -> Row:
    named = {role: text for role, text in zip(roles, texts, strict=False) if role}
    others = tuple((head, text) for head, role, text in zip(heads, roles, texts, strict=False) if not role and text)
    surplus = tuple(("", text) for text in texts[len(heads) :] if text)
    return Row(line, named, others + surplus, texts)
