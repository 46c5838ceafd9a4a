"""Slips of somebody who fills in a template for the first time: what the sheet says of them.

People and sums are those of `validate`; what is wrong is said where `validate` says it.
"""

from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.plan import Plan, make_plan
from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from tests.addin.template.bad_values import example
from tests.addin.template.random_claims import made_up_id
from tests.addin.template.rows import Row
from tests.libreoffice import LibreOffice
from tests.validator.books import ON, checked, told

CLAIMS, ROSTER = SheetKind.CLAIMS, SheetKind.ROSTER

#: claim → (what is changed in its row, what in its person's; what the sheet says of either)
SLIPS: dict[str, tuple[Row, Row, str]] = {
    "right": ({}, {}, ""),
    "county": ({"county": "金凤区"}, {}, "申报县区：所选事项在此县区不适用，请核对县区和事项"),
    "no county": ({"county": "海原"}, {}, "申报县区：不在可选范围内，请从列表中选择"),
    "title": (
        {"measure": "外出务工一次性交通补贴"},
        {},
        "事项编号：不在可选范围内，请从列表中选择",
    ),
    "ten thousands": (
        {"claimed_yuan": "1万元", "claimed_people": "3人"},
        {},
        "申报人数：与计入人数不符，应为 1 人；申报金额：与核算金额不符，应为 800.00 元",
    ),
    "own number": ({"applicant_code": made_up_id(77), "applicant_kind": "小微企业"}, {}, ""),
    "no kind": (
        {"applicant_code": made_up_id(78), "applicant_kind": "农民工"},
        {},
        "主体类型：不在可选范围内，请从列表中选择",
    ),
    "apostrophe": (
        {},
        {"id_number": "’" + made_up_id(79)},
        "身份证号：开头多了一个撇号，请删去，只留 18 位号码",
    ),
    "first": ({}, {"id_number": made_up_id(80)}, "身份证号：同时列入另一项申报"),
    # Of two claims that are the same in all, `validate` takes the first (CC609).
    "second": (
        {"applicant_code": made_up_id(81)},
        {"id_number": made_up_id(80)},
        "身份证号：同时列入另一项申报",
    ),
}


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, plain_calc: LibreOffice
) -> tuple[Path, Path, Plan]:
    """The workbook, as LibreOffice computes it, and its plan."""
    plan = make_plan("transport", people=20, claims=20, settings=Settings(on=ON))
    path = tmp_path_factory.mktemp("slips") / "transport.xlsx"
    path.write_bytes(build_template(plan, _rows()))
    return path, plain_calc.recalculate(path), plan


def test_people_and_sums_are_those_of_validate(filled: tuple[Path, Path, Plan]) -> None:
    path, computed, plan = filled
    shown = {
        row["claim_id"]: (_number(row["counted_people"]), _number(row["assessed_yuan"]))
        for row in _shown(computed, plan, CLAIMS)
    }
    yuan = pl.col("amount_fen").fill_null(0) / 100
    judged = pl.when(pl.col("outcome").is_not_null()).then(pl.col("headcount").fill_null(0))
    found = checked(path).claims.select("claim_id", judged.fill_null(0), yuan)
    expected = {claim: (people, sum_) for claim, people, sum_ in found.rows()}
    # Whose own row is wrong is not judged; the sheet shows who would count, and no sum.
    assert shown.pop("no kind") == (1, 0) and expected.pop("no kind") == (0, 0)
    assert shown == expected
    assert shown["right"] == (1, 800) and shown["county"] == (1, 0)
    assert shown["first"] == shown["second"] == (0, 0)


@pytest.mark.parametrize("slip", SLIPS)
def test_each_slip_is_said_once_in_its_row(slip: str, filled: tuple[Path, Path, Plan]) -> None:
    _, computed, plan = filled
    checks = [
        str(row["entry_check"] or "")
        for kind in (CLAIMS, ROSTER)
        for row in _shown(computed, plan, kind)
        if row["claim_id"] == slip
    ]
    _, _, expected = SLIPS[slip]
    claim, person = checks
    said = person if SLIPS[slip][1] else claim
    assert said.startswith(expected) if expected else checks == ["", ""]
    assert said.count("：") == expected.count("："), "what follows from a slip is not said, too"


def test_the_head_does_not_ask_to_begin_where_only_the_measure_is_wrong(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    plan = make_plan("transport", people=5, claims=5, settings=Settings(on=ON))
    for measure, said in ((None, "还没有申报"), ("第八条", "还不能核算：申报表的“事项编号”")):
        rows = {} if measure is None else _claim("one", {"measure": measure}, {}, 1)
        path = tmp_path / "transport.xlsx"
        path.write_bytes(build_template(plan, rows))
        assert said in _head(plain_calc.recalculate(path), plan)


def test_a_line_of_sums_below_a_table_is_no_row_of_it(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    made = _claim("one", {}, {}, 1)
    made[CLAIMS].append({"claim_id": "合 计", "claimed_people": 1, "claimed_yuan": 800})
    made[ROSTER].append({"name": "合计", "id_number": "1人"})
    plan = make_plan("transport", people=5, claims=5, settings=Settings(on=ON))
    path = tmp_path / "transport.xlsx"
    path.write_bytes(build_template(plan, made))
    computed = plain_calc.recalculate(path)
    for kind in (CLAIMS, ROSTER):
        assert not _shown(computed, plan, kind)[1]["entry_check"]
    assert "报" not in _head(computed, plan).replace("申报", ""), "nothing is claimed twice"
    assert told(checked(path)).is_empty()


def test_a_span_of_months_that_became_a_date_is_said_to_be_one(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    """3-8 becomes 8 March in every program."""
    made = example("ZW23-6")
    made[ROSTER][0]["contribution_months"] = 46089
    plan = make_plan("insurance", people=len(made[ROSTER]) + 1, claims=2, settings=Settings(on=ON))
    path = tmp_path / "insurance.xlsx"
    path.write_bytes(build_template(plan, made))
    first = _shown(plain_calc.recalculate(path), plan, ROSTER)[0]
    assert "补贴期内实际缴费月数：是日期（如 3-8 会变成日期），请只填整数" in first["entry_check"]
    found = checked(path).findings.filter(pl.col("code") == "CC205")
    assert found["fix"].to_list() == ["这个数是日期 2026-03-08，如“3-8”会变成日期。请只填整数。"]


def _rows() -> dict[SheetKind, list[Row]]:
    rows: dict[SheetKind, list[Row]] = {kind: [] for kind in SheetKind}
    for number, (claim_id, (claim, person, _)) in enumerate(SLIPS.items(), start=1):
        for kind, own in _claim(claim_id, claim, person, number).items():
            rows[kind] += own
    return rows


def _claim(claim_id: str, claim: Row, person: Row, number: int) -> dict[SheetKind, list[Row]]:
    """A right claim of one person, but for what is changed."""
    made = example("ZW26-8")
    somebody = {"id_number": made_up_id(number), "name": f"马试{chr(0x4E00 + number)}"}
    somebody |= {"claim_id": claim_id, "phone": None, "bank_account": None}
    right = {"claim_id": claim_id, "claimed_people": 1, "claimed_yuan": 800}
    return {
        CLAIMS: [made[CLAIMS][0] | right | claim],
        ROSTER: [made[ROSTER][0] | somebody | person],
    }


def _head(computed: Path, plan: Plan) -> str:
    """The lines above the claims, but for what is wrong."""
    sheet = fastexcel.read_excel(computed).load_sheet(
        plan.sheet(CLAIMS).name, header_row=None, dtypes="string"
    )
    return "".join(text or "" for text in sheet.to_polars().to_series(0)[1:3])


def _shown(computed: Path, plan: Plan, kind: SheetKind) -> list[dict[str, Any]]:
    block = plan.block(kind)
    reader = fastexcel.read_excel(computed)
    frame = reader.load_sheet(block.sheet, header_row=None, dtypes="string").to_polars()
    rows = frame[HEADER_ROW : HEADER_ROW + len(SLIPS)].rows()
    return [dict(zip(block.keys, row, strict=False)) for row in rows]


def _number(text: str | None) -> float:
    return float(text or 0)
