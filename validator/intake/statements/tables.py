# ruff: noqa: E501 - tables of headings and widths
"""The rows that an import adds to a workbook, sheet by sheet."""

from collections.abc import Iterable, Sequence
from typing import Any

from claimcheck.forms import Sheet
from claimcheck.identity import mask_account
from validator.common.harmless import harmless
from validator.intake.statements.confirming import (
    DECIDED_HEAD,
    KEY_HEAD,
    NO,
    PERSON_HEAD,
    RESULT_HEAD,
    YES,
)
from validator.intake.statements.keeping import FileResult, Payment
from validator.intake.statements.provenance import (
    BREAKS_HEAD,
    DIGEST_HEAD,
    FILES_SHEET,
    RECORD_COLUMNS,
    RECORD_SHEET,
    UNSURE_SHEET,
    cell_hashes,
    normal,
    row_hash,
)

#: So many unsure rows are listed; the numbers on the screen count all.
LISTED = 20_000

#: Headings and widths; columns of width 0 are hidden: they are for the program.
UNSURE = (
    (DECIDED_HEAD, 10), (PERSON_HEAD, 21), ("为什么待确认", 30), ("姓名", 10), ("账号", 21), ("入账日期", 12),
    ("金额（元）", 12), ("付款方", 22), ("摘要", 18), ("所属月份", 10), ("来源文件", 18), ("工作表或页", 12),
    ("来源行", 8), (RESULT_HEAD, 18), (KEY_HEAD, 0),
)  # fmt: skip
FILES = (
    ("文件", 20), ("版式", 20), ("户名", 16), ("流水行", 8), ("工资", 8), ("可能是工资", 12),
    ("不是工资", 10), ("不是工资的收入（按原因）", 24), ("余额核对", 12), ("导入", 8), ("以前已导入", 12),
    ("待确认", 8), ("确认不是工资", 13), ("说明", 36), (BREAKS_HEAD, 30),
    ("写入工资流水（元）", 18), ("待确认（元）", 14), ("不算工资（元）", 15), (DIGEST_HEAD, 0),
)  # fmt: skip
_RECORD_WIDTHS = (12, 10, 22, 12, 8, 24, 20, 10, 12, 0, 0, 0, 0)
#: Columns whose cells take as many lines as they need.
WRAPPED = (
    "为什么待确认",
    "付款方",
    "摘要",
    "来源文件",
    "不是工资的收入（按原因）",
    "说明",
    BREAKS_HEAD,
    "版式",
    "文件",
    "归属依据",
)
TITLES = {
    RECORD_SHEET: "每一行工资流水的来源。请勿改动：核查时据此找出导入后被改过的行。",
    FILES_SHEET: "本次导入的文件。三列金额互不相含：只有“写入工资流水（元）”是工资，贷款、退税、转账等在“不算工资（元）”里。",
    UNSURE_SHEET: (
        f"没有写入工资流水的收入。请逐笔核对，在“{DECIDED_HEAD}”列填“{YES}”或“{NO}”；"
        f"归属不明的，在“{PERSON_HEAD}”列填花名册上的身份证号。保存后用同样的对账单再导入一次。"
    ),
}


def values_of(payment: Payment) -> dict[str, Any]:
    """A payment by the keys of the form's sheet."""
    return {
        "id_number": payment.id_number,
        "name": harmless(payment.name),
        "paid_on": payment.paid_on,
        "amount_yuan": payment.amount_fen / 100,
        "payer": harmless(payment.payer),
        "payee_account": payment.account,
        "reference": harmless(payment.reference),
        "memo": harmless(payment.memo),
    }


def record_heads() -> list[tuple[str, int]]:
    """Headings and widths of 导入记录."""
    return [(head, width) for (_, head), width in zip(RECORD_COLUMNS, _RECORD_WIDTHS, strict=True)]


def record_rows(
    sheet: Sheet,
    payments: Sequence[Payment],
    rows: Sequence[dict[str, Any]],
    places: Iterable[int],
) -> Iterable[list[object]]:
    """The rows of 导入记录.

    Args:
        sheet: the form's sheet of payments.
        payments: what was written.
        rows: the same by the keys of the form, as far as the workbook has the columns.
        places: the 1-based rows that they were written to.
    """
    as_read = normal(sheet, list(rows))
    for payment, read, place in zip(payments, as_read, places, strict=True):
        cells = cell_hashes(sheet, read)
        yield [
            place, harmless(payment.name), harmless(payment.file), payment.page,
            payment.source_row, payment.layout, payment.by or "未与花名册核对", payment.month,
            payment.chain, payment.digest, payment.key, row_hash(cells), " ".join(cells),
        ]  # fmt: skip


def unsure_rows(payments: Sequence[Payment]) -> list[list[object]]:
    """The rows of 待确认收入; the two columns that the clerk fills in are empty."""
    return [
        [
            "", "", harmless(entry.doubt), harmless(entry.name), mask_account(entry.account), entry.paid_on,
            entry.amount_fen / 100, harmless(entry.payer), harmless(entry.memo), entry.month,
            harmless(entry.file), entry.page, entry.source_row,
            "", entry.key,
        ]
        for entry in payments[:LISTED]
    ]  # fmt: skip


def file_row(entry: FileResult) -> list[object]:
    """A row of 导入文件."""
    counts = entry.counts
    reasons = "、".join(f"{reason} {count}" for reason, count in entry.reasons.most_common())
    breaks = "；".join(f"{page}第 {row} 行，{what}" for page, row, what in entry.breaks[:3])
    if len(entry.breaks) > 3:
        breaks += f"；共 {len(entry.breaks)} 处"
    remarks = [entry.fault, entry.remedy, *entry.remarks]
    return [
        harmless(entry.path.name), entry.layout, harmless(entry.holder), entry.rows, counts["工资"],
        counts["可能是工资"], counts["不是工资"], reasons, entry.chain, entry.taken, entry.repeated,
        entry.unsure, entry.declined, harmless("；".join(text.rstrip("。") for text in remarks if text)), breaks,
        entry.taken_fen / 100, entry.unsure_fen / 100, entry.other_fen / 100, entry.digest,
    ]  # fmt: skip
