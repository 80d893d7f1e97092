"""The DuckDB database: append-only logs of every figure and every row of a plan ever loaded, and what of it counts now."""

from kpi.store.asking import VIEWS, Answer
from kpi.store.documents import Document
from kpi.store.files.copies import made_aside, restore
from kpi.store.frames import readable_key
from kpi.store.issued import IssuedReport, NewFile, NewReport
from kpi.store.plan.comparing import PlanComparison, compare_plan
from kpi.store.plan.logs import LOGS
from kpi.store.plan.revisions import NewRevision, Revision, RevisionKind, counting_at, loads_of
from kpi.store.plan.state import PlanChange, PlanState, RowChange, applied, hash_of
from kpi.store.records import Event, NewBatch
from kpi.store.store import Store
