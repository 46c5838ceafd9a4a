import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimcheck.cli import main
from claimcheck.forms import SheetKind, form
from tests.validator.books import cell, claims, save
from validator.commands.validate import validate


def run(*arguments: str | Path) -> Result:
    given = ["--on", "2026-11-20", "--ledger", "none", *map(str, arguments)]
    return CliRunner().invoke(validate, given)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    made = claims(6, 5)
    made[0].people[0].row["category"] = "脱贫人口"
    made[0].people[1].row["id_number"] = "640598199001011230"
    made[1].row["claimed_yuan"] = 40_000
    return save(tmp_path / "a.xlsx", made)


def test_a_clean_batch_may_be_submitted(tmp_path: Path):
    result = run("--no-write", save(tmp_path / "a.xlsx", claims(5, 11)))
    assert result.exit_code == 0
    assert result.stdout.rstrip().endswith("可以提交：未发现问题。")
    assert "读取 3 个工作表" in result.stdout


def test_errors_block_with_exit_status_1(faulty: Path):
    result = run("--no-write", faulty)
    assert result.exit_code == 1
    assert "暂不能提交" in result.stdout
    assert "\x1b" not in result.stdout, "piped output is plain text"


def test_an_unreadable_file_gives_exit_status_2_and_the_rest_is_checked(
    tmp_path: Path, faulty: Path
):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"not a workbook")
    result = run("--no-write", bad, faulty)
    assert result.exit_code == 2
    assert "无法打开“坏.xlsx”" in result.stdout
    assert "CC403" in result.stdout


def test_a_missing_file_is_one_chinese_message(tmp_path: Path):
    result = run("--no-write", tmp_path / "没有.xlsx")
    assert result.exit_code == 2
    assert "没有这个文件" in result.stdout
    assert "Traceback" not in result.output


def test_an_empty_folder_says_so(tmp_path: Path):
    result = CliRunner().invoke(main, ["validate", "--no-write", str(tmp_path)])
    assert result.exit_code == 2
    assert "没有 Excel 工作簿" in result.stderr


def test_a_folder_is_one_batch_without_locks_and_own_outputs(tmp_path: Path, faulty: Path):
    (tmp_path / "~$a.xlsx").write_bytes(b"lock")
    assert run(tmp_path).exit_code == 1
    assert (tmp_path / "a.核查.xlsx").exists()
    content = json.loads(run("--no-write", "--format", "json", tmp_path).stdout)
    assert [Path(entry["path"]).name for entry in content["inputs"]] == ["a.xlsx"]


def test_json_has_the_keys_of_the_contract(faulty: Path):
    content = json.loads(run("--no-write", "--format", "json", faulty).stdout)
    assert list(content) == ["inputs", "claims", "findings", "checks", "summary"]
    read = content["inputs"][0]["sheets"]["人员花名册"]
    assert (read["rows"], read["cells"]) == (11, 11 * len(form("hiring").sheets[1].inputs))
    assert read["filled"] < read["of"], "the headings are cells too"
    assert content["inputs"][0]["status"] == "read"
    assert content["inputs"][0]["type"] == "hiring"
    claim = content["claims"][1]
    assert claim["claim_id"] == "SB-002"
    assert (claim["claimed_yuan"], claim["assessed_yuan"]) == (40000, 20000)
    assert (claim["people"], claim["counted"], claim["verdict"]) == (5, 5, "flagged")
    assert {reason["fact"] for reason in claim["reasons"]} >= {"headcount", "applicant_kind"}
    assert {reading["id"] for reading in claim["readings"]} >= {"R-05", "R-11"}
    finding = next(entry for entry in content["findings"] if entry["code"] == "CC201")
    assert set(finding) == {
        "code", "severity", "input", "sheet", "row", "column", "cell", "claim_id", "person",
        "value", "expected", "message", "fix", "clause", "related", "id",
    }  # fmt: skip
    assert finding["input"] == str(faulty)
    assert finding["cell"] == cell(SheetKind.ROSTER, "id_number", 5)
    assert finding["column"] == "身份证号"
    skipped = {check["code"]: check["why"] for check in content["checks"] if "why" in check}
    assert skipped.pop("CC603") == "按要求不对照台账"
    assert set(skipped.values()) == {"office.toml 没有指定外部名单"}
    severities = [entry["severity"] for entry in content["findings"]]
    assert content["summary"]["errors"] == severities.count("error")
    assert content["summary"]["infos"] == severities.count("info")
    assert content["summary"]["claims"] == 2


def test_numbers_of_persons_are_masked_unless_asked_for(faulty: Path):
    for output in ("text", "json", "csv"):
        hidden = run("--no-write", "--format", output, faulty).stdout
        assert "640598199001011230" not in hidden
    shown = run("--no-write", "--format", "json", "--unmask", faulty).stdout
    assert "640598199001011230" in shown


def test_csv_has_one_line_a_finding(faulty: Path):
    text = run("--no-write", "--format", "csv", faulty).stdout
    assert text.startswith("\ufeff编号,程度,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["编号"] for row in rows if row["程度"] != "说明"} == {
        "CC201",
        "CC403",
        "CC401",
        "CC501",
        "CC503",
    }


def test_lines_fit_into_80_columns(faulty: Path):
    from validator.output.columns import columns

    assert max(columns(line) for line in run("--no-write", faulty).stdout.splitlines()) <= 88


def test_no_write_writes_nothing(tmp_path: Path, faulty: Path):
    run("--no-write", faulty)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_the_reading_that_the_office_chose_is_used(tmp_path: Path):
    made = claims(6, months=6)
    made[0].people[0].payments[3]["amount_yuan"] = 2999
    path = save(tmp_path / "a.xlsx", made)
    office = tmp_path / "office.toml"
    office.write_text(
        '[[readings]]\nid = "R-05"\noption = "B_average"\nbasis = "局务会纪要"\n'
        "decided_on = 2026-01-05\n",
        encoding="utf-8",
    )
    assert run("--no-write", path).exit_code == 1
    result = run("--no-write", "--office", office, path)
    assert result.exit_code == 0, result.output


def test_a_ledger_that_is_no_ledger_is_refused_politely(faulty: Path, tmp_path: Path):
    (tmp_path / "x.db").write_bytes(b"nothing that a ledger starts with, and long enough")
    result = CliRunner().invoke(
        main, ["validate", "--no-write", "--ledger", str(tmp_path / "x.db"), str(faulty)]
    )
    assert result.exit_code == 2
    assert "台账" in result.stderr


def test_a_report_is_written_beside_the_marked_copy(tmp_path: Path, faulty: Path):
    result = run("--out", tmp_path / "out", faulty)
    assert f"核查报告：{tmp_path / 'out' / 'a.核查报告.html'}" in result.stderr
    report = (tmp_path / "out" / "a.核查报告.html").read_text("utf-8")
    assert "CC403" in report
    assert "640598199001011230" not in report
    assert "http://" not in report.replace("http://www.w3.org/", ""), "it loads nothing"


def test_a_report_is_written_even_where_no_file_could_be_read(tmp_path: Path):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"not a workbook")
    assert run(bad).exit_code == 2
    assert "无法打开" in (tmp_path / "坏.核查报告.html").read_text("utf-8")


def test_a_report_that_cannot_be_written_is_one_message(tmp_path: Path, faulty: Path):
    (tmp_path / "a.核查报告.html").mkdir()
    result = run(faulty)
    assert result.exit_code == 2
    assert "a.核查报告.html”：已有同名的文件夹占着这个位置" in result.stderr


def test_the_claims_of_several_files_stand_under_their_names(tmp_path: Path, faulty: Path):
    other = save(tmp_path / "b.xlsx", claims(5, seed=9))
    rows = run("--no-write", faulty, other).stdout.splitlines()
    heading = next(i for i, row in enumerate(rows) if row.startswith("申报编号"))
    first, second = rows.index("“a.xlsx”"), rows.index("“b.xlsx”")
    assert first == heading + 1
    assert [row.split()[0] for row in rows[first + 1 : second]] == ["SB-001", "SB-002"]
    assert rows[second + 1].startswith("SB-001")
    assert "“a.xlsx”" not in run("--no-write", faulty).stdout


@pytest.mark.parametrize("output", ["text", "json", "csv"])
def test_a_claim_named_by_a_persons_number_does_not_show_it(tmp_path: Path, output: str):
    made = claims(5)
    for row in (made[0].row, *(person.row for person in made[0].people)):
        row["claim_id"] = "640598199001011231"
    made[0].row["claimed_yuan"] = 40_000
    path = save(tmp_path / "a.xlsx", made)
    printed = run("--no-write", "--format", output, path).stdout
    assert "640598199" not in printed
    assert "640598" in printed
    in_full = run("--no-write", "--format", output, "--unmask", path)
    assert "640598199" in in_full.stdout
