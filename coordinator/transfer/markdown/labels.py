"""What a label (`**Owner**:`, `#### Tasks`, `- Files:`) announces: rows of words per role, in several languages.

A label without a row here is kept with its text, as the document wrote it.
"""

import re
from dataclasses import dataclass

from ..inline import caption, folded, last_bracket, leading_emoji, plain

_ROLES = {
    "focus": """
        focus, focus area, focus areas, primary focus, scope, specialty, expertise, area of focus
        ; fokus, schwerpunkt, schwerpunkte, fokusbereich, fokusbereiche, bereich, thema
        ; foco, enfoque, área de enfoque ; domaine, périmètre ; ambito ; фокус, область ; 重点, 范围
    """,
    "owner": """
        owner, owners, owned by, assigned to, assignee, agent, lead, responsible, engineer, developer, instance, who
        ; verantwortlich, verantwortliche, verantwortlicher, zuständig, besitzer, eigentümer, inhaber, agentin, bearbeiter
        ; responsable, propietario, propietaria, dueño, asignado a ; propriétaire, assigné à
        ; responsabile, proprietario ; responsável ; ответственный, исполнитель, владелец ; 负责人, 担当, 担当者, 담당
    """,
    "status": """
        status, state, current status, current state, task status, track status
        ; zustand, stand, aktueller status ; estado, estado actual ; statut, état ; stato ; situação ; статус ; 状态, 状況
    """,
    "tasks": """
        tasks, task list, assigned tasks, primary tasks, current tasks, all tasks, work items, to do, todo, todos,
        tasks to complete, task breakdown, backlog, remaining tasks, key tasks, main tasks, delegated tasks
        ; aufgaben, aufgabenliste, zugewiesene aufgaben, aktuelle aufgaben, hauptaufgaben, arbeitspakete
        ; tareas, tareas asignadas, lista de tareas ; tâches ; attività, compiti ; tarefas ; задачи ; 任务, 任务列表, タスク
    """,
    "active": """
        active tasks, in progress tasks, tasks in progress, ongoing tasks, current task, working on, now
        ; aktive aufgaben, laufende aufgaben, in arbeit ; tareas activas, en progreso ; tâches en cours
    """,
    "deliverables": """
        deliverables, deliverable, outputs, output, artifacts, artefacts, expected output, expected deliverables
        ; liefergegenstände, lieferobjekte, ergebnisse, ergebnis, lieferungen, liefergegenstand
        ; entregables, entregable ; livrables, livrable ; risultati ; entregáveis, entregas ; результаты ; 交付物, 产物, 成果物
    """,
    "dependencies": """
        dependencies, dependency, depends on, depends, dependent on, blocked by, blocker, blockers, requires,
        prerequisites, prerequisite, waits for, waiting for, waiting on, needs, can start, can start after, after
        ; abhängigkeiten, abhängigkeit, abhängig von, hängt ab von, blockiert durch, blockiert von, voraussetzungen,
        voraussetzung, benötigt, wartet auf, blocker
        ; dependencias, depende de, bloqueado por, requisitos ; dépendances, dépend de, bloqué par, prérequis
        ; dipendenze, dipende da ; dependências ; зависимости, зависит от, блокируется ; 依赖, 前置条件, 依存関係
    """,
    "blocks": """
        blocks, is blocking, unblocks, required by, needed by ; blockiert, wird benötigt von ; bloquea ; bloque ; 阻塞
    """,
    "files": """
        key files, files, file, files owned, owned files, files to modify, files to create, paths, path, file ownership,
        key files to create/modify, files modified, files to touch, components, modules
        ; wichtige dateien, schlüsseldateien, dateien, zentrale dateien, pfade
        ; archivos, archivos clave ; fichiers, fichiers clés ; file chiave ; arquivos ; файлы, ключевые файлы ; 文件, 关键文件
    """,
    "directory": """
        working directory, directory, work directory, workspace, worktree, working dir, folder
        ; arbeitsverzeichnis, verzeichnis ; directorio de trabajo, directorio ; répertoire de travail ; рабочий каталог
        ; 工作目录
    """,
    "role": "role, rolle, rol, rôle, ruolo, função, роль, 角色",
    "steps": """
        steps, step, subtasks, sub tasks, checklist, actions, action items ; schritte, teilaufgaben, unteraufgaben
        ; pasos, subtareas ; étapes ; passaggi ; шаги ; 步骤
    """,
    "criteria": """
        success criteria, success criterion, success metric, success metrics, acceptance criteria, acceptance,
        definition of done, completion criteria, validation, verification, exit criteria, done when
        ; erfolgskriterien, akzeptanzkriterien, abnahmekriterien, erfolgsmetriken, erfolgskriterium
        ; criterios de éxito, criterios de aceptación ; critères de succès ; критерии успеха ; 验收, 验收标准
    """,
    "priority": "priority, priorität, prioridad, priorité, priorità, prioridade, приоритет, 优先级",
    "estimate": """
        estimate, estimated time, estimated effort, estimated duration, effort, duration, time, hours, est, eta estimate
        ; aufwand, geschätzter aufwand, dauer, schätzung ; estimación, esfuerzo, duración ; durée, effort estimé ; 预估
    """,
    "progress": "progress, completion, percent, complete, % complete, fortschritt, progreso, avancement, прогресс, 进度",
    "parallel": """
        parallel, parallelizable, parallelisable, can run in parallel, can parallelize, parallelizability
        ; parallelisierbar, parallel möglich ; paralelizable ; parallélisable ; 并行
    """,
    "weeks": "week, weeks, scheduled, schedule, woche, wochen, zeitraum, semana, semanas, semaine, неделя",
    "capabilities": """
        capabilities, required capabilities, skills, required skills ; fähigkeiten, kenntnisse ; habilidades ; compétences
    """,
    "risks": "risks, risk, risk mitigation, mitigation, risiken, risiko, riesgos, risques, риски, 风险",
    "next": "next steps, next, nächste schritte, próximos pasos, prochaines étapes, следующие шаги, 下一步",
    "check": "check, checks, gate check, prüfung, comprobación, contrôle, проверка",
    "updated": """
        last updated, updated, last update, updated at, date, stand vom, zuletzt aktualisiert, aktualisiert, letzte änderung
        ; fecha, última actualización ; mise à jour, dernière mise à jour ; дата, обновлено ; 更新, 最后更新
    """,
}

ROLES = {
    word.strip(): role
    for role, words in _ROLES.items()
    for language in words.split(";")
    for word in language.split(",")
    if word.strip()
}
_QUALIFIERS = frozenset(
    """
    key main primary assigned current delegated remaining required expected core external internal hard soft task track
    major planned new additional detailed specific technical immediate known agent instance
    wichtige zentrale aktuelle offene externe interne alle principales clave
    """.split()
)
_STRONG = re.compile(
    r"^(?:\*\*|__)(?P<name>[^*]{1,80}?)(?P<colon>\s*[:：])?\s*(?:\*\*|__)"
    r"(?P<after>\s*\([^()]{0,60}\))?\s*(?P<end>[:：])?\s*(?P<value>.*)$"
)
_SOFT = re.compile(r"^(?P<name>[^\W\d_][^:：|*`]{0,60}?)\s*[:：](?:\s+|$)(?P<value>.*)$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label with what stands behind it on its line. `role` is empty for a label without a row."""

    role: str
    name: str
    value: str


def role_of(name: str) -> str:
    """What a label of this name announces; empty for an unknown one. `Key Files (new)` counts as `Key Files`."""
    words = folded(last_bracket(caption(name)).text)
    if words in ROLES:
        return ROLES[words]
    before, _, last = words.rpartition(" ")
    return ROLES.get(last, "") if set(before.split()) <= _QUALIFIERS and before else ""


def read_label(text: str) -> Label | None:
    """The label a line starts with; plain ones (`Focus: x`) count only when their word is known."""
    line = leading_emoji(text).rest
    if strong := _STRONG.match(line):
        if not (strong["colon"] or strong["end"] or not strong["value"]):
            return None
        name = plain(strong["name"])
        return Label(role_of(name), name + (strong["after"] or ""), strong["value"].strip())
    soft = _SOFT.match(plain(line))
    if soft and (role := role_of(soft["name"])):
        return Label(role, soft["name"].strip(), soft["value"].strip())
    return None
