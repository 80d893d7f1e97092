"""What callers could not have foreseen. Every error carries a message key and values, worded at the edge.

KpiError
├── CatalogRefused     the catalog has errors; `problems` lists all of them
├── TemplateRefused    a template of the office's has errors; `problems` lists all of them
├── UploadRefused      an upload has errors, or warnings nobody confirmed; `problems` lists all of them
├── PreviewOutdated    the data changed after the preview was made
├── NotAllowed         the actor may not do this
├── NotFound           no such measure, region, batch, document or scheme
├── NotStarted         the server may not run as it is set
├── QuotaSpent         somebody has asked for more than one person may at a time or within an hour or a day
├── StoreBusy          another process holds the database
├── StoreUnusable      the database cannot be opened, is too new, or failed fatally
└── UnreadableFile     a file cannot be read as what it claims to be
"""

from collections.abc import Sequence

from kpi.model import Message, Problem


class KpiError(Exception):
    """Base of every error the product raises on purpose."""

    def __init__(self, key: str, **values: object) -> None:
        """`key` names the i18n text `error.<key>`; `values` go into it."""
        super().__init__(f"{key} {values}" if values else key)
        self.message = Message(f"error.{key}", values)


class CatalogRefused(KpiError):
    """The catalog has errors and is not used at all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("catalog_refused", count=len(problems))
        self.problems = tuple(problems)


class UploadRefused(KpiError):
    """Nothing of the upload was loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("upload_refused", count=len(problems))
        self.problems = tuple(problems)


class TemplateRefused(KpiError):
    """The template cannot be filled in and is not kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("template_refused", count=len(problems))
        self.problems = tuple(problems)


class PreviewOutdated(KpiError):
    """The figures changed between preview and commit, so the preview no longer tells the truth."""


class NotAllowed(KpiError):
    """The actor may not do this."""


class NotFound(KpiError):
    """There is nothing of that name."""


class NotStarted(KpiError):
    """The server may not run as it is set: somebody could get in who should not."""


class QuotaSpent(KpiError):
    """More was asked for than one person may have; it says how much that is, what is used, and when there is room again."""

    def __init__(self, quota: str, key: str, told: str, **values: object) -> None:
        """`told` is for the log: what is used, what is asked for, and how much there may be."""
        super().__init__(key, **values)
        self.quota, self.told = quota, told


class StoreBusy(KpiError):
    """Another process holds the database."""


class StoreUnusable(KpiError):
    """The database cannot be used."""


class UnreadableFile(KpiError):
    """The bytes are not what the file's name or sender claims."""
