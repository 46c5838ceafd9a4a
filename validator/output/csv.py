"""The findings as CSV, for a spreadsheet."""

import csv
import io

from claimcheck.text import one_line
from validator.common.harmless import harmless
from validator.findings.catalogue import SEVERITY_WORDS
from validator.run.validate import Validation
from validator.supervision.listing import decided_text

_HEADINGS = (
    "编号", "程度", "文件", "工作表", "行", "列", "单元格", "申报编号", "人员", "现为", "应为",
    "问题", "怎么改", "依据", "裁定",
)  # fmt: skip
_COLUMNS = (
    "code", "severity", "input", "sheet", "row", "column", "cell", "claim_id", "person", "value",
    "expected", "message", "fix", "clause",
)  # fmt: skip


def as_csv(validation: Validation) -> str:
    """One line a finding."""
    names = {entry.number: entry.label for entry in validation.inputs}
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_HEADINGS)
    for row in validation.findings.iter_rows(named=True):
        row["input"] = names[row["input"]]
        row["severity"] = SEVERITY_WORDS[row["severity"]]
        values = ("" if row[name] is None else row[name] for name in _COLUMNS)
        decided = "" if row.get("standing", "open") == "open" else decided_text(row)
        writer.writerow([harmless(one_line(str(text))) for text in (*values, decided)])
    return target.getvalue()
