"""What documents call the things they speak of: a table of nouns in several languages. To teach a word, add it here."""

import re

TRACK, WORKER, TASK, SYNC, TIME = "track", "worker", "task", "sync", "time"

_NOUNS = {
    TRACK: """
        track tracks stream streams workstream workstreams lane lanes swimlane package packages workpackage ws
        spur spuren strang stränge arbeitsstrang arbeitspaket arbeitspakete teilprojekt
        pista pistas flujo flujos piste pistes chantier traccia tracce trilha trilhas
        трек треки поток потоки 轨道 トラック 트랙
    """,
    WORKER: """
        instance instances agent agents terminal terminals tab tabs worktree worktrees developer developers dev devs
        worker workers thread threads engineer
        instanz instanzen entwickler entwicklerin agenten arbeiter
        instancia instancias agente agentes desarrollador développeur istanza instância
        агент агенты разработчик 智能体 代理 エージェント 에이전트
    """,
    TASK: """
        task tasks subtask subtasks story stories ticket tickets item items step steps
        aufgabe aufgaben teilaufgabe teilaufgaben unteraufgabe unteraufgaben schritt schritte
        tarea tareas subtarea subtareas tâche tâches tarefa tarefas compito compiti attività
        задача задачи 任务 タスク 작업
    """,
    SYNC: """
        sync syncs sync-point sync-points syncpoint checkpoint checkpoints gate gates
        synchronisationspunkt synchronisationspunkte sync-punkt sync-punkte prüfpunkt prüfpunkte
    """,
    TIME: """
        phase phases wave waves sprint sprints batch batches week weeks day days milestone milestones iteration
        iterations stage stages round rounds session sessions
        phasen welle wellen woche wochen tag tage meilenstein meilensteine etappe
        fase fases semana semanas semaine semaines vague étape фаза этап неделя 阶段
    """,
}

_KIND = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}


def kind_of(noun: str) -> str:
    """Which kind of thing this noun names; empty for any other word."""
    return _KIND.get(re.sub(r"\s+", "-", noun.casefold().strip()), "")


def pattern(*kinds: str) -> str:
    """A regular expression for the nouns of these kinds (of all without any), longest first."""
    nouns = (noun for noun, kind in _KIND.items() if not kinds or kind in kinds)
    return "|".join(re.escape(noun).replace(r"\-", r"[\s-]?") for noun in sorted(nouns, key=len, reverse=True))
