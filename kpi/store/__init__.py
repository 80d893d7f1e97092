"""The DuckDB database: append-only logs of every figure and every row of a plan ever loaded, and what of it counts now."""

from kpi.store.asking import VIEWS, Answer
from kpi.store.chain import Outcome
from kpi.store.documents import Document
from kpi.store.files.copies import made_aside, restore
from kpi.store.frames import SEPARATOR, readable_key
from kpi.store.issued import IssuedReport, NewFile, NewReport
from kpi.store.plan.comparing import FIRST_ROW, PlanComparison, compare_plan, is_kept_in, key_of
from kpi.store.plan.logs import LOGS, LOGS_OF
from kpi.store.plan.revisions import NewRevision, Revision, RevisionKind, counting_at, loads_of
from kpi.store.plan.state import LoggedRow, Part, PartChange, PlanChange, PlanState, RowChange, applied, hash_of
from kpi.store.records import Event, NewBatch
from kpi.store.remarks import Evidence, FollowEntry, MatterEntry, MatterOf, NewEvidence, NewStep, ValueOf
from kpi.store.store import Store
from kpi.store.templates import OfficeTemplate
from kpi.store.verdicts import Judge, Uncommitted
