"""What must hold at every step of every path: the promises of the rules, each a predicate that says how it was broken."""

from collections.abc import Iterator

from agents.events import AgentLost, AgentRegistered, AgentRevised, AgentStarted
from tests.model.explore import Promise, Step
from tests.support.recount import Recount, assert_follows
from tracks import events as e
from tracks.commands import ExpireLease, OfferResult, ReservePaths, RetryDue, UnblockTask
from tracks.errors import Refusal
from tracks.paths import overlap
from tracks.plan import Plan

PERSONS_EVENTS = (e.TaskApproved, e.TaskRejected, e.TaskRetried, e.TaskCancelled, e.TaskDeferred, e.TaskReopened)
WORK = (
    e.TaskStarted, e.TaskProgressed, e.TaskBlocked, e.TaskUnblocked, e.TaskSubmitted, e.TaskCompleted, e.TaskFailed,
    e.TaskReleased, e.TaskHandedOver, e.ResultAccepted, e.ResultDismissed,
)
# From which states an event may come. Written down a second time on purpose.
FROM = {
    e.TaskStarted: {"claimed", "in_progress"},
    e.TaskBlocked: {"open", "claimed", "in_progress"},
    e.TaskUnblocked: {"blocked"},
    e.TaskSubmitted: {"claimed", "in_progress"},
    e.TaskApproved: {"in_review"},
    e.TaskRejected: {"in_review"},
    e.TaskCompleted: {"open", "claimed", "in_progress"},
    e.TaskFailed: {"claimed", "in_progress", "blocked"},
    e.TaskRetried: {"failed"},
    e.TaskCancelled: {"open", "claimed", "in_progress", "in_review", "blocked", "failed", "deferred"},
    e.TaskDeferred: {"open", "blocked", "failed"},
    e.TaskDecomposed: {"open", "claimed", "in_progress", "blocked", "failed", "deferred"},
    e.TaskReopened: {"done", "cancelled", "deferred", "failed"},
}


def every_command_is_answered(step: Step) -> str | None:
    if step.refusal is None:
        return None
    if not isinstance(step.refusal, Refusal):
        return f"it crashed: {step.refusal!r}"
    return "a refusal says nothing" if not step.refusal.detail or "{" in step.refusal.detail + step.refusal.advice else None


def never_two_leases_on_a_task(step: Step) -> str | None:
    held = dict(step.account.held)
    for one in step.happened:
        if isinstance(one.event, e.TaskClaimed):
            if one.event.key in held:
                return f"{one.event.key} was given to {one.event.agent} while {held[one.event.key][0]} holds it"
            held[one.event.key] = (one.event.agent, one.sequence)
    return None


def only_a_living_fence_writes(step: Step) -> str | None:
    """Whatever comes with a fence changes nothing unless it is the present one of that very task."""
    command = step.asked.command
    fence = getattr(command, "fence", None)
    if fence is None or not step.happened or isinstance(command, OfferResult):
        return None
    holder = step.account.held.get(command.task if isinstance(command, ReservePaths) else command.key)
    return None if holder and holder[1] == fence else f"fence {fence} is not that of {holder}"


def whoever_was_superseded_is_told(step: Step) -> str | None:
    """Only the last holder may hear "done already"; any other fence that is not the present one is refused."""
    command = step.asked.command
    fence, key = getattr(command, "fence", None), getattr(command, "key", "")
    if fence is None or step.refusal is not None or isinstance(command, ExpireLease | ReservePaths):
        return None
    known = [holder[1] for holder in (step.account.held.get(key), step.account.past.get(key)) if holder]
    return None if fence in known else f"fence {fence} on {key} was answered as if it were one of {known}"


def an_agent_writes_only_about_what_it_holds(step: Step) -> str | None:
    actor = step.asked.facts.actor
    for one in step.happened:
        divides = isinstance(one.event, e.TaskDecomposed) and one.event.key in step.account.held
        follows = isinstance(one.event, e.TaskUnblocked) and not isinstance(step.asked.command, UnblockTask)
        if follows:
            continue  # what it waited for is there; who finished that need not hold this
        if (divides or isinstance(one.event, WORK)) and actor.startswith("agent/"):
            holder = step.account.held.get(one.event.key)
            if holder is None or actor != f"agent/{holder[0]}" or getattr(step.asked.command, "fence", None) != holder[1]:
                return f"{actor} wrote {type(one.event).__name__}, held by {holder}"
    return None


def nobody_steps_in_by_accident(step: Step) -> str | None:
    command = step.asked.command
    for one in step.happened:
        about = isinstance(one.event, (*WORK, *PERSONS_EVENTS)) and getattr(command, "key", None) == one.event.key
        if about and one.event.key in step.account.held and command.fence is None and not command.step_in:
            return f"{type(one.event).__name__} on a held task without a fence and without stepping in"
    return None


def only_people_decide_what_people_decide(step: Step) -> str | None:
    decided = [type(one.event).__name__ for one in step.happened if isinstance(one.event, PERSONS_EVENTS)]
    return f"{step.asked.facts.actor}: {decided}" if decided and not step.asked.facts.may_step_in else None


def nothing_starts_before_what_it_waits_for(step: Step) -> str | None:
    recount = Recount(step.before)
    for one in step.happened:
        if isinstance(one.event, e.TaskClaimed) and one.event.key in step.before.tasks:
            early = [gate for gate in recount.gates(step.before.tasks[one.event.key]) if not recount.is_settled(gate)]
            if early:
                return f"{one.event.key} was given out before {early}"
    return None


def what_waits_goes_on_when_what_it_waited_for_is_there(step: Step) -> str | None:
    recount = Recount(step.after)
    for task in step.after.tasks.values():
        if step.happened and task.state == "blocked" and task.waits_for:
            if task.ref in task.waits_for:
                return f"{task.key} waits for itself"
            if all(map(recount.is_settled, task.waits_for)):
                return f"{task.key} is blocked until {task.waits_for}, which is there"
    return None


def a_gate_opens_only_when_all_before_it_is_settled(step: Step) -> str | None:
    recount = Recount(step.before)
    for one in step.happened:
        if isinstance(one.event, e.SyncPointPassed):
            early = [need for need in step.before.sync_points[one.event.key].after if not recount.is_settled(need)]
            if early:
                return f"passed before {early}"
    return None


def an_agent_takes_only_what_it_can_do(step: Step) -> str | None:
    for one in step.happened:
        if isinstance(one.event, e.TaskClaimed | e.TaskHandedOver):
            agent, task = step.before.agents[one.event.agent], step.before.tasks[one.event.key]
            if agent.stopped or agent.silent_since or (isinstance(one.event, e.TaskHandedOver) and not agent.joined):
                return f"{agent.name} does not work here now"
            if set(task.capabilities) - set(agent.capabilities):
                return f"{agent.name} cannot do {task.key}"
    return None


def nobody_holds_more_than_it_can(step: Step) -> str | None:
    full = [agent.name for agent in step.after.agents.values() if not 0 <= agent.load <= agent.capacity]
    return f"{full} hold more than they can" if step.happened and full else None


def only_leaves_are_worked_on(step: Step) -> str | None:
    for one in step.happened:
        if isinstance(one.event, (*WORK, *PERSONS_EVENTS)) and step.before.has_subtasks(one.event.key):
            return f"{type(one.event).__name__} about {one.event.key}, which is the sum of its subtasks"
    parents = {task.parent for task in step.after.tasks.values()}
    worked = [task.key for task in step.after.tasks.values() if task.lease and task.key in parents]
    return f"{worked} have subtasks and are held" if step.happened and worked else None


def a_holder_that_is_heard_keeps_its_lease(step: Step) -> str | None:
    for one in step.happened:
        if isinstance(one.event, e.LeaseExpired):
            pulse = step.asked.facts.pulses.get(one.event.key)
            if pulse and pulse.fence == one.event.fence and pulse.until > step.asked.facts.now:
                return f"{one.event.agent} was heard and lost {one.event.key}"
            if step.account.held.get(one.event.key) != (one.event.agent, one.event.fence):
                return f"the lease {one.event.fence} was over already"
    return None


def what_counts_as_done_was_shown(step: Step) -> str | None:
    """The command's result where one is demanded, and the eyes of somebody who did not do the work."""
    for one in step.happened:
        if not isinstance(one.event, e.TaskCompleted | e.TaskApproved):
            continue
        task, terms = step.after.tasks[one.event.key], step.before.tasks[one.event.key].terms
        passed = [proof.text for proof in task.evidence if proof.kind == "command" and proof.exit_status == 0 and proof.digest]
        if terms.check and terms.check not in passed:
            return f"{task.key} is done without {terms.check}"
        doer = step.account.past.get(task.key, ("", 0))[0]
        if terms.review and (isinstance(one.event, e.TaskCompleted) or step.asked.facts.actor == f"agent/{doer}"):
            return f"{task.key} is done and nobody else has looked"
    return None


def another_try_waits_for_its_time(step: Step) -> str | None:
    if not isinstance(step.asked.command, RetryDue) or not step.happened:
        return None
    due = step.before.tasks[step.asked.command.key].retry_at
    return None if due and due <= step.asked.facts.now else f"tried again before {due}"


def an_agent_that_is_heard_is_not_lost(step: Step) -> str | None:
    facts = step.asked.facts
    lost = [one.event for one in step.happened if isinstance(one.event, AgentLost)]
    heard = [event.name for event in lost if facts.now - facts.seen[event.name] < facts.lost_after]
    return f"{heard} were heard" if heard else None


def a_process_that_was_followed_by_another_never_counts_again(step: Step) -> str | None:
    for one in step.happened:
        if isinstance(one.event, AgentStarted) and one.event.incarnation in step.before.agents[one.event.name].former:
            return f"{one.event.incarnation} of {one.event.name} came back"
    return None


def late_work_is_kept_and_changes_nothing_else(step: Step) -> str | None:
    for one in step.happened:
        if isinstance(one.event, e.ResultOffered):
            key, actor = one.event.key, step.asked.facts.actor
            if step.account.past.get(key) != (one.event.agent, one.event.fence) or actor != f"agent/{one.event.agent}":
                return f"{actor} offered under {one.event.fence}, which was not its own or is not over"
            before, after = step.before.tasks[key], step.after.tasks[key]
            if (before.state, before.lease, before.summary) != (after.state, after.lease, after.summary):
                return "a late result changed the task"
    return None


def nobody_gets_a_hold_on_what_another_holds(step: Step) -> str | None:
    """Found by comparing each with each, where the rules ask an index; who was told of it and goes on may."""
    if any(isinstance(one.event, e.ConflictAccepted) for one in step.happened):
        return None
    before = set(holds(step.before))
    for agent, mode, paths in set(holds(step.after)) - before:
        for other, others_mode, others_paths in before:
            meet = any(overlap(ours, theirs) for ours in paths for theirs in others_paths)
            if meet and agent != other and "exclusive" in (mode, others_mode):
                return f"{agent} got {paths}, and {other} holds {others_paths}"
    return None


def holds(plan: Plan) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield from ((task.lease.agent, "exclusive", task.paths) for task in plan.tasks.values() if task.lease)
    yield from ((one.agent, one.mode, one.paths) for one in plan.reservations.values())


def what_is_reserved_for_a_task_goes_with_its_lease(step: Step) -> str | None:
    for one in step.after.reservations.values():
        lease = step.after.tasks[one.task].lease if one.task else None
        if step.happened and one.task and (lease is None or lease.agent != one.agent):
            return f"{one.agent} has reserved {one.paths} for {one.task}, which it does not hold"
    return None


def a_reservation_ends_when_its_time_is_up_or_its_agent_says_so(step: Step) -> str | None:
    facts = step.asked.facts
    for one in step.happened:
        reservation = step.before.reservations.get(getattr(one.event, "key", ""))
        if reservation is None:
            continue
        is_early = reservation.until is None or reservation.until > facts.now
        is_its_own = facts.may_step_in or facts.actor == f"agent/{reservation.agent}"
        if isinstance(one.event, e.ReservationExpired) and is_early:
            return f"{reservation.key} expired early"
        if isinstance(one.event, e.ReservationReleased) and not is_its_own:
            return f"{facts.actor} released what {reservation.agent} holds"
    return None


def every_change_comes_from_where_it_may(step: Step) -> str | None:
    for one in step.happened:
        allowed = FROM.get(type(one.event))
        task = step.before.tasks.get(getattr(one.event, "key", ""))
        if allowed and task and task.state not in allowed:
            return f"{type(one.event).__name__} from {task.state}"
    return None


def nothing_is_given_back_that_nobody_held(step: Step) -> str | None:
    for one in step.happened:
        if isinstance(one.event, e.TaskReleased) and one.event.key not in step.account.held:
            return f"{one.event.key} was released and nobody held it"
    return None


def what_somebody_holds_is_not_taken_away_in_silence(step: Step) -> str | None:
    removed = [one.event.key for one in step.happened if isinstance(one.event, e.TaskRemoved)]
    held = [key for key in removed if key in step.account.held]
    return f"{held} were removed under their holders' hands" if held else None


def nobody_takes_the_name_of_one_that_works(step: Step) -> str | None:
    for one in step.happened:
        before = step.before.agents.get(getattr(one.event, "name", ""))
        if isinstance(one.event, AgentRegistered | AgentRevised) and before and before.joined and not before.stopped:
            return f"{before.name} works here and was registered once more"
    return None


def what_is_held_is_under_way(step: Step) -> str | None:
    for task in step.after.tasks.values():
        if step.happened and (task.lease is not None) != (task.key in step.account.after(step.happened).held):
            return f"{task.key}: the plan and the history disagree on who holds it"
    return None


def nothing_hangs_in_the_air(step: Step) -> str | None:
    for dependency in step.after.dependencies.values():
        if not (step.after.exists(dependency.item) and step.after.exists(dependency.needs)):
            return f"{dependency.item} waits for {dependency.needs}, which is gone"
    for task in step.after.tasks.values():
        lost = [reference for reference in task.waits_for if not step.after.exists(reference)]
        if step.happened and lost:
            return f"{task.key} is blocked until {lost}, which is not there"
    return None


def what_is_derived_equals_a_recount(step: Step) -> str | None:
    if not step.happened:
        return None
    try:
        assert_follows(step.after)
    except AssertionError as error:
        return str(error)[:500]
    return None


PROMISES: tuple[Promise, ...] = (
    every_command_is_answered, never_two_leases_on_a_task, only_a_living_fence_writes,
    whoever_was_superseded_is_told, an_agent_writes_only_about_what_it_holds, nobody_steps_in_by_accident,
    only_people_decide_what_people_decide, nothing_starts_before_what_it_waits_for,
    what_waits_goes_on_when_what_it_waited_for_is_there, a_gate_opens_only_when_all_before_it_is_settled,
    an_agent_takes_only_what_it_can_do, nobody_holds_more_than_it_can, only_leaves_are_worked_on,
    a_holder_that_is_heard_keeps_its_lease, what_counts_as_done_was_shown, another_try_waits_for_its_time,
    an_agent_that_is_heard_is_not_lost, a_process_that_was_followed_by_another_never_counts_again,
    late_work_is_kept_and_changes_nothing_else, nobody_gets_a_hold_on_what_another_holds,
    what_is_reserved_for_a_task_goes_with_its_lease, a_reservation_ends_when_its_time_is_up_or_its_agent_says_so,
    every_change_comes_from_where_it_may, nothing_is_given_back_that_nobody_held,
    what_somebody_holds_is_not_taken_away_in_silence, nobody_takes_the_name_of_one_that_works,
    what_is_held_is_under_way, nothing_hangs_in_the_air, what_is_derived_equals_a_recount,
)
