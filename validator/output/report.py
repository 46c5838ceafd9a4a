"""The report of a run: one page that any browser opens, without a program or the internet."""

from pathlib import Path

from claimcheck.settings import Settings
from claimcheck.writing import write_whole
from validator.output.page.build import as_html
from validator.run.validate import Validation


def write_report(validation: Validation, settings: Settings, target: Path) -> Path:
    """Write the report, whole or not at all, readable by its owner only.

    A report holds nothing that anybody fills in, so that the one of the last run is replaced.

    Args:
        validation: the result, with the decisions that stand.
        settings: what the run used.
        target: where to (see `OutputPlaces.report`).

    Raises:
        WriteError: it cannot be written.
    """
    return write_whole(target, as_html(validation, settings).encode())
