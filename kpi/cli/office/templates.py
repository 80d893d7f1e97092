"""The office's own templates on the command line: the list, keeping and checking one, the placeholders, an example."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from kpi import services
from kpi.cli import files
from kpi.cli.arguments import TEMPLATE_KINDS, WRONG_USAGE
from kpi.cli.opening import DONE, REFUSED, Arguments, Command, actor_of, opened
from kpi.cli.output import answer, tell, tell_problem
from kpi.cli.tables import table
from kpi.errors import KpiError
from kpi.i18n import Texts
from kpi.model import Actor
from kpi.services import OwnTemplate, PlaceholderRow, TemplateView, Workspace


def templates(arguments: Arguments, words: Texts) -> int:
    """The templates kept, or one added, checked or removed; the placeholders; a template to begin with."""
    if bool(arguments.output) is not bool(arguments.example):
        tell(words("cli.only_with_example"))
        return WRONG_USAGE
    with opened(arguments, words) as workspace:
        actor = actor_of(arguments.user)
        if arguments.example:
            made = services.template_example(workspace, actor, arguments.example, words.lang)
            files.write(Path(arguments.output), made.content)
            tell(words("cli.written", path=arguments.output))
            return DONE
        if arguments.placeholders:
            rows = services.placeholders(workspace, actor, words.lang)
            answer(arguments.json, lambda: [asdict(row) for row in rows], lambda: _placeholders(rows, words))
            return DONE
        if arguments.check:
            return _checked(workspace, actor, Path(arguments.check), words)
        if arguments.add:
            path = Path(arguments.add)
            name = arguments.called or path.stem
            number = services.add_office_template(workspace, actor, name, files.stored_name(path), files.read(path))
            kept = {view.template.template_id: view.template for view in services.office_templates(workspace, actor)}
            tell(words("cli.template_added", name=kept[number].name))
        elif arguments.remove:
            services.remove_office_template(workspace, actor, arguments.remove)
            tell(words("cli.template_removed", name=arguments.remove))
        else:
            _list(services.office_templates(workspace, actor), words, as_json=arguments.json)
        return DONE


def _checked(workspace: Workspace, actor: Actor, path: Path, words: Texts) -> int:
    checked = services.check_office_template(workspace, actor, files.stored_name(path), files.read(path), words.lang)
    for problem in checked.problems:
        tell_problem(problem, words)
    if checked.ok:
        tell(words("cli.template_fits", count=len(checked.uses)))
    return DONE if checked.ok else REFUSED


def _placeholders(rows: tuple[PlaceholderRow, ...], words: Texts) -> str:
    """Each on a line, the columns of a table below it."""
    told = [line for row in rows for line in ((row, ""), *((field, f"{row.name}.") for field in row.fields))]
    return table(
        told,
        words,
        placeholder=lambda line: f"{line[1]}{line[0].name}",
        placeholder_alias=lambda line: line[0].alias,
        meaning=lambda line: line[0].meaning,
    )


def _list(views: tuple[TemplateView, ...], words: Texts, *, as_json: bool) -> None:
    answer(as_json, lambda: list(map(_json, views)), lambda: _listed(views, words))


def _listed(views: tuple[TemplateView, ...], words: Texts) -> str:
    if not views:
        return words("cli.no_templates")
    return table(
        views,
        words,
        template=lambda view: view.template.name,
        template_version=lambda view: str(view.template.version),
        formats=lambda view: view.template.kind,
        file=lambda view: view.template.file,
        user=lambda view: view.template.added_by,
        when=lambda view: f"{view.added_at:%Y-%m-%d %H:%M}",
        state=lambda view: words(f"office.state_{view.state}"),
    )


def _json(view: TemplateView) -> dict[str, object]:
    kept = view.template
    return {
        "template_id": kept.template_id,
        "name": kept.name,
        "version": kept.version,
        "kind": kept.kind,
        "file": kept.file,
        "sha256": kept.sha256,
        "bytes": kept.size,
        "added_by": kept.added_by,
        "added_at": view.added_at.isoformat(),
        "removed_at": view.removed_at.isoformat() if view.removed_at else None,
        "state": view.state,
    }


def of_report(
    workspace: Workspace, actor: Actor, asked: str, fmt: str, words: Texts, *, issued: bool
) -> tuple[int, OwnTemplate | None]:
    """The template reports are asked for with: the number of one that is kept, or a file that is used once.

    What is `issued` must be there for ever, so a file is kept then. KpiError, NotFound, TemplateRefused.
    """
    if not asked:
        return 0, None
    path = Path(asked)
    if path.suffix.lower().removeprefix(".") in TEMPLATE_KINDS:
        _require_kind(path.suffix.lower().removeprefix("."), fmt)
        name, content = files.stored_name(path), files.read(path)
        if not issued:
            return 0, services.opened_template(workspace, actor, name, content)
        number = services.kept_template(workspace, actor, name, content)
        kept = next(
            view.template for view in services.office_templates(workspace, actor) if view.template.template_id == number
        )
        tell(words("cli.template_kept", name=kept.name, version=kept.version))
        return number, None
    number = services.template_named(workspace, actor, asked)
    found = next(view for view in services.office_templates(workspace, actor) if view.template.template_id == number)
    _require_kind(found.template.kind, fmt)
    return number, None


def _require_kind(kind: str, fmt: str) -> None:
    if kind != fmt:
        raise KpiError("template_other_kind", kind=kind, format=fmt)


TEMPLATES: Mapping[str, Command] = {"templates": templates}
