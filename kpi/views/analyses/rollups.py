"""Roll-ups in words: each group's headline, how many of its targets carry no verdict, its score, its targets worst first."""

from dataclasses import dataclass

from kpi import analysis, progress
from kpi.analysis import Grouping, Rollup, Score
from kpi.catalog import Catalog
from kpi.i18n import Texts, texts
from kpi.views.goals import some_of
from kpi.views.standings import Standing
from kpi.views.status import StatusView

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of targets in words, its targets worst first."""

    rollup: Rollup
    name: str
    headline: str
    without_verdict: str
    score: str
    """Points with what is left out and what they would hide; empty where no target has a weight."""
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class RollupView:
    """All groups, those with most missed and lagging targets first."""

    status: StatusView
    grouping: Grouping
    groups: tuple[GroupView, ...]


def rolled_up(catalog: Catalog, view: StatusView, grouping: Grouping) -> RollupView:
    """The targets of a view by category, by responsible unit or as one plan."""
    assessments = [standing.assessment for standing in view.standings]
    groups = analysis.roll_up(catalog, assessments, view.as_of, grouping)
    wording = _RollupWording(catalog, view, texts(view.query.lang))
    return RollupView(view, grouping, tuple(wording.group(group, grouping) for group in groups))


class _RollupWording:
    """Words groups in one language."""

    def __init__(self, catalog: Catalog, view: StatusView, words: Texts) -> None:
        self._catalog = catalog
        self._view = view
        self._words = words
        self._standings = {standing.key: standing for standing in view.standings}

    def group(self, rollup: Rollup, grouping: Grouping) -> GroupView:
        """One group with its sentences."""
        words = self._words
        standings = tuple(self._standings[judged.target_id, judged.year] for judged in rollup.worst_first)
        earlier = progress.earlier_message(rollup.summary, self._catalog)
        told = [progress.headline(rollup.summary, self._view.as_of), *([earlier] if earlier else [])]
        return GroupView(
            rollup=rollup,
            name=self._name(rollup, grouping, standings),
            headline=words.paragraph([words("service.closed", text=sentence) for sentence in told]),
            without_verdict=self._without_verdict(rollup),
            score=self._score(rollup.score) if rollup.score else "",
            standings=standings,
        )

    def _name(self, rollup: Rollup, grouping: Grouping, standings: tuple[Standing, ...]) -> str:
        if grouping is Grouping.PLAN:
            return self._view.plan_name
        if grouping is Grouping.CATEGORY:
            return standings[0].category
        return rollup.key or self._words("analysis.no_owner")

    def _without_verdict(self, rollup: Rollup) -> str:
        count, total = rollup.without_verdict, rollup.summary.total
        key = "analysis.without_verdict" if count else "analysis.all_with_verdict"
        return self._words(key, count=count or total, number=count, total=total)

    def _score(self, score: Score) -> str:
        """The points, what they leave out and the targets they would hide, in one text that is never taken apart."""
        words = self._words
        if not score.possible:
            return words("analysis.nothing_scored", count=score.unscored, number=score.unscored, weight=score.unscored_weight)
        told = [
            words(
                "analysis.score",
                points=score.points,
                possible=score.possible,
                share=words.percent(score.points / score.possible * 100),
            )
        ]
        if score.unscored:
            told.append(words("analysis.unscored", count=score.unscored, number=score.unscored, weight=score.unscored_weight))
        if score.hidden:
            names = [self._standings[judged.target_id, judged.year].name for judged in score.hidden]
            told.append(words("analysis.hidden", count=len(names), number=len(names), names=some_of(words, names, _MOST_NAMED)))
        return words.paragraph(told)
