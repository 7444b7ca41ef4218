"""What a section is about, judged by its heading: rows of words per kind, in several languages, first match wins."""

import re
from dataclasses import dataclass

from ..inline import caption, folded, last_bracket
from ..status_words import MEANING

_KINDS = {
    "legend": "legend | legende | status (?:key|legend|codes) | leyenda | légende | легенда | 图例",
    "template": "templates? | vorlagen? | examples? | beispiele? | plantillas? | шаблон | 模板",
    "graph": """
        graph | diagram | dependency (?:tree|map|chart|matrix) | critical path | abhängigkeitsgraph | grafo | graphe
        | граф | 依赖图
    """,
    "sync": """
        sync(?:hroni[sz]ation)?s? ?(?:points?|gates?) | checkpoints? | quality gates | sync ?punkte
        | synchronisationspunkte | puntos de sincronización | points de synchronisation | точки синхронизации | 同步点
    """,
    "conflicts": """
        conflict (?:areas?|zones?|points?) | potential conflicts | conflict prevention | shared (?:files|resources)
        | konfliktbereiche? | konflikte | konfliktzonen | áreas de conflicto | zones de conflit | зоны конфликтов | 冲突
    """,
    "integration": """
        integration points? | integration dependencies | integrationspunkte? | schnittstellen
        | puntos de integración | points d'intégration | точки интеграции | 集成点
    """,
    "schedule": """
        schedule | timeline | execution plan | zeitplan | ablaufplan | ausführungsplan | cronograma | calendrier | расписание
        | 排期
    """,
    "allocation": """
        (?:resource|team|agent|developer|work) ?allocation | staffing | ressourcen\\w* | asignación de recursos
        | allocation des ressources | распределение ресурсов | 资源分配
    """,
    "updates": """
        progress (?:updates?|log|notes) | (?:session|work|daily|activity|status) (?:log|updates?|notes) | completion notes
        | fortschrittsberichte? | sitzungsprotokoll | arbeitsprotokoll | actualizaciones | журнал | 进展
    """,
    "progress": """
        progress (?:tracking|table|tracker|overview|matrix) | tracking table | fortschritt\\w* | seguimiento | suivi
        | отслеживание | 进度跟踪
    """,
    "history": """
        (?:document|version|revision|change) ?(?:history|log) | changelog | dokument\\w*historie | änderungs\\w+
        | versionshistorie | dokument\\w*verlauf | historial | historique | история | 修订历史
    """,
    "rates": """
        completion rates? | completion statistics | overall progress | statistics | abschlussquoten? | kennzahlen | tasas
        | taux | статистика
    """,
    "status": """
        current (?:status|state) | status summary | status overview | project status | ^status$ | statusübersicht
        | aktueller (?:status|stand) | estado actual | état actuel | текущий статус | 当前状态
    """,
    "protocol": """
        communication | protocols? | coordination rules | rules | kommunikation\\w* | regeln | protokolle? | comunicación
        | правила | 沟通 | 规则
    """,
    "risks": "risks? | mitigation | risiken | risiko\\w* | riesgos | risques | риски | 风险",
    "next": """
        next steps? | next actions? | nächste schritte | próximos pasos | prochaines étapes | следующие шаги | 下一步
    """,
    "criteria": """
        success (?:criteria|metrics) | definition of done | acceptance criteria | completion criteria
        | erfolgs(?:kriterien|metriken) | akzeptanzkriterien | criterios de \\w+ | критерии | 验收 | 成功标准
    """,
    "dependencies": "dependencies | abhängigkeiten | dependencias | dépendances | зависимости | 依赖",
    "overview": """
        overview | introduction | purpose | about | objective | übersicht | überblick | einleitung | zweck | resumen
        | descripción | vue d'ensemble | обзор | 概述
    """,
}
_PATTERNS = [
    (kind, re.compile(rf"(?:^|(?<=\W))(?:{'|'.join(word.strip() for word in words.split('|'))})(?=\W|$)"))
    for kind, words in _KINDS.items()
]
_LISTED = re.compile(
    r"^(?P<before>.*?)\s*(?:main |main-)?(?:tasks?|work|items?|aufgaben|arbeiten|tareas|tâches|задачи|任务)?$"
)
_PRIORITIES = re.compile(r"^(critical|high|medium|low|hohe|niedrige|mittlere)(?: priority| priorität)?\b")


@dataclass(frozen=True, slots=True)
class StatusList:
    """A heading such as `High-Priority Pending`: the tasks listed below are in this status, of this priority."""

    status: str
    priority: str = ""


def section_kind(heading: str) -> str:
    """What the section holds; empty for a heading that says nothing we know."""
    words = folded(last_bracket(caption(heading)).text) or folded(heading)
    return next((kind for kind, pattern in _PATTERNS if pattern.search(words)), "")


def status_list(heading: str) -> StatusList | None:
    """The status a whole section stands for; None for a heading that is no mere status."""
    words = folded(last_bracket(caption(heading)).text)
    if words in MEANING:
        return StatusList(MEANING[words])
    priority = _PRIORITIES.match(words)
    rest = words[priority.end() :].strip() if priority else words
    listed = _LISTED.match(rest)
    status = MEANING.get(listed["before"] if listed else rest)
    if not status:
        return None
    return StatusList(status, _PRIORITY_WORDS[priority[1]] if priority else "")


_PRIORITY_WORDS = {
    "critical": "critical", "high": "high", "medium": "medium", "low": "low",
    "hohe": "high", "niedrige": "low", "mittlere": "medium",
}  # fmt: skip
