"""What may be asked of a plan. Imperative; states a wish, checks nothing."""

from tracks.commands.criteria import (
    AddCriterion,
    RemoveCriterion,
    ReviseCriterion,
    TickCriterion,
)
from tracks.commands.decisions import (
    RecordDecision,
)
from tracks.commands.deliverables import (
    AddDeliverable,
    MeetDeliverable,
    RemoveDeliverable,
    RewordDeliverable,
    WithdrawDeliverable,
)
from tracks.commands.dividing import (
    DecomposeTask,
    Subtask,
)
from tracks.commands.integration import (
    AddIntegrationPoint,
    ConfirmReady,
    MarkIntegrated,
    RemoveIntegrationPoint,
    ReopenIntegrationPoint,
    ReviseIntegrationPoint,
    WithdrawReady,
)
from tracks.commands.life import (
    ApproveTask,
    BlockTask,
    CancelTask,
    ClaimNext,
    ClaimTask,
    CompleteTask,
    DeferTask,
    ExpireLease,
    FailTask,
    HandOverTask,
    OfTask,
    RejectTask,
    ReleaseTask,
    ReopenTask,
    ReportProgress,
    RetryTask,
    StartTask,
    SubmitTask,
    UnblockTask,
)
from tracks.commands.measuring import (
    DropTarget,
    RecordMeasurement,
    SetTarget,
)
from tracks.commands.meeting import (
    AddSyncPoint,
    AnswerCheck,
    PassSyncPoint,
    RemoveSyncPoint,
    ReopenSyncPoint,
    ReviseSyncPoint,
    WithdrawCheck,
)
from tracks.commands.notes import (
    AddNote,
    RemoveNote,
    ReviseNote,
)
from tracks.commands.offers import (
    AcceptOffer,
    DismissOffer,
    OfferResult,
)
from tracks.commands.paths import (
    DeclareConflictArea,
    ExpireReservation,
    ExtendReservation,
    ReleaseReservation,
    RemoveConflictArea,
    ReservePaths,
    ResolveConflictArea,
    ReviseConflictArea,
)
from tracks.commands.planning import (
    AddDependency,
    AddTask,
    AddTrack,
    RemoveDependency,
    RemoveTask,
    RemoveTrack,
    ReviseTask,
    ReviseTrack,
)
from tracks.commands.project import (
    ArchiveProject,
    CreateProject,
    ImportDocument,
    RenameProject,
    UnarchiveProject,
)
from tracks.commands.terms import (
    RetryDue,
    SetTaskTerms,
    SetTrackTerms,
)
from tracks.commands.travel import (
    Rollback,
    Undo,
)
from tracks.commands.webhooks import (
    AddWebhook,
    DisableWebhook,
    EnableWebhook,
    RemoveWebhook,
    ReviseWebhook,
    RotateWebhookSecret,
)
