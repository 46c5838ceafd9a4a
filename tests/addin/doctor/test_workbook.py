"""A template that does not compute as it should, brought to the doctor."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from addin.doctor import workbook
from addin.doctor.result import Diagnosis, Mark
from addin.template import plan
from addin.template.build import build_template
from addin.vba import make_xlsm
from claimcheck import __version__
from tests.libreoffice import LibreOffice


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "hiring.xlsx"
    path.write_bytes(build_template(plan.make_plan("hiring", people=2, claims=1)))
    return path


@pytest.fixture(scope="module")
def with_macros(template: Path) -> Path:
    return make_xlsm(template, template.with_suffix(".xlsm"))


def named(results: list[Diagnosis], name: str) -> Diagnosis:
    return next(result for result in results if result.name == name)


def test_a_template_of_this_version_is_right(template: Path) -> None:
    found = named(workbook.checks(template), "工作簿")
    assert found.mark is Mark.RIGHT
    assert __version__ in found.found


def test_a_template_of_another_claimcheck_is_a_fault(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook.claimcheck, "__version__", "9.9")
    found = named(workbook.checks(template), "工作簿")
    assert found.mark is Mark.FAULT
    assert __version__ in found.found
    assert "9.9" in found.found
    assert "claimcheck template new hiring" in found.fix


@pytest.mark.parametrize(("change", "fix"), [(1, "template new"), (-1, "升级")])
def test_a_template_of_another_layout_is_a_fault(
    template: Path, monkeypatch: pytest.MonkeyPatch, change: int, fix: str
) -> None:
    monkeypatch.setattr(plan, "TEMPLATE_VERSION", plan.TEMPLATE_VERSION + change)
    found = named(workbook.checks(template), "工作簿")
    assert found.mark is Mark.FAULT
    assert fix in found.fix


def test_a_template_that_lost_its_author_is_told_and_no_fault(
    template: Path, tmp_path: Path
) -> None:
    book = load_workbook(template)
    book.properties.creator = "某人"
    book.save(tmp_path / "copied.xlsx")
    found = named(workbook.checks(tmp_path / "copied.xlsx"), "工作簿")
    assert found.mark is Mark.NOTE


def test_a_template_for_claims_unknown_here_is_a_fault() -> None:
    found = workbook.template(workbook.FoundStamp("future", 1, __version__, ""))
    assert found.mark is Mark.FAULT
    assert "升级" in found.fix


def test_what_computed_is_read_from_a_workbook_that_was_computed_with_the_add_in(
    template: Path, addin_calc: LibreOffice, plain_calc: LibreOffice
) -> None:
    computed = workbook.checks(addin_calc.recalculate(template))
    assert named(computed, "上次计算").mark is Mark.RIGHT
    plain = workbook.checks(plain_calc.recalculate(template))
    assert "普通公式" in named(plain, "上次计算").found


def test_a_workbook_last_computed_by_another_version_is_told() -> None:
    found = workbook.engine(workbook.FoundStamp("hiring", 1, __version__, "claimcheck 0.0.1"))
    assert found.mark is Mark.NOTE
    assert "0.0.1" in found.found


def test_macros_of_this_version_are_right_and_those_of_another_a_fault(
    with_macros: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert named(workbook.checks(with_macros), "宏").mark is Mark.RIGHT
    monkeypatch.setattr(workbook.claimcheck, "__version__", "9.9")
    assert named(workbook.checks(with_macros), "宏").mark is Mark.FAULT


def test_a_workbook_whose_macros_were_taken_out_is_a_fault(template: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "hiring.xlsm"
    renamed.write_bytes(template.read_bytes())
    assert "没有 claimcheck 的宏" in workbook.macros(renamed)[0].found


def test_a_file_from_the_network_has_its_macros_blocked(with_macros: Path, tmp_path: Path) -> None:
    mailed = tmp_path / "hiring.xlsm"
    mailed.write_bytes(with_macros.read_bytes())
    (tmp_path / "hiring.xlsm:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    last = workbook.checks(mailed)[-1]
    assert last.mark is Mark.FAULT
    assert "解除锁定" in last.fix


def test_a_foreign_workbook_is_no_template(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "other.xlsx")
    assert [result.mark for result in workbook.checks(tmp_path / "other.xlsx")] == [Mark.NOTE]


@pytest.mark.parametrize("content", [b"", b"damaged", b"PK\x03\x04 damaged"])
def test_a_file_that_cannot_be_opened_is_one_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content)
    found = workbook.checks(path)
    assert [result.mark for result in found] == [Mark.FAULT]
    assert "无法打开" in found[0].found


def test_a_file_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    assert "没有" in workbook.checks(tmp_path / "missing.xlsx")[0].found


def test_a_template_is_not_changed_by_looking_at_it(template: Path) -> None:
    before = template.read_bytes()
    workbook.checks(template)
    assert template.read_bytes() == before
