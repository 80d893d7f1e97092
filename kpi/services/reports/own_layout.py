"""A report in a template of the office's instead of our own layout, where one is asked for and is of the format asked for."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from kpi.errors import NotFound
from kpi.report import GapReport, fill_template, render
from kpi.services.workspace import Workspace

Layout = Callable[[GapReport, str], bytes]
"""Makes a report into a file of a format."""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template that may be filled in."""

    file: str
    kind: str
    """The one format it is for: docx or pptx."""
    uses: tuple[str, ...]
    content: bytes = field(repr=False)

    def lay_out(self, report: GapReport, fmt: str) -> bytes:
        """The report in a format: filled into the template where it is of that, else as usual. KpiError `template_failed`."""
        return fill_template(report, self.file, self.content, self.uses) if fmt == self.kind else render(report, fmt)


def own_template(workspace: Workspace, template_id: int) -> OwnTemplate:
    """A version of a template, in use or not. NotFound."""
    found = next((each for each in workspace.store.templates() if each.template_id == template_id), None)
    if found is None:
        raise NotFound("no_such_template", template=template_id)
    return OwnTemplate(found.file, found.kind, tuple(json.loads(found.uses)), workspace.store.template_content(template_id))


def layout_of(workspace: Workspace, template_id: int) -> Layout:
    """What lays a report out: the template of that number, or for 0 what is usual. NotFound."""
    return own_template(workspace, template_id).lay_out if template_id else render
