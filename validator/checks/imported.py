"""Imported payments: changed since (CC312), of a broken balance (CC313), undecided (CC315)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.base import Context
from validator.checks.running import check
from validator.findings.frame import RELATED, masked, whole_file
from validator.intake.statements.confirming import DECIDED_HEAD, decisions_in
from validator.intake.statements.provenance import (
    FILES_SHEET,
    RECORD_SHEET,
    UNSURE_SHEET,
    ImportedRow,
    breaks_in,
    read_sheet,
    records_in,
    traced,
)
from validator.reading.batch import Input
from validator.reading.results import SheetRead

if TYPE_CHECKING:
    from validator.reading.cells import Grid

WAGES = SheetKind.WAGES


@check("CC312", "CC313", "CC315")
def imported(context: Context) -> Iterator[pl.DataFrame]:
    """What is to be said of imported payments, file by file."""
    people = context.batch.wages.select("input", "row", "name", "id_number")
    for entry in context.batch.inputs:
        wages = entry.sheets.get(WAGES)
        yield from _undecided(entry)
        records = records_in(_own_sheet(entry, RECORD_SHEET))
        if not records or wages is None or wages.headers is None:
            continue
        rows = traced(records, wages)
        yield from _changed(context, entry, wages, [row for row in rows if row.changed], people)
        broken = [row for row in rows if row.chain.startswith("断开") and not row.gone]
        if broken:
            where = breaks_in(_own_sheet(entry, FILES_SHEET))
            yield _broken(context, entry, wages, broken, where)


def _own_sheet(entry: Input, name: str) -> "Grid":
    """One of the sheets that an import adds; empty where nothing was imported."""
    if entry.whole is not None:
        return entry.part.loose_sheet(name) if entry.part is not None else []
    return read_sheet(entry.path, name) if name in entry.sheet_names else []


def _undecided(entry: Input) -> Iterator[pl.DataFrame]:
    """Income of which nobody has said yet whether it is pay (CC315)."""
    rows = decisions_in(_own_sheet(entry, UNSURE_SHEET)).values()
    open_ = [row for row in rows if not row.settled]
    said = sum(row.wages is not None for row in open_)
    if open_:
        filled = f"，其中 {said} 笔已填好“{DECIDED_HEAD}”但还没有再导入" if said else ""
        what = f"{UNSURE_SHEET}：有 {len(open_)} 笔收入没有确认是不是工资，没有计入{filled}"
        yield whole_file("CC315", entry.number, what, sheet=UNSURE_SHEET)


def _changed(
    context: Context,
    entry: Input,
    wages: SheetRead,
    rows: Sequence[ImportedRow],
    people: pl.DataFrame,
) -> Iterator[pl.DataFrame]:
    """Rows that are not what was imported (CC312); deleted ones are said once a file."""
    by_key: dict[str, list[ImportedRow]] = defaultdict(list)
    for row in rows:
        if not row.gone:
            by_key[row.keys[0]].append(row)
    for key, found in by_key.items():
        frame = pl.DataFrame(
            {
                "input": [entry.number] * len(found),
                "row": [row.row for row in found],
                "columns": [
                    "、".join(wages.sheet.column(name).header for name in row.keys) for row in found
                ],
                "source": [row.source for row in found],
            }
        )
        yield context.writer.write(
            "CC312",
            frame.join(people, on=["input", "row"], how="left", maintain_order="left"),
            kind=WAGES,
            # A column that the sheet has lost has no cell to point to.
            key=key if key in wages.letters else "id_number",
            expected="与导入时一致",
            what=pl.format("导入后被改动的有：{}（来自{}）", "columns", "source"),
            about="person",
            content=masked(pl.format("{} {}", "columns", "source")),
        )
    gone = [row for row in rows if row.gone]
    if gone:
        named = "、".join(dict.fromkeys(row.source for row in gone[:3]))
        more = "等" if len(gone) > 3 else ""
        yield whole_file(
            "CC312",
            entry.number,
            f"{wages.name}：导入的 {len(gone)} 行已被删除，或改得认不出（来自{named}{more}）",
            sheet=wages.name,
        )


def _broken(
    context: Context,
    entry: Input,
    wages: SheetRead,
    rows: Sequence[ImportedRow],
    where: dict[str, str],
) -> pl.DataFrame:
    """Payments from a statement whose balance does not follow (CC313); once a statement."""
    letter = wages.letters.get("amount_yuan", "A")
    statements: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row in rows:
        assert row.row is not None  # noqa: S101 - rows that are gone were left out
        statements[row.digest, row.file, row.chain].append(row.row)
    frame = pl.DataFrame(
        [
            {
                "input": entry.number,
                "row": places[0],
                "source": file,
                "chain": chain,
                "where": f"：{where[digest]}" if digest in where else "",
                "count": len(places),
                "others": [
                    {"input": entry.number, "sheet": wages.name, "cell": f"{letter}{place}"}
                    for place in places[1:]
                ],
            }
            for (digest, file, chain), places in statements.items()
        ],
        schema={
            "input": pl.Int64,
            "row": pl.Int64,
            "source": pl.String,
            "chain": pl.String,
            "where": pl.String,
            "count": pl.Int64,
            "others": RELATED,
        },
    )
    return context.writer.write(
        "CC313",
        frame,
        kind=WAGES,
        key="amount_yuan",
        value=pl.col("chain"),
        expected="余额逐笔连续",
        what=pl.format(
            "对账单“{}”余额{}{}；据此导入了 {} 笔工资", "source", "chain", "where", "count"
        ),
        related=pl.col("others"),
        about="row",
        content=masked(pl.col("source")),
    )
