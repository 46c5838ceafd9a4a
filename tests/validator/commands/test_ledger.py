"""`claimcheck ledger` as an office calls it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from claimcheck.cli import main
from claimcheck.policy import rule
from samples.books import ROSTER, plain_book
from samples.typical import typical, usable
from tests.validator.books import claims, save
from tests.validator.ledger import made
from validator.ledger.opening import open_ledger

ON = ["--on", "2026-11-20"]


@pytest.fixture
def run(tmp_path, key_file, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file)]

    def call(*arguments, **options):
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(main, ["ledger", *words, *place], **options)

    return call


@pytest.fixture
def honest(tmp_path):
    return save(tmp_path / "第1批.xlsx", claims(6, 12))


def spoil(workbook):
    """Make the first person of the second claim wrong."""
    sheet = workbook["人员花名册"]
    header = next(row for row in sheet.iter_rows() if any(c.value == "身份证号" for c in row))
    column = {cell.value: cell.column for cell in header}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        if row[column["申报编号"] - 1].value == "SB-002":
            row[column["身份证号"] - 1].value = "640598199001010000"
            return


@pytest.fixture
def faulty(tmp_path):
    return save(tmp_path / "第2批.xlsx", claims(6, 12, seed=9), spoil)


def first_id(book):
    return book[0].people[0].row["id_number"]


def test_a_clean_batch_is_recorded_and_the_key_is_announced(run, honest):
    done = run("record", honest, *ON, "--name", "中宁县2026年第1批")
    assert done.exit_code == 0, done.output
    assert "已登记：批次“中宁县2026年第1批”（序号 1），2 项申报、18 人" in done.stdout
    assert "请马上把它备份" in done.stderr
    assert "请马上" not in run("record", honest, *ON).stderr


def test_recording_twice_says_that_it_is_known(run, honest):
    run("record", honest, *ON)
    again = run("record", honest, *ON)
    assert again.exit_code == 0
    assert "没有新的登记" in again.stdout
    assert "台账中已有，没有重复登记：2 项申报" in again.stdout


def transport(folder, destination):
    """One person's travel money."""
    chosen = rule("ZW26-8")
    made = typical(chosen, next(usable(chosen)), date(2026, 11, 20))
    (person,) = made.rows[ROSTER]
    person["destination"] = destination
    book = folder / "交通补贴.xlsx"
    plain_book(made.form, made.rows).save(book)
    return book


def recorded_near(run, folder):
    """Travel money recorded for a nearer place than the one that an appeal shows; the file."""
    near = transport(folder, "区内跨县（区、市）")
    run("record", near, *ON, "--accept-findings", "先按 200 元")
    return transport(folder, "跨省（区）")


def test_a_known_claim_whose_sum_has_changed_since_is_told_of_and_left(run, tmp_path):
    far = recorded_near(run, tmp_path)
    again = run("record", far, *ON, "--json")
    assert again.exit_code == 1
    (told,) = json.loads(again.stdout)["differing"]
    assert (told["recorded_yuan"], told["amount_yuan"]) == (200, 800)
    said = run("record", far, *ON).stdout
    assert "登记 200.00 元、1 人，现在 800.00 元、1 人" in said
    assert "ledger correct 文件 --claim 申报编号" in said
    assert "200.00 元" in run("search", "--batch", "1").stdout


def test_one_claim_is_corrected_and_what_stood_before_is_told(run, tmp_path):
    far = recorded_near(run, tmp_path)
    wanted = ["correct", far, *ON, "--claim", claim_of(run), "--reason", "申诉成立"]
    asked = run(*wanted)
    assert "200.00 元、1 人改为 800.00 元、1 人。确定吗？" in asked.stderr
    assert "200.00 元" in run("search", "--batch", "1").stdout
    done = run(*wanted, "--yes")
    assert done.exit_code == 0, done.output
    assert "200.00 元、1 人改为 800.00 元、1 人。" in done.stdout
    assert "比原来登记的多 600.00 元；原来的已经发放的，只补发这个差额。" in done.stdout
    assert run("record", far, *ON).exit_code == 0
    assert run("verify").exit_code == 0
    again = run(*wanted, "--yes")
    assert (again.exit_code, "不用更正" in again.stderr) == (2, True)


def test_a_correction_pays_nobody_whom_another_claim_has_paid_since(run, tmp_path, key_file):
    far = recorded_near(run, tmp_path)
    sheet = load_workbook(far)["人员花名册"]
    column = next(cell.column for cell in sheet[3] if cell.value == "身份证号")
    number = sheet.cell(4, column).value
    with open_ledger(str(tmp_path / "台账.sqlite"), key_file=key_file) as ledger:
        ledger.record(made.batch((made.claim("SB-9"), [made.person(number)]), name="另一家"))
    wanted = ["correct", far, *ON, "--claim", claim_of(run), "--reason", "申诉成立", "--yes"]
    done = run(*wanted)
    assert done.exit_code == 2, done.output
    assert "申报“SB-001”现在还不能更正：" in done.stderr
    assert "以前已经享受" in done.stderr
    assert "200.00 元" in run("search", "--batch", "1").stdout


def test_what_is_to_be_corrected_is_in_the_files_and_in_the_ledger(run, tmp_path):
    far = recorded_near(run, tmp_path)
    unknown = run("correct", far, *ON, "--claim", "SB-777", "--reason", "申诉", "--yes")
    assert (unknown.exit_code, "没有申报“SB-777”" in unknown.stderr) == (2, True)
    number = "640598198001010017"
    numbered = run("correct", far, *ON, "--claim", number, "--reason", "申诉", "--yes")
    assert (numbered.exit_code, number in numbered.stderr) == (2, False)
    new = save(tmp_path / "新的.xlsx", claims(6))
    absent = run("correct", new, *ON, "--claim", "SB-001", "--reason", "申诉", "--yes")
    assert (absent.exit_code, "台账里没有这项申报" in absent.stderr) == (2, True)


def claim_of(run):
    return json.loads(run("export", "--json").stdout)[0]["claim_id"]


def test_what_was_paid_before_is_not_recorded_once_more(run, honest, tmp_path):
    run("record", honest, *ON)
    changed = claims(6, 12)
    for claim in changed:
        claim.row["period_end"] = date(2026, 11, 30)
    again = run("record", save(tmp_path / "换了期间.xlsx", changed), *ON)
    assert again.exit_code == 1, again.output
    assert "没有新的登记" in again.stdout
    assert again.stdout.count("须改正的错误") == 2
    assert json.loads(run("export", "--json").stdout)[-1]["batch_id"] == 1


def test_validate_finds_what_was_recorded_with_a_key_kept_elsewhere(run, honest, tmp_path):
    run("record", honest, *ON)
    place = ["--ledger", str(tmp_path / "台账.sqlite")]
    ask = ["validate", "--no-write", "--format", "json", *ON, *place]
    key = ["--key", str(next(tmp_path.rglob("*.key")))]
    found = json.loads(CliRunner().invoke(main, [*ask, *key, str(honest)]).stdout)
    assert {one["code"] for one in found["findings"]} >= {"CC609"}
    without = CliRunner().invoke(main, [*ask, "--key", str(tmp_path / "none"), str(honest)])
    assert (without.exit_code, "没有找到台账的密钥文件" in without.output) == (2, True)


def test_only_claims_without_errors_are_taken(run, faulty):
    done = run("record", faulty, *ON, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told["claims"] == 1
    assert [entry["claim_id"] for entry in told["refused"]] == ["SB-002"]
    assert "个须改正的错误" in told["refused"][0]["why"]


def test_claims_with_errors_are_taken_with_a_reason(run, faulty):
    done = run("record", faulty, *ON, "--accept-findings", "已见身份证原件")
    assert done.exit_code == 0, done.output
    found = json.loads(run("search", "--batch", "第2批", "--json").stdout)
    assert {row["verdict"] for row in found if row["claim_id"] == "SB-002"} == {"accepted"}
    assert {row["reason"] for row in found if row["claim_id"] == "SB-002"} == {"已见身份证原件"}
    assert {row["verdict"] for row in found if row["claim_id"] == "SB-001"} == {"passed"}


def test_a_reason_may_not_be_empty(run, faulty):
    done = run("record", faulty, "--accept-findings", " ")
    assert done.exit_code == 2
    assert "请写明理由" in done.stderr


def test_nothing_is_recorded_where_a_file_cannot_be_read(run, honest, tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    done = run("record", honest, broken, *ON)
    assert done.exit_code == 2
    assert "坏.xlsx" in done.stderr
    assert "整批都没有登记" in done.stderr
    assert run("search", "--year", 2026).exit_code == 2


def test_a_person_is_found_without_the_number_in_any_output(run, honest):
    number = first_id(claims(6, 12))
    run("record", honest, *ON)
    found = run("search", "--id", "-", input=number + "\n")
    assert "共 1 条记录、1 项申报" in found.stdout
    assert number not in found.output
    assert "整项 20,000.00 元" in found.stdout


def test_nobody_found_is_said(run, honest):
    run("record", honest, *ON)
    assert "没有找到" in run("search", "--applicant", "不存在的公司").stdout


def test_a_wrong_number_is_pointed_out_and_still_looked_for(run, honest):
    run("record", honest, *ON)
    done = run("search", "--id", "640598199001010000")
    assert done.exit_code == 0
    assert "校验位不符" in done.stderr
    assert "没有找到" in done.stdout


def test_no_number_is_said(run):
    assert run("search", "--id", "-", input="\n").exit_code == 2


def test_many_entries_are_counted_and_the_first_are_shown(run, tmp_path):
    book = save(tmp_path / "大批.xlsx", claims(40, 40))
    run("record", book, *ON)
    lines = run("search", "--year", 2026).stdout.splitlines()
    assert len(lines) == 52
    assert "另有 30 条未列出" in lines[50]
    assert "共 80 条记录、2 项申报" in lines[51]


def test_search_needs_something_to_search_for(run):
    assert run("search").exit_code == 2


def test_export_prints_csv_or_json_and_writes_files(run, honest, tmp_path):
    run("record", honest, *ON)
    printed = run("export")
    assert printed.stdout.count("\n") == 19
    assert len(json.loads(run("export", "--json").stdout)) == 18
    done = run("export", "-o", tmp_path / "出.xlsx")
    assert "已导出 18 条记录" in done.stderr
    assert (tmp_path / "出.xlsx").is_file()


def test_an_export_replaces_an_earlier_export_and_no_other_workbook(run, honest, tmp_path):
    run("record", honest, *ON)
    before = honest.read_bytes()
    refused = run("export", "-o", honest)
    assert refused.exit_code == 2
    assert "“第1批.xlsx”已经存在，不是以前写出的台账，没有改动" in refused.output
    assert honest.read_bytes() == before
    for _ in range(2):
        assert run("export", "-o", tmp_path / "出.xlsx").exit_code == 0


def test_forgetting_needs_a_yes(run, honest):
    run("record", honest, *ON)
    asked = run("forget", "--batch", "第1批")
    assert "2 项申报、18 人" in asked.stderr
    assert "没有删除" in asked.stderr
    assert "已删除：1 个批次、2 项申报、18 人" in run("forget", "--batch", "第1批", "--yes").stdout
    assert "没有找到" in run("search", "--year", 2026).stdout


def test_a_person_is_forgotten(run, honest):
    number = first_id(claims(6, 12))
    run("record", honest, *ON)
    assert "已删除：1 条人员记录" in run("forget", "--id", number, "--yes").stdout
    assert "没有这个人" in run("forget", "--id", number, "--yes").stderr


def test_there_is_no_ledger_to_search_in_and_none_is_made(run, tmp_path):
    done = run("search", "--year", 2026)
    assert done.exit_code == 2
    assert "请先用 claimcheck ledger record" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_none_is_no_ledger(tmp_path):
    done = CliRunner().invoke(main, ["ledger", "search", "--year", "1", "--ledger", "none"])
    assert done.exit_code == 2
    assert "不能写 none" in done.stderr


def test_the_whole_way_on_a_server(postgres_url, honest, key_file):
    place = ["--ledger", postgres_url, "--key", str(key_file)]
    recorded = CliRunner().invoke(main, ["ledger", "record", str(honest), *ON, *place])
    assert "2 项申报、18 人" in recorded.stdout, recorded.output
    found = CliRunner().invoke(main, ["ledger", "search", "--measure", "ZW26-3", *place])
    assert "共 18 条记录、2 项申报" in found.stdout


@pytest.mark.parametrize(("days", "told"), [(10, True), (0, False)])
def test_a_clock_behind_the_ledger_is_pointed_out(run, honest, monkeypatch, days, told):
    run("record", honest, *ON)
    then = datetime.now(UTC) + timedelta(days=days)
    monkeypatch.setattr("validator.ledger.audit.book.datetime", clock_at(then))
    run("forget", "--batch", "1", "--yes")
    monkeypatch.undo()
    said = run("search", "--batch", "1").stderr
    assert ("早于台账的最后一条记录" in said) is told


def clock_at(moment):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    return Clock
