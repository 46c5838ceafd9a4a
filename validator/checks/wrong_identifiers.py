"""Numbers of persons, firms, accounts and phones that are wrong (CC201 to CC203, CC207, CC208)."""

import re

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.identity import id_fault
from validator.checks.different_texts import mapped
from validator.checks.faulty_cells import FaultyCells
from validator.checks.identifiers import party_code_fault
from validator.findings.frame import RELATED

#: The codes of such faults.
IDENTIFIERS = ("CC201", "CC202", "CC203", "CC207", "CC208")

#: The test of the evaluation that a wrong number of a person fails.
_IDENTITY = ("identity",)

_BIRTH_DATE = re.compile(r"“(\d{4})\d{4}”")


def wrong_identifiers(cells: FaultyCells) -> pl.DataFrame:
    """Findings about numbers of persons, firms, accounts and phones.

    Raises:
        ValueError: the code is none of `IDENTIFIERS`.
    """
    title, value = cells.title, pl.col(cells.name)
    match (cells.code, cells.fault):
        case ("CC207", _):
            what = pl.lit(f"{title}不是 11 位手机号或带区号的固定电话")
            return cells.write(cells.rows, what=what, value=value, expected="11 位手机号")
        case ("CC208", "number"):
            what = pl.lit(f"{title}被存成了数字，末几位已丢失")
            return cells.write(cells.rows, what=what, value=cells.unread, expected="文本")
        case ("CC208", _):
            what = pl.lit(f"{title}的位数或校验位不符，可能录错")
            rows, related = _once_each(cells)
            return cells.write(
                rows, what=what, value=value, expected="银行账号或卡号", related=related
            )
        case ("CC203", _):
            wrong = mapped(cells.rows, cells.name, party_code_fault)
            return cells.write(
                cells.rows.with_columns(what=wrong),
                what=pl.col("what"),
                value=value,
                expected="正确的统一社会信用代码，个人为身份证号",
            )
        case ("CC202", _):
            what = pl.lit(f"{title}被存成了数字，末三位已丢失，无法还原")
            return cells.write(
                cells.rows,
                what=what,
                value=cells.unread,
                expected="文本",
                grounds=_grounds(cells),
            )
        case ("CC201", _):
            return _wrong_id(cells)
    raise ValueError(cells.code)


def _wrong_id(cells: FaultyCells) -> pl.DataFrame:
    """ID numbers; of what is said of their date of birth only the year is shown."""
    rows, related = _once_each(cells)
    wrong = mapped(rows, cells.name, lambda text: _BIRTH_DATE.sub(r"“\1****”", id_fault(text)))
    return cells.write(
        rows.with_columns(what=wrong),
        what=pl.col("what"),
        value=pl.col(cells.name),
        expected="正确的 18 位身份证号",
        grounds=_grounds(cells),
        related=related,
    )


def _grounds(cells: FaultyCells) -> tuple[str, ...]:
    return _IDENTITY if cells.column.key == "id_number" else ()


def _once_each(cells: FaultyCells) -> tuple[pl.DataFrame, pl.Expr | None]:
    """The rows that speak, and the cells beside them: of the wage flow one row a wrong number."""
    if cells.sheet.kind is not SheetKind.WAGES:
        return cells.rows, None
    rows, name = cells.rows, cells.name
    places = cells.context.batch.places.filter(
        (pl.col("kind") == str(SheetKind.WAGES)) & (pl.col("key") == name)
    ).select("input", "sheet", "letter")
    placed = rows.join(places, on="input", how="left", maintain_order="left")
    cell = pl.col("letter") + pl.col("row").cast(pl.String)
    others = (
        placed.group_by("input", name, maintain_order=True)
        .agg(
            pl.col("row").first(),
            others=pl.struct("input", "sheet", cell=cell).slice(1),
        )
        .with_columns(pl.col("others").cast(RELATED))
    )
    first = rows.join(
        others.select("input", "row", "others"),
        on=["input", "row"],
        how="inner",
        maintain_order="left",
    )
    return first, pl.col("others")
