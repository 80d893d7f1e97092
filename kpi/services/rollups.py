"""Roll-ups in words: each group's headline, how many of its targets carry no verdict, its score, its targets worst first."""

from kpi import access, analysis, progress
from kpi.analysis import Grouping, Rollup, Score
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor
from kpi.services.analysis_views import GroupView, RollupView
from kpi.services.status import status
from kpi.services.views import Query, Standing, StatusView
from kpi.services.workspace import Workspace

_MOST_NAMED = 5


def roll_up(workspace: Workspace, actor: Actor, query: Query, grouping: Grouping) -> RollupView:
    """The targets of a region by category, by responsible unit or as one plan. NotAllowed, NotFound."""
    access.require(actor, Action.VIEW)
    view = status(workspace, actor, query)
    assessments = [each.assessment for each in view.standings]
    groups = analysis.roll_up(workspace.catalog, assessments, view.as_of, grouping)
    wording = _RollupWording(workspace, view, texts(query.lang))
    return RollupView(view, grouping, tuple(wording.group(each, grouping) for each in groups))


class _RollupWording:
    """Words groups in one language."""

    def __init__(self, workspace: Workspace, view: StatusView, words: Texts) -> None:
        self._catalog = workspace.catalog
        self._view = view
        self._words = words
        self._standings = {(each.target.target_id, each.assessment.year): each for each in view.standings}

    def group(self, each: Rollup, grouping: Grouping) -> GroupView:
        """One group with its sentences."""
        words = self._words
        standings = tuple(self._standings[one.target_id, one.year] for one in each.worst_first)
        earlier = progress.earlier_message(each.summary, self._catalog)
        told = [progress.headline(each.summary, self._view.as_of), *([earlier] if earlier else [])]
        return GroupView(
            rollup=each,
            name=self._name(each, grouping, standings),
            headline=words.paragraph([words("service.closed", text=sentence) for sentence in told]),
            without_verdict=self._without_verdict(each),
            score=self._score(each.score) if each.score else "",
            standings=standings,
        )

    def _name(self, each: Rollup, grouping: Grouping, standings: tuple[Standing, ...]) -> str:
        if grouping is Grouping.PLAN:
            return self._view.plan_name
        if grouping is Grouping.CATEGORY:
            return standings[0].category
        return each.key or self._words("analysis.no_owner")

    def _without_verdict(self, each: Rollup) -> str:
        count, total = each.without_verdict, each.summary.total
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
            names = [self._standings[each.target_id, each.year].name for each in score.hidden]
            more = len(names) - _MOST_NAMED
            named = (
                words.listing(names[:_MOST_NAMED])
                if more <= 0
                else words("analysis.names_and_more", names=words.listing(names[:_MOST_NAMED]), number=more)
            )
            told.append(words("analysis.hidden", count=len(names), number=len(names), names=named))
        return words.paragraph(told)
