"""Submissions against a simple model; each rule of their record, of publications and of locks broken by hand, and found."""

import shutil
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kpi.errors import KpiError, NotFound
from kpi.model import Actor, Sent, Stage, Step, Window
from kpi.store import KeptFile, Seen, Sending, Store
from tests.profiles import examples
from tests.store.helpers import figure, made_once, moment, opened, upload

PEOPLE = [Actor(name, frozenset(), f"id-{name}") for name in ("甲", "乙", "丙")]
CLERK, REVIEWER, PUBLISHER = PEOPLE


def sending(name: str) -> Sending:
    return Sending("plan", Sent.FIGURES, "{}", "[]", "说明", [KeptFile.of(f"{name}.csv", name.encode())])


NEXT = {
    (Stage.WAITING, Step.RETURN): Stage.RETURNED,
    (Stage.WAITING, Step.APPROVE): Stage.APPROVED,
    (Stage.WAITING, Step.TAKE_BACK): Stage.TAKEN_BACK,
    (Stage.RETURNED, Step.SUBMIT): Stage.WAITING,
    (Stage.RETURNED, Step.TAKE_BACK): Stage.TAKEN_BACK,
}
"""The model: what may follow what. Whatever is not here is refused and changes nothing."""


class Submitting(RuleBasedStateMachine):
    """Several people send in, send back, approve and take back, often from what they saw too long ago."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = opened(self.folder / "kpi.duckdb", figure("a", "10"))
        self.model: dict[int, list[tuple[Stage, int]]] = {}
        self.files = self.hours = 0

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert self.store.verify() == []
            self.store.close()
            shutil.rmtree(self.folder)

    def now(self) -> dict[str, object]:
        self.hours += 1
        return {"at": moment(self.hours)}

    @rule(who=st.sampled_from(PEOPLE[:1]))
    def send(self, who: Actor) -> None:
        self.files += 1
        number = self.store.submit(sending(str(self.files)), actor=who, **self.now())
        assert number == len(self.model) + 1
        self.model[number] = [(Stage.WAITING, 1)]

    @precondition(lambda self: self.model)
    @rule(data=st.data(), step=st.sampled_from(list(Step)), stale=st.booleans())
    def decide(self, data: st.DataObject, step: Step, stale: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.model)))
        steps = self.model[number]
        stage, version = steps[-1]
        seen = Seen(number, len(steps) - 1 if stale else len(steps))
        after = None if stale else NEXT.get((stage, step))
        assert self.refused(step, seen) == ("" if after else f"error.submission_moved_{stage}")
        if after:
            steps.append((after, version + (step is Step.SUBMIT)))

    def refused(self, step: Step, seen: Seen) -> str:
        """By which error a step is; empty where it is taken."""
        try:
            self.take(step, seen)
        except KpiError as error:
            return error.message.key
        return ""

    def take(self, step: Step, seen: Seen) -> None:
        self.files += 1
        name = str(self.files)
        match step:
            case Step.SUBMIT:
                self.store.submit(sending(name), seen, actor=CLERK, **self.now())
            case Step.RETURN:
                self.store.send_back(seen, "错", [KeptFile.of(f"退回{name}.xlsx", b"x")], actor=REVIEWER, **self.now())
            case Step.TAKE_BACK:
                self.store.take_back(seen, "", actor=CLERK, **self.now())
            case Step.APPROVE:
                batch = upload(f"{name}.csv", figure("a", name, year=2000 + self.files))
                version = self.store.data_version
                self.store.approve_batches(seen, [batch], "", actor=REVIEWER, expected_version=version, **self.now())

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        if hasattr(self, "store"):
            found = {each.number: [step.version for step in each.steps] for each in self.store.submissions()}
            assert found == {number: [version for _, version in steps] for number, steps in self.model.items()}
            stages = {each.number: each.stage for each in self.store.submissions()}
            assert stages == {number: steps[-1][0] for number, steps in self.model.items()}
            approved = sum(stage is Stage.APPROVED for stage in stages.values())
            assert len(self.store.batches()) == 1 + approved


TestSubmitting = pytest.mark.slow(Submitting.TestCase)
TestSubmitting.settings = settings(max_examples=examples(5), stateful_step_count=12, deadline=None)


def test_a_step_on_what_there_is_none_of(tmp_path: Path) -> None:
    store = opened(tmp_path / "kpi.duckdb", figure("a", "10"))
    with pytest.raises(NotFound):
        store.take_back(Seen(1, 1), "", actor=CLERK, at=moment(1))
    store.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Submission 1 sent, sent back, sent again and approved as batch 2; one publication; one lock, reopened."""
    made_once(tmp_path, fill)
    return tmp_path / "kpi.duckdb"


def fill(folder: Path) -> None:
    store = opened(folder / "kpi.duckdb", figure("a", "10"))
    store.submit(sending("一"), actor=CLERK, at=moment(1))
    store.send_back(Seen(1, 1), "错", [KeptFile.of("退回.xlsx", b"x")], actor=REVIEWER, at=moment(2))
    store.submit(sending("二"), Seen(1, 2), actor=CLERK, at=moment(3))
    batch = upload("二.csv", figure("a", "15"))
    store.approve_batches(Seen(1, 3), [batch], "", actor=REVIEWER, at=moment(4), expected_version=store.data_version)
    store.publish("plan", "月报", actor=PUBLISHER, at=moment(5), expected_version=store.data_version)
    days = Window(figure("a", "1").window_start, figure("a", "1").window_end)
    number = store.lock_period("plan", days, "年报", actor=PUBLISHER, at=moment(6))
    store.reopen_period(number, "补报", actor=PUBLISHER, at=moment(7))
    store.close()


def findings(path: Path) -> set[tuple[str, object]]:
    store = Store.open(path, at=moment(9))
    found = {(problem.code.removeprefix("store_"), problem.values["subject"]) for problem in store.verify()}
    store.close()
    return found


@pytest.mark.slow
def test_a_sound_record_has_no_findings(path: Path) -> None:
    assert findings(path) == set()


OF_SUBMISSION, OF_PUBLICATION = ("submissions", "submissions #1"), ("publications", "publications #1")
OF_LOCK = ("publications", "period_locks #1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("update submission_files set content = 'y'::blob where version = 2", OF_SUBMISSION),
        ("delete from submission_files where version = 1", OF_SUBMISSION),
        ("update returned_files set content = 'y'::blob", OF_SUBMISSION),
        ("delete from submission_steps where step = 2", OF_SUBMISSION),
        ("update submission_steps set action = 'take_back' where step = 2", OF_SUBMISSION),
        ("update submission_steps set made_by = '甲', user_id = 'id-甲' where step = 4", OF_SUBMISSION),
        ("update submission_steps set made_by = '甲', user_id = '' where step = 4", OF_SUBMISSION),
        ("update submission_steps set numbers = [9] where step = 4", OF_SUBMISSION),
        ("update submission_steps set made_at = made_at + interval 1 hour where step = 1", OF_SUBMISSION),
        ("update publications set published_at = published_at + interval 1 hour", OF_PUBLICATION),
        ("insert into publications from publications", OF_PUBLICATION),
        ("update period_locks set locked_at = locked_at - interval 1 hour", OF_LOCK),
        ("update period_locks set reopened_at = locked_at - interval 1 hour", OF_LOCK),
        ("update period_locks set ends_on = starts_on - interval 1 day", OF_LOCK),
        ("insert into period_locks from period_locks", OF_LOCK),
    ],
)
def test_every_kind_of_damage_is_found(path: Path, damage: str, found: tuple[str, str]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(damage)
    assert found in findings(path)
