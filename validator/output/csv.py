"""The findings as CSV, for a spreadsheet."""

import csv
import io

from validator.findings.catalogue import SEVERITY_WORDS
from validator.review import Review
from validator.supervision.listing import decided_text

_HEADINGS = (
    "编号", "程度", "文件", "工作表", "行", "列", "单元格", "申报编号", "人员", "现为", "应为",
    "问题", "怎么改", "依据", "裁定",
)  # fmt: skip
_COLUMNS = (
    "code", "severity", "input", "sheet", "row", "column", "cell", "claim_id", "person", "value",
    "expected", "message", "fix", "clause",
)  # fmt: skip


def as_csv(review: Review) -> str:
    """One line a finding, with a mark at the start by which Excel knows that it is UTF-8."""
    names = {entry.number: entry.path.name for entry in review.inputs}
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_HEADINGS)
    for row in review.findings.iter_rows(named=True):
        row["input"] = names[row["input"]]
        row["severity"] = SEVERITY_WORDS[row["severity"]]
        decided = "" if row.get("standing", "open") == "open" else decided_text(row)
        writer.writerow([*(harmless(row[name]) for name in _COLUMNS), harmless(decided)])
    return "\ufeff" + target.getvalue()


def harmless(value: object) -> str:
    """Text that a spreadsheet will not run as a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
