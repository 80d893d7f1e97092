"""人工认定: what persons said of targets that no rule can judge, laid over what the rules say.

Here and nowhere else. Every view asks for verdicts here, so that a person's word counts everywhere or nowhere; the rules
themselves know nothing of it, and where one judges, it stands.
"""

from dataclasses import replace
from datetime import date

import pandas as pd

from kpi import progress
from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Assessment, Judgement, Message, Status


def assess(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, *, region_code: str | None = None
) -> tuple[Assessment, ...]:
    """Every primary target as judged at `as_of`: by the rules, or else by the newest word of a person on it by that day."""
    by_rules = progress.assess(catalog, observations, as_of, region_code=region_code)
    said = {judgement.target_id: judgement for judgement in catalog.judgements if judgement.as_of <= as_of}
    if not said:
        return by_rules
    return tuple(
        _as_said(assessment, said[assessment.target_id])
        if assessment.status is Status.NOT_ASSESSED and assessment.target_id in said
        else assessment
        for assessment in by_rules
    )


def _as_said(assessment: Assessment, said: Judgement) -> Assessment:
    values = {
        "who": said.made_by,
        "on": said.made_on,
        "as_of": said.as_of,
        "why": said.reason.rstrip("。."),
        "evidence": said.evidence.rstrip("。."),
    }
    return replace(assessment, status=said.verdict, judgement=said, reason=Message("reason.by_person", values))


def status_text(texts: Texts, assessment: Assessment) -> str:
    """The verdict in words, marked where it is a person's: no face can leave that out."""
    said = texts(f"status.{assessment.status}")
    return texts("service.by_person", status=said) if assessment.judgement else said
