"""The office's own templates: each upload under a name is a version of it, kept as it came. A removed one keeps its rows."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from kpi.errors import KpiError, NotFound
from kpi.model import Actor
from kpi.store.database import StorePart


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """A version of a template without its bytes. Moments are UTC."""

    template_id: int
    name: str
    version: int
    """Of its name, from 1."""
    kind: str
    """docx or pptx."""
    file: str
    sha256: str
    size: int
    """In bytes."""
    uses: str
    """The names it asks for, as services write them down."""
    added_by: str
    added_at: datetime
    removed_by: str
    removed_at: datetime | None


class Templates(StorePart):
    """The templates of a store."""

    @property
    def templates_version(self) -> int:
        """How many events have changed the templates."""
        return self._database.version("templates_version")

    def templates(self) -> list[OfficeTemplate]:
        """Every version ever added, newest first."""
        return self._database.records(OfficeTemplate, "office_templates")

    def template_content(self, template_id: int) -> bytes:
        """A version as it came, removed or not. NotFound."""
        rows = self._database.rows("office_template_content", {"template_id": template_id})
        if not rows:
            raise NotFound("no_such_template", template=template_id)
        return bytes(rows[0][0])

    def add_template(self, name: str, kind: str, file: str, content: bytes, uses: str, *, actor: Actor, at: datetime) -> int:
        """Keeps a file as the newest version of a name and returns its id. KpiError `template_known` if it is that already."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self._database.writing(at) as transaction:
            versions = transaction.records(OfficeTemplate, "office_templates")
            newest = next((each for each in versions if each.name == name), None)
            if newest and newest.sha256 == sha256 and not newest.removed_at:
                raise KpiError("template_known")
            template_id = transaction.number("next_template_id")
            values = {"template_id": template_id, "name": name, "kind": kind, "file": file, "sha256": sha256, "uses": uses}
            values |= {"content": content, "added_by": actor.name, "added_at": transaction.moment}
            transaction.run("insert_office_template", values)
            transaction.record(actor, "add_template", name)
            return template_id

    def remove_template(self, name: str, *, actor: Actor, at: datetime) -> None:
        """Takes a template out of use, in all its versions. NotFound if there is none of that name in use."""
        with self._database.writing(at) as transaction:
            versions = transaction.records(OfficeTemplate, "office_templates")
            if not any(each.name == name and not each.removed_at for each in versions):
                raise NotFound("no_such_template", template=name)
            values = {"name": name, "removed_at": transaction.moment, "removed_by": actor.name}
            transaction.run("remove_office_template", values)
            transaction.record(actor, "remove_template", name)
