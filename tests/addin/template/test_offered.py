"""What a template made for a county and an office offers and says."""

from io import BytesIO
from pathlib import Path

import openpyxl
from click.testing import CliRunner
from openpyxl.workbook import Workbook

from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.lists import CLAUSES, LISTS_SHEET, OFFERED, READINGS
from addin.template.plan import make_plan
from claimcheck.cli import main
from claimcheck.forms import SheetKind
from claimcheck.policy import rules
from claimcheck.policy.areas import area
from claimcheck.settings import Settings
from tests.addin.template.bad_values import example
from tests.libreoffice import LibreOffice
from tests.validator.books import ON, checked

OFFICE = """
county = "金凤区"

[[documents]]
key = "ZW26"
adopted = true
number = "卫政办发〔2026〕8号"

[[readings]]
id = "R-05"
option = "B_average"
basis = "就业局会议纪要"
decided_on = 2026-03-01

[[standards]]
measure = "JF24-4b"
basis = "就业局会议纪要"
decided_on = 2026-03-01
yuan = 30000
"""


def _made(folder: Path, *arguments: str) -> Path:
    asked = ["template", "new", "hiring", "-o", str(folder), "--no-macros", "--rows", "6"]
    result = CliRunner().invoke(main, [*asked, *arguments])
    assert result.exit_code == 0, result.output
    return folder / "hiring.xlsx"


def _keys(claim_type: str, **readings: str) -> set[str]:
    """The columns of a template made under readings: R_64="B_pro_rata"."""
    chosen = {key.replace("_", "-"): option for key, option in readings.items()}
    plan = make_plan(claim_type, settings=Settings(readings=chosen))
    return {column.key for sheet in plan.sheets for column in sheet.columns}


def test_a_template_asks_for_what_the_chosen_reading_needs_and_no_more() -> None:
    pro_rata = {"study_months", "school_year_months"}
    assert not pro_rata & _keys("student")
    assert pro_rata <= _keys("student", R_64="B_pro_rata")
    assert "organised_headcount" not in _keys("station")
    assert "organised_headcount" in _keys("station", R_66="B_organised")


def _office(folder: Path) -> str:
    (folder / "office.toml").write_text(OFFICE, "utf-8")
    return str(folder / "office.toml")


def _named_cells(book: Workbook, name: str) -> list[object]:
    cells = book.defined_names[name].attr_text.partition("!")[2].replace("$", "")
    found = book[LISTS_SHEET][cells]
    return [cell.value for row in found for cell in row] if ":" in cells else [found.value]


def _texts(book: Workbook, sheet: str) -> str:
    return "\n".join(f"{row[1]}：{row[2]}" for row in book[sheet].iter_rows(values_only=True))


def _offered(workbook: Path, calc: LibreOffice) -> list[object]:
    """The ids of what the drop-down offers, each with its words behind it."""
    shown = openpyxl.load_workbook(calc.recalculate(workbook), data_only=True)
    offered = [str(text).split(" ") for text in _named_cells(shown, OFFERED)]
    titles = {key: rule.measure.title for key, rule in rules().items()}
    assert all(titles[name] == words for name, words in offered)
    return [name for name, _ in offered]


def test_what_holds_in_the_county_is_offered_first(tmp_path: Path, plain_calc: LibreOffice) -> None:
    offered = _offered(_made(tmp_path, "--county", "金凤区"), plain_calc)
    assert offered[:2] == ["JF24-4b", "JF24-4c"]
    assert set(offered) == {item.rule.id for item in make_plan("hiring").rules}


def test_a_county_may_be_named_by_its_area_code(tmp_path: Path, plain_calc: LibreOffice) -> None:
    assert _offered(_made(tmp_path, "--county", "640424"), plain_calc)[0] == "JY23-12b"


def test_the_county_of_the_office_is_taken_where_none_is_named(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    assert _offered(_made(tmp_path, "--office", _office(tmp_path)), plain_calc)[0] == "JF24-4b"


def test_measures_of_other_counties_are_marked_in_the_guide() -> None:
    plan = make_plan("hiring", 5, 2, area=area("金凤区"))
    guide = _texts(openpyxl.load_workbook(BytesIO(build_template(plan))), "填报说明")
    lines = [line for line in guide.splitlines() if "小微企业新吸纳就业服务补贴" in line]
    assert len(lines) == 1 and lines[0].endswith("金凤区不适用")
    assert "（金凤2024年方案第四条）\n" in guide


def test_a_draft_is_marked_until_the_office_says_that_it_was_issued(tmp_path: Path) -> None:
    draft = openpyxl.load_workbook(_made(tmp_path / "a"))
    issued = openpyxl.load_workbook(_made(tmp_path / "b", "--office", _office(tmp_path)))
    clause = "中卫2026年方案第三条"
    assert f"{clause}（征求意见稿）" in _named_cells(draft, CLAUSES)
    assert clause in _named_cells(issued, CLAUSES)
    assert "尚为征求意见稿" not in _texts(issued, "事项说明").partition("ZW26-3")[2]
    assert "（卫政办发〔2026〕8号）第三条" in _texts(issued, "事项说明")


def test_chosen_readings_stand_in_the_guide_and_reach_the_functions(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(
        _made(tmp_path, "--office", _office(tmp_path), "--reading", "R-08=B_per_batch")
    )
    said = _texts(book, "事项说明")
    assert "有发放记录月份的平均工资达到门槛即可" in said
    assert "每批单独定档" in said
    assert _named_cells(book, READINGS) == [
        '=IF(compute_today>0,"R-05=B_average;R-08=B_per_batch","")'
    ]


def test_the_sum_that_the_office_has_set_stands_in_the_guide(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(_made(tmp_path, "--office", _office(tmp_path)))
    said = "核定标准：每项申报 30,000.00 元（就业局会议纪要，2026-03-01）。"
    assert said in _texts(book, "事项说明")


def test_a_county_that_no_form_offers_is_refused(tmp_path: Path) -> None:
    asked = ["template", "new", "hiring", "-o", str(tmp_path / "a"), "--county", "火星区"]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2
    assert "没有“火星区”这个县区" in result.output and not (tmp_path / "a").exists()


def test_a_measure_may_be_chosen_with_its_words_or_typed_by_its_number(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    sums = []
    for written in ("ZW26-3", "ZW26-3 小微企业新吸纳就业服务补贴"):
        content = example("ZW26-3")
        content[SheetKind.CLAIMS][0]["measure"] = written
        plan = make_plan("hiring", 9, 2, Settings(on=ON), payments=60)
        path = tmp_path / "chosen.xlsx"
        path.write_bytes(build_template(plan, content))
        (claim,) = checked(path).claims.to_dicts()
        sheet = openpyxl.load_workbook(plain_calc.recalculate(path), data_only=True)["申报表"]
        place = plan.block(SheetKind.CLAIMS).index("assessed_yuan") + 1
        assert claim["measure"] == "ZW26-3"
        assert sheet.cell(HEADER_ROW + 1, place).value * 100 == claim["amount_fen"]
        sums.append(claim["amount_fen"])
    assert sums == [2_000_000, 2_000_000]
