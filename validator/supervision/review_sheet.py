"""The columns of 待审: what is written, and what is read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SHEET = "待审"

#: How a review workbook's name ends.
ENDING = ".审核.xlsx"

#: Rows above the first finding: title, verdict, advice, headings.
HEADER_ROW = 3


@dataclass(frozen=True)
class PendingColumn:
    """One column of 待审."""

    key: str
    header: str
    width: float
    fill_in: bool = False
    hidden: bool = False


COLUMNS = (
    PendingColumn("number", "序号", 6),
    PendingColumn("severity_word", "程度", 6),
    PendingColumn("standing_word", "状态", 11),
    PendingColumn("stake", "涉及金额（元）", 13),
    PendingColumn("claim_id", "申报编号", 11),
    PendingColumn("applicant", "申报主体", 18),
    PendingColumn("person", "人员", 21),
    PendingColumn("title", "问题", 16),
    PendingColumn("message", "发现", 42),
    PendingColumn("expected", "应为", 14),
    PendingColumn("fix", "怎么改", 24),
    PendingColumn("cited", "依据", 16),
    PendingColumn("place", "位置（点击打开）", 16),
    PendingColumn("earlier", "既有裁定", 24),
    PendingColumn("decision", "裁定", 10, fill_in=True),
    PendingColumn("reason", "理由", 24, fill_in=True),
    PendingColumn("reviewer", "审核人", 10, fill_in=True),
    PendingColumn("decided_on", "裁定日期", 11, fill_in=True),
    PendingColumn("until", "有效期至", 11, fill_in=True),
    PendingColumn("hint", "填写提示", 12),
    PendingColumn("key", "校验码（请勿改动）", 60, hidden=True),
)

PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


#: What the hidden cell of a row holds, in this order.
KEY_PARTS = ("id", "basis", "severity", "code", "seal")


def row_key(row: Mapping[str, Any]) -> str:
    """What the hidden cell of a row holds: which finding it is, and the seal on that."""
    return " ".join(row[part] for part in KEY_PARTS)
