"""Which status a word means: one row of words per status, in several languages. To teach a word, add it to its row.

Words are written as `folded` leaves them: small letters, blanks for dashes and underscores.
"""

from tracks.document import BLOCKED, CANCELLED, DEFERRED, DONE, FAILED, IN_PROGRESS, IN_REVIEW, NOT_STARTED

_WORDS = {
    NOT_STARTED: """
        not started, not yet started, not begun, not done, not complete, not completed, unstarted, todo, to do, open,
        pending, planned, ready, ready to start, can start, available, queued, new, backlog, upcoming, scheduled,
        starting soon, missing, proposed, incomplete, next, remaining
        ; offen, geplant, bereit, startbereit, startklar, nicht begonnen, nicht gestartet, noch nicht begonnen,
        noch nicht gestartet, ausstehend, neu, anstehend, zu erledigen, nicht fertig, unfertig, nicht erledigt
        ; pendiente, pendientes, planificado, planificada, listo, lista, listo para empezar, no iniciado, no iniciada,
        sin empezar, por hacer
        ; à faire, planifié, prêt, prête, en attente, non commencé, pas commencé, non démarré
        ; da fare, pianificato, pronto, non iniziato ; a fazer, pendente, planejado, não iniciado
        ; не начато, запланировано, готов к старту, ожидает ; 待办, 未开始, 计划中, 待处理, 未着手, 예정, 대기
    """,
    IN_PROGRESS: """
        in progress, inprogress, wip, active, working, working on, started, ongoing, underway, under way, doing, running,
        executing, current, currently, claimed, partial, partially, partially done, partially complete,
        partly done, mostly done, mostly complete, nearly done, nearly complete, almost done, almost complete,
        half done, on track, at risk, continuing
        ; in arbeit, in bearbeitung, läuft, laufend, begonnen, gestartet, angefangen, aktiv, teilweise, fast fertig
        ; en progreso, en curso, en marcha, activo, activa, parcial ; en cours, commencé, commencée, actif
        ; in corso, iniziato ; em andamento, em progresso, iniciado
        ; в работе, в процессе, начато ; 进行中, 進行中, 开发中, 진행 중, 진행중
    """,
    IN_REVIEW: """
        review, in review, reviewing, under review, needs review, pending review, awaiting review, ready for review,
        verifying, in verification, needs verification, needs re verification, in testing, in test, in qa, qa
        ; in prüfung, in überprüfung, im review, zur prüfung, im test ; en revisión ; en revue, en relecture
        ; in revisione ; em revisão ; на проверке, на ревью ; 审核中, 评审中, レビュー中, 검토 중
    """,
    DONE: """
        done, completed, complete, finished, verified, closed, merged, shipped, delivered, implemented, resolved,
        fully implemented, fully completed, fully done, all done, achieved, passed, accepted, fixed
        ; erledigt, fertig, fertiggestellt, abgeschlossen, umgesetzt, beendet, vollständig
        ; completado, completada, completo, completa, hecho, hecha, terminado, terminada, finalizado, finalizada
        ; terminé, terminée, achevé, achevée, fait, faite, fini ; completato, completata, fatto, finito
        ; concluído, concluída, feito, feita ; готово, завершено, выполнено, сделано ; 完成, 已完成, 完了, 완료
    """,
    BLOCKED: """
        blocked, waiting, waits, waiting for, waiting on, on hold, depends, depends on, dependent on, stuck, paused,
        held, blocking issue, start when
        ; blockiert, gesperrt, wartet, wartend, wartet auf, pausiert, angehalten, hängt ab von, abhängig von
        ; bloqueado, bloqueada, en espera, en pausa, depende de ; bloqué, bloquée, en pause, dépend de
        ; bloccato, bloccata, in attesa ; em espera ; заблокировано, заблокирован, в ожидании, ждёт
        ; 阻塞, 被阻塞, 等待, 等待中, 待ち, 차단
    """,
    FAILED: """
        failed, failing, broken, error ; fehlgeschlagen, gescheitert, kaputt ; fallido, fallida, falló
        ; échoué, échouée ; fallito ; falhou ; не удалось, провалено ; 失败, 失敗, 실패
    """,
    CANCELLED: """
        cancelled, canceled, dropped, abandoned, skipped, won't do, wont do, obsolete, superseded, rejected, removed
        ; abgebrochen, verworfen, gestrichen, entfällt, storniert, aufgegeben ; cancelado, cancelada, descartado
        ; annulé, annulée, abandonné ; annullato ; отменено, отменён ; 取消, 已取消, 취소
    """,
    DEFERRED: """
        deferred, postponed, later, parked, delayed, moved to, future ; verschoben, zurückgestellt, vertagt, später
        ; aplazado, pospuesto ; reporté, différé ; rinviato, rimandato ; adiado ; отложено ; 推迟, 延期, 연기
    """,
}

MEANING = {
    word.strip(): status
    for status, words in _WORDS.items()
    for language in words.split(";")
    for word in language.split(",")
    if word.strip()
}
LONGEST = max(len(word.split()) for word in MEANING)

_EMOJI = {
    DONE: "✅ ✔ ☑",
    IN_PROGRESS: "🔄 🚧 ▶ 🏃 🔁",
    NOT_STARTED: "📋 ⏳ ⌛ ⬜ ◻ ☐ 🔲 🆕 ❌",
    BLOCKED: "⏸ 🚫 ⛔ 🔒 🛑",
    DEFERRED: "⏭",
    CANCELLED: "🗑",
}
EMOJI = {emoji: status for status, all_emoji in _EMOJI.items() for emoji in all_emoji.split()}
BOXES = {"[ ]": NOT_STARTED, "[]": NOT_STARTED, "[x]": DONE, "[X]": DONE, "[~]": IN_PROGRESS, "[/]": IN_PROGRESS, "[!]": BLOCKED}

# Values that say nothing about the status, and words that in brackets after a title are remarks rather than states.
NO_STATUS = frozenset("n/a na none - – — tbd tba ? unknown unbekannt keine keiner".split())
REMARKS = frozenset("new neu next current future error fixed available missing passed later accepted removed".split())

# How far along a status is: of two readings of one line the lesser is believed, so nothing is done by mistake.
PROGRESS = {CANCELLED: 0, FAILED: 1, DEFERRED: 2, NOT_STARTED: 3, BLOCKED: 4, IN_PROGRESS: 5, IN_REVIEW: 6, DONE: 7}
