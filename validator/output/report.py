"""The report of a run: one page that any browser opens, without a program or the internet."""

from pathlib import Path

from claimcheck.settings import Settings
from claimcheck.writing import write_whole
from validator.output.page.build import as_html
from validator.output.review_workbook.build import review_path
from validator.run.validate import Validation
from validator.supervision.review_sheet import ENDING as REVIEW_ENDING

#: How a report's name ends.
ENDING = ".核查报告.html"


def report_path(validation: Validation, out: Path | None) -> Path:
    """Where the report of a batch stands: beside its review workbook."""
    beside = review_path(validation, out)
    return beside.with_name(beside.name.removesuffix(REVIEW_ENDING) + ENDING)


def write_report(validation: Validation, settings: Settings, out: Path | None) -> Path:
    """Write the report, whole or not at all, readable by its owner only.

    A report holds nothing that anybody fills in, so that the one of the last run is replaced.

    Args:
        validation: the result, with the decisions that stand.
        settings: what the run used.
        out: where the outputs go; None: beside the first input.

    Raises:
        WriteError: it cannot be written.
    """
    target = report_path(validation, out)
    return write_whole(target, as_html(validation, settings).encode())
