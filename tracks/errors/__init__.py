"""Why a command is refused. The class is the reason, its docstring the message, `next` what to do now.

`code` is the class in snake case. `status` is how HTTP says it: 409 unless the thing is not there (404), is not
allowed (403) or does not make sense whatever the plan says (422).
"""

from tracks.errors.base import (
    Invalid,
    InvalidField,
    KeyReused,
    NotAllowed,
    NotFound,
    Refusal,
    UnknownReference,
    VersionMismatch,
    snake_case,
)
from tracks.errors.criteria import (
    CriterionIsEvaluated,
    UnknownCriterion,
)
from tracks.errors.decisions import (
    UnknownDecision,
)
from tracks.errors.life import (
    FenceRequired,
    Fenced,
    LeaseIsAlive,
    NothingToWaitFor,
    OfferIsAccepted,
    RetryIsEarly,
    ReviewIsOwn,
    SomebodyHoldsIt,
    TaskHasSubtasks,
    TaskIsLeased,
    TaskIsNotClaimed,
    TaskIsNotReady,
    TaskIsWaiting,
    TermsNotMet,
    UnknownLease,
    UnknownOffer,
    WrongStatus,
)
from tracks.errors.measuring import (
    UnknownMeasurement,
)
from tracks.errors.meeting import (
    CheckIsMeasured,
    ChecksDoNotHold,
    IntegrationIsEarly,
    IntegrationPointExists,
    SyncPointExists,
    SyncPointIsEarly,
    UnknownCheck,
    UnknownIntegrationPoint,
    UnknownSyncPoint,
)
from tracks.errors.messages import (
    InboxIsFull,
    NobodyToTell,
    NotAddressed,
    NothingToResolve,
    UnknownMessage,
    UnknownRecipient,
)
from tracks.errors.paths import (
    ConflictAreaExists,
    PathsAreHeld,
    ReservationFollowsItsTask,
    TooManyReservations,
    UnknownConflictArea,
    UnknownReservation,
)
from tracks.errors.people import (
    AgentExists,
    AgentHasNotJoined,
    AgentHasStopped,
    AgentIsFull,
    AgentIsLost,
    CapabilityMissing,
    Superseded,
    UnknownAgent,
)
from tracks.errors.planning import (
    DependencyCycle,
    DependsOnItself,
    ProjectExists,
    ProjectIsArchived,
    StillNeeded,
    TaskExists,
    TrackExists,
    TrackHasTasks,
    UnknownDeliverable,
    UnknownDependency,
    UnknownProject,
    UnknownTask,
    UnknownTrack,
)
from tracks.errors.texts import (
    UnknownNote,
)
from tracks.errors.travel import (
    LeasesAreLive,
    LooseEnds,
    MuchFollowed,
    NothingToUndo,
    PlanMoved,
    TooLongAgo,
)
from tracks.errors.webhooks import (
    TooManyWebhooks,
    UnknownWebhook,
    WebhookExists,
)
