"""What was said and done about targets: matters with their steps and evidence, and marks on values. Rows are only ever added."""

from kpi.store.remarks.records import Evidence, FollowEntry, MatterEntry, MatterOf, NewEvidence, NewStep, ValueOf
from kpi.store.remarks.remarks import Remarks
