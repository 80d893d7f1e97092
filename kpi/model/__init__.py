"""The records every room shares, by subject. They are frozen, know no more than arithmetic on themselves and import no room.

Values are in base units (person, yuan, fraction); dates are plain dates; a sentence is a `Message` until a service words it.
"""

from kpi.model.approval import (
    PeriodLock,
    Publication,
    Sent,
    Stage,
    Step,
    Submission,
    SubmissionStep,
    last_begun,
    open_locks,
    submissions_of,
)
from kpi.model.base import (
    EVERYWHERE,
    THE_SYSTEM,
    UNSAID,
    Action,
    Actor,
    Bilingual,
    Certainty,
    Grant,
    Message,
    Place,
    Problem,
    Qualifier,
    Severity,
    Window,
    ends_year,
    year_end,
)
from kpi.model.changes import POINTS, SHARE, in_percent, told_in, without_course
from kpi.model.kinds import ChangeUnit, Comparator, Course, Direction, Kind, Load, Nature, Partition
from kpi.model.lamps import Lamp, LampClock, LampRule, LampScheme
from kpi.model.logged import JudgedPlan, Verdict, VerdictKey, VerdictRun, VerdictStep
from kpi.model.moments import SHANGHAI, end_of_day, local, naive
from kpi.model.observations import (
    OBSERVATION_COLUMNS,
    Alias,
    Batch,
    BatchKind,
    NamedThing,
    Observation,
    ObservationKey,
    Profile,
)
from kpi.model.official import BLANK_FORM, FORM_TEXTS, OfficialForm
from kpi.model.period_types import (
    AMBIGUOUS,
    BY_DATE,
    CUMULATIVE_WINDOW,
    EACH_YEAR,
    PERIOD_TYPES,
    SINGLE_YEAR,
    UNSPECIFIED,
    Extent,
    PeriodType,
    declare,
)
from kpi.model.plan import Break, Figure, Identity, Measure, Member, Question, Region, Revised, Source, Target, Tile, Unit
from kpi.model.same import POINT, TOLERANCE, same, slack
from kpi.model.verdicts import JUDGEABLE, JUDGED_BY_PACE, Assessment, Judgement, Status
from kpi.model.words import Gap, Multiple, Pace, Part, Quantity, Rounding
from kpi.model.work.matters import (
    Evidence,
    FollowEntry,
    MatterEntry,
    MatterEvent,
    MatterOf,
    MatterState,
    NewEvidence,
    NewStep,
    ValueOf,
)
from kpi.model.work.outbox import (
    Attachment,
    Channel,
    Contact,
    NewMessage,
    OutboxMessage,
    OutboxStep,
    SendState,
)
