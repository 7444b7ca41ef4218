"""What has happened to a plan. Past tense, never reshaped once shipped: a new shape is a new event."""

from tracks.events import (
    criteria, decisions, deliverables, integration, life, measuring, meeting, offers, paths, project, tasks, terms,
    texts, tracks, travel, webhooks,
)
from tracks.events.criteria import (
    CriterionAdded,
    CriterionRemoved,
    CriterionRevised,
    CriterionTicked,
)
from tracks.events.decisions import (
    DecisionRecorded,
)
from tracks.events.deliverables import (
    DeliverableAdded,
    DeliverableMet,
    DeliverableRemoved,
    DeliverableReworded,
    DeliverableWithdrawn,
)
from tracks.events.integration import (
    IntegrationPointIntegrated,
    IntegrationPointReopened,
    PartyNotReady,
    PartyReady,
)
from tracks.events.life import (
    LeaseExpired,
    TaskApproved,
    TaskBlocked,
    TaskCancelled,
    TaskClaimed,
    TaskCompleted,
    TaskDecomposed,
    TaskDeferred,
    TaskFailed,
    TaskHandedOver,
    TaskProgressed,
    TaskRejected,
    TaskReleased,
    TaskReopened,
    TaskRetried,
    TaskStarted,
    TaskSubmitted,
    TaskUnblocked,
)
from tracks.events.measuring import (
    MeasurementRecorded,
    TargetDropped,
    TargetSet,
)
from tracks.events.meeting import (
    ConflictAreaAdded,
    ConflictAreaRemoved,
    ConflictAreaRevised,
    IntegrationPointAdded,
    IntegrationPointRemoved,
    IntegrationPointRevised,
    SyncPointAdded,
    SyncPointChecked,
    SyncPointChecksSet,
    SyncPointCheckWithdrawn,
    SyncPointForced,
    SyncPointOpened,
    SyncPointPassed,
    SyncPointPlaced,
    SyncPointRemoved,
    SyncPointReopened,
    SyncPointRevised,
)
from tracks.events.offers import (
    ResultAccepted,
    ResultDismissed,
    ResultOffered,
)
from tracks.events.paths import (
    ConflictAccepted,
    ConflictAreaResolved,
    ConflictAreaScoped,
    PathClash,
    ReservationExpired,
    ReservationExtended,
    ReservationMade,
    ReservationReleased,
)
from tracks.events.project import (
    ImportApplied,
    ProjectArchived,
    ProjectCreated,
    ProjectRenamed,
    ProjectUnarchived,
)
from tracks.events.tasks import (
    DependencyAdded,
    DependencyRemoved,
    TaskAdded,
    TaskRemoved,
    TaskRestated,
    TaskRevised,
)
from tracks.events.terms import (
    RetryScheduled,
    TaskTermsSet,
    TrackTermsSet,
)
from tracks.events.texts import (
    AllocationAdded,
    AllocationRemoved,
    AllocationRevised,
    NoteAdded,
    NoteMarked,
    NoteRemoved,
    NoteRevised,
)
from tracks.events.tracks import (
    TrackAdded,
    TrackRemoved,
    TrackRevised,
)
from tracks.events.travel import (
    CommandUndone,
    ItemRestored,
    PlanRolledBack,
)
from tracks.events.webhooks import (
    WebhookAdded,
    WebhookDisabled,
    WebhookEnabled,
    WebhookRemoved,
    WebhookRevised,
    WebhookSecretRotated,
)

EVENTS: dict[str, type] = {
    **project.EVENTS,
    **tracks.EVENTS,
    **deliverables.EVENTS,
    **tasks.EVENTS,
    **life.EVENTS,
    **meeting.EVENTS,
    **offers.EVENTS,
    **integration.EVENTS,
    **texts.EVENTS,
    **criteria.EVENTS,
    **terms.EVENTS,
    **webhooks.EVENTS,
    **measuring.EVENTS,
    **decisions.EVENTS,
    **travel.EVENTS,
    **paths.EVENTS,
}
