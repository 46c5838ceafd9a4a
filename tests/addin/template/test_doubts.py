"""Units in doubt: what a template says while it is filled in is what `validate` says later."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

from addin.template.build import build_template
from addin.template.computed import ENTRY_CHECK, rules_of
from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from claimcheck.forms import SheetKind
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.identity import id_check_character
from claimcheck.policy import FactType, rule
from claimcheck.settings import Settings
from samples.people import credit_code
from samples.typical import typical, usable
from tests.addin.template.rows import Row
from tests.libreoffice import LibreOffice
from tests.validator.books import ON, checked

CLAIMS, ROSTER = SheetKind.CLAIMS, SheetKind.ROSTER
Content = dict[SheetKind, list[Row]]

#: people of a claim that are kept
_MOST = 8

#: cells in doubt: kind of sheet, row, the heading without what stands in brackets
Places = set[tuple[SheetKind, int, str]]


def template(
    path: Path, claim_type: str, content: Content, settings: Settings | None = None
) -> Path:
    rows = {kind: len(content.get(kind, [])) for kind in SheetKind}
    plan = make_plan(
        claim_type,
        people=max(rows[ROSTER], 1) + 1,
        claims=rows[CLAIMS] + 1,
        settings=settings or Settings(on=ON),
        payments=max(rows[SheetKind.WAGES], 1) + 1,
    )
    path.write_bytes(build_template(plan, content))
    return path


def checks(
    computed: Path, claim_type: str, settings: Settings | None = None
) -> dict[tuple[SheetKind, int], str]:
    """What 填写检查 says of each row: of which sheet, which row of it."""
    plan = make_plan(claim_type, settings=settings)
    reader = fastexcel.read_excel(computed)
    found = {}
    for kind in (CLAIMS, ROSTER):
        if not plan.has(kind):
            continue
        sheet = reader.load_sheet(plan.block(kind).sheet, header_row=None, dtypes="string")
        place = plan.block(kind).index(ENTRY_CHECK)
        for row, text in enumerate(sheet.to_polars().to_series(place), start=1):
            if row > HEADER_ROW and text:
                found[kind, row] = text
    return found


def doubted_in_template(computed: Path, claim_type: str) -> Places:
    return {
        (kind, row, part.split("：")[0])
        for (kind, row), text in checks(computed, claim_type).items()
        for part in text.split("；")
        if "没有单位" in part
    }


def doubted_by_validate(path: Path) -> Places:
    rows = checked(path).findings.filter(pl.col("code").is_in(["CC504", "CC505"]))
    # What is claimed is compared with what is computed, whatever its unit.
    rows = rows.filter(pl.col("key") != "claimed_yuan")
    return {
        (SheetKind(kind), row, column.rpartition("（")[0])
        for kind, row, column in rows.select("kind", "row", "column").iter_rows()
    }


def filled(measure: str, *changes: Mapping[str, Any], kind: SheetKind = CLAIMS) -> Content:
    """Claims of a measure, each with some of its cells, or of its people's, changed."""
    made: Content = {each: [] for each in SheetKind}
    for number, change in enumerate(changes):
        one = typical(rule(measure), next(usable(rule(measure))), ON, seed=number + 1)
        for each, rows in _own(one.rows, number).items():
            made[each] += [row | change if each is kind else row for row in rows]
    return made


def _own(rows: Content, number: int) -> Content:
    """The rows of a claim with a number, people and an applicant of its own."""
    ids: dict[object, str] = {}
    for place, person in enumerate(rows.get(ROSTER, [])):
        first = f"{person['id_number'][:6]}19{70 + place}{number // 28 + 1:02d}"
        first += f"{number % 28 + 1:02d}{number:03d}"
        ids[person["id_number"]] = first + id_check_character(first)
    code = credit_code(random.Random(number))  # noqa: S311 - no secret
    own = {"claim_id": f"SB-{number:03d}"}
    return {
        kind: [
            row
            | ({} if kind is SheetKind.WAGES else own)
            | ({"applicant_code": code} if kind is CLAIMS else {})
            | {key: ids[row[key]] for key in ("id_number", "household_id") if row.get(key) in ids}
            for row in found
        ]
        for kind, found in rows.items()
    }


def test_a_share_is_asked_back_where_the_other_reading_gives_another_sum(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    rates: list[object] = [0.3, "0.3", 0.04, "0.3%", "30%", "30％", 5.5, "5.5", 0, 1, "0.0551"]
    content = filled("ZW23-24", *({"layoff_rate_percent": rate} for rate in rates))
    path = template(tmp_path / "a.xlsx", "retention", content)
    said = checks(plain_calc.recalculate(path), "retention")
    first = HEADER_ROW + 1
    asked = {row - first for (_, row), text in said.items() if "没有单位" in text}
    assert asked == {0, 1, 10}
    assert (
        "上年度裁员率：没有单位：按 0.3% 计，核定 12000 元；如果是 30%，不符合条件。"
        "请写明单位，如 0.3% 或 30%" in said[CLAIMS, first]
    )
    # 30% is 30 %: the claim is turned down, in words and not for its spelling.
    assert "没有单位" not in said[CLAIMS, first + 4]
    assert "核算金额不符，应为 0.00 元" in said[CLAIMS, first + 4]
    assert (CLAIMS, first + 3) not in said
    assert (CLAIMS, first + 7) not in said


def test_sums_and_days_are_asked_back(plain_calc: LibreOffice, tmp_path: Path) -> None:
    sums = [{"payroll_yuan": 5, "education_spend_yuan": 1, "carried_forward_yuan": 0}]
    path = template(tmp_path / "a.xlsx", "tax", filled("ZW23-23", *sums))
    said = checks(plain_calc.recalculate(path), "tax")[CLAIMS, HEADER_ROW + 1]
    assert "工资薪金总额：没有单位：按 5元 计" in said
    assert "职工教育经费支出：没有单位：按 1元 计" in said
    months: list[object] = [24, 270, "270个月", 360]
    content = filled("ZW23-6", *({"contribution_months": one} for one in months), kind=ROSTER)
    path = template(tmp_path / "b.xlsx", "insurance", content)
    asked = doubted_in_template(plain_calc.recalculate(path), "insurance")
    heads = [row["contribution_months"] for row in content[ROSTER]]
    wanted = {
        (ROSTER, HEADER_ROW + 1 + number, "补贴期内实际缴费月数")
        for number, months in enumerate(heads)
        if months == 270
    }
    assert asked == wanted != set()


def test_a_unit_that_is_written_counts(plain_calc: LibreOffice, tmp_path: Path) -> None:
    cells = [
        {"employer_premium_yuan": "1元", "employee_premium_yuan": "0元"},
        {"employer_premium_yuan": "1万元", "employee_premium_yuan": "2.5万元"},
        {"employer_premium_yuan": "1.005元"},
        {"employer_premium_yuan": "一万元"},
    ]
    path = template(tmp_path / "a.xlsx", "retention", filled("ZW23-24", *cells))
    computed = plain_calc.recalculate(path)
    said = checks(computed, "retention")
    first = HEADER_ROW + 1
    assert "应为 0.60 元" in said[CLAIMS, first]
    assert "应为 21,000.00 元" in said[CLAIMS, first + 1]
    for row in (first + 2, first + 3):
        assert "不是最多两位小数的金额" in said[CLAIMS, row]
    assert not [text for text in said.values() if "没有单位" in text]


TYPES = ["retention", "insurance", "tax", "property", "workrelief", "loan", "trainee", "income"]


@pytest.mark.parametrize("claim_type", TYPES)
def test_the_template_asks_where_validate_finds(
    claim_type: str, plain_calc: LibreOffice, tmp_path: Path
) -> None:
    content = drawn(claim_type)
    path = template(tmp_path / "a.xlsx", claim_type, content)
    asked = doubted_in_template(plain_calc.recalculate(path), claim_type)
    found = doubted_by_validate(path)
    assert asked == found
    assert asked, "nothing was in doubt"


def drawn(claim_type: str) -> Content:
    """Examples of every measure of a type, numbers moved to where the other unit is likely."""
    chance = random.Random(claim_type)  # noqa: S311 - no secret
    made: Content = {kind: [] for kind in SheetKind}
    for number, measure in enumerate(_measures(claim_type)):
        example = typical(measure, next(usable(measure)), ON, seed=number + 1)
        for kind, linked in _own(example.rows, number).items():
            sheet = example.form.sheet(kind)
            assert sheet is not None
            del linked[_MOST:]
            for row in linked:
                for column in sheet.inputs:
                    known = doubtful_fact(column)
                    if known is not None and column.key in row and chance.random() < 0.5:
                        row[column.key] = _moved(chance, known.type, known.plausible)
            made[kind] += linked
    return made


def _measures(claim_type: str) -> Iterator[Any]:
    for measure in rules_of(claim_type):
        if next(usable(measure), None) is not None:
            yield from [measure] * 4


def _moved(chance: random.Random, kind: FactType, plausible: int) -> object:
    match kind:
        case FactType.PERCENT:
            return chance.choice([0.3, 0.04, 0.6, "0.3%", "60%", 0.0551])
        case FactType.YUAN:
            return chance.choice([1, 4.5, plausible, plausible - 0.01, 0, "3元", "4万元", 30])
    return chance.choice([plausible, plausible + 1, 6 * 30, 9 * 30, 12 * 30, 6, "180个月"])
