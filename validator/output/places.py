"""Where all outputs of a run go: found once, for names that are taken have to be looked into."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from validator.output.marked.naming import marked_paths, unmarked_name
from validator.run.validate import Validation
from validator.supervision.review_sheet import ENDING as REVIEW_ENDING

#: How a report's name ends.
REPORT_ENDING = ".核查报告.html"


@dataclass(frozen=True)
class OutputPlaces:
    """The files of a run's outputs."""

    copies: Mapping[int, Path]  #: the marked copy of each input, by its number
    #: the review workbook: in the folder of the outputs, else beside the first input
    review: Path

    @property
    def report(self) -> Path:
        """The report, which stands beside the review workbook."""
        return self.review.with_name(self.review.name.removesuffix(REVIEW_ENDING) + REPORT_ENDING)


def output_places(validation: Validation, out: Path | None) -> OutputPlaces:
    """Where the outputs of a run go.

    Args:
        validation: the result.
        out: the folder of all outputs; None: each marked copy beside its input.
    """
    copies = marked_paths(validation, out)
    # Named after the marked copy of the first input, which is never that of another.
    first = copies[validation.inputs[0].number]
    name = unmarked_name(first)
    if len(validation.inputs) > 1:
        name += f"等{len(validation.inputs)}个文件"
    return OutputPlaces(copies, first.with_name(f"{name}{REVIEW_ENDING}"))
