"""What `validate` writes beside the claims, and what is said of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.text import shown_path

if TYPE_CHECKING:
    from claimcheck.settings import Settings
    from validator.run.validate import Validation


@dataclass
class Outputs:
    """The files that were written, and in Chinese what could not be."""

    copies: list[Path] = field(default_factory=list)
    sheets: list[Path] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def tell(self) -> None:
        """Name them all."""
        named = (("标注副本", self.copies), ("审核工作簿", self.sheets), ("核查报告", self.reports))
        for what, targets in named:
            for target in targets:
                click.echo(f"{what}：{shown_path(target)}", err=True)
        for problem in self.problems:
            click.echo(problem, err=True)


def write(
    result: "Validation",
    settings: "Settings",
    out: Path | None,
    ledger: str | None,
    key_file: Path | None,
    progress: Callable[[str], None],
) -> Outputs:
    """Write marked copies, review workbook and report."""
    from validator.common.workers.pool import result_of
    from validator.output.marked.copies import CopiesOfRun
    from validator.output.marked.marking import being_marked
    from validator.output.places import output_places
    from validator.output.review_workbook.beside import write_beside

    places = output_places(result, out)
    copies = CopiesOfRun(result, places.copies)
    reports: list[Path] = []
    unreported: list[str] = []
    review, unlisted = _review_place(places.review, ledger, key_file)
    # The workers mark the copies while workbook and report are made here.
    with being_marked(copies, progress) as marking:
        based = _with_basis(result)
        if result.people_are_here:
            progress("编写核查报告")
            reports, unreported = _report(based, settings, places.report)
        else:
            from validator.commands.clustered import NO_REPORT

            click.echo(NO_REPORT, err=True)
        progress("编写审核工作簿")
        sheets: list[Path] = []
        if review is not None:
            sheets, unlisted = write_beside(based, settings, review, copies.targets, marking)
        marked = result_of(marking)
    return Outputs(marked.written, sheets, reports, [*marked.problems, *unlisted, *unreported])


def _review_place(
    target: Path, ledger: str | None, key_file: Path | None
) -> tuple[Path | None, list[str]]:
    """Where the review workbook goes; None, and in Chinese why, where that cannot be told."""
    from validator.ledger.audit.errors import SupervisionError
    from validator.output.review_workbook.beside import free_place

    try:
        return free_place(target, ledger, key_file), []
    except SupervisionError as error:
        return None, [str(error)]


def _with_basis(result: "Validation") -> "Validation":
    """With what a verdict on each finding rests on: worked out once for workbook and page."""
    from dataclasses import replace

    from validator.findings.basis import with_basis

    return replace(result, findings=with_basis(result.findings, result.inputs))


def _report(
    result: "Validation", settings: "Settings", target: Path
) -> tuple[list[Path], list[str]]:
    from claimcheck.writing import WriteError
    from validator.output.report import write_report

    try:
        return [write_report(result, settings, target)], []
    except WriteError as error:
        return [], [str(error)]
