"""The DuckDB database: append-only logs of every figure and every row of a plan ever loaded, and what of it counts now."""

from kpi.store.approval.submissions import KeptFile, Seen, Sending
from kpi.store.asking import VIEWS, Answer
from kpi.store.auditing.chain import FIRST, AuditEntry, Outcome, broken_links
from kpi.store.auditing.log import AuditAsked
from kpi.store.engines.bucket import Bucket
from kpi.store.engines.choosing import LakePlace, engine_of
from kpi.store.engines.engine import Maintained
from kpi.store.engines.lake_address import is_lake
from kpi.store.files.copies import made_aside, restore
from kpi.store.files.moving import MovedTable, move
from kpi.store.files.sealing import SEALED, new_key
from kpi.store.frames import SEPARATOR, readable_key, with_key_texts
from kpi.store.kept.answers import ProgramAnswer
from kpi.store.kept.documents import Document
from kpi.store.kept.duties import FirstLoaded, HandedOver, KeptRule
from kpi.store.kept.issued import IssuedReport, NewFile, NewReport
from kpi.store.kept.people import Given, Person, Token
from kpi.store.kept.templates import OfficeTemplate
from kpi.store.places import Wanted, Worked
from kpi.store.plan.comparing import FIRST_ROW, PlanComparison, compare_plan, is_kept_in, key_of
from kpi.store.plan.logs import LOGS, LOGS_OF, Log
from kpi.store.plan.revisions import NewRevision, Revision, RevisionKind, counting_at, loads_of
from kpi.store.plan.state import LoggedRow, Part, PartChange, PlanChange, PlanState, RowChange, applied, hash_of
from kpi.store.records import Event, NewBatch
from kpi.store.store import Store
from kpi.store.verdicts import Judge, Uncommitted
