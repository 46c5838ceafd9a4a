"""What the desk does without a browser: the ledger it needs, what it keeps, what it says."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from tests.validator.books import claims, save
from tests.validator.commands.desk.conftest import DAY
from validator.commands.desk.asked import DeskError
from validator.commands.desk.command import desk as command
from validator.commands.desk.commands_called import receive_statement
from validator.commands.desk.desk import Desk
from validator.commands.desk.giving_out import give_out
from validator.commands.desk.looking_up import search
from validator.commands.desk.standing_by import accept
from validator.commands.desk.taking_in import add_path, leave_out, receive
from validator.commands.desk.with_ledger import open_desk
from validator.commands.desk.working import BusyError
from validator.output.page.states import OtherCheckError


def wait(desk: Desk) -> None:
    end = time.monotonic() + 60
    while desk.worker.busy:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert desk.worker.fault == ""


@pytest.fixture
def checked(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with two claims in order, checked."""
    made = claims(6, 7)
    receive(desk, "a.xlsx", save(tmp_path / "a.xlsx", made).read_bytes())
    desk.check({})
    wait(desk)
    return desk


def test_where_the_ledger_cannot_be_opened_the_page_says_why(home: Path, tmp_path: Path):
    (tmp_path / "台账").mkdir()
    with open_desk(home, str(tmp_path / "台账"), None, DAY) as desk:
        assert "是文件夹" in desk.state()["fault"]
        with pytest.raises(DeskError, match="是文件夹"):
            search(desk, {"year": "2026"})
        desk.batch.add(desk.batch.receive("a.xlsx", b"x"))
        desk.check({})
        while desk.worker.busy:
            time.sleep(0.01)
        assert "是文件夹" in desk.state()["work"]["fault"]


def test_the_desk_needs_a_ledger():
    result = CliRunner().invoke(command, ["--ledger", "none", "--no-open"])
    assert "不能写 none" in str(result.exception)


def test_that_a_key_was_made_is_said(desk: Desk):
    (notice,) = desk.state()["notices"]
    assert "密钥文件" in notice


def test_recording_twice_changes_nothing(checked: Desk):
    for words in ("已登记：批次“甲”", "台账中已有，没有重复登记：2 项申报"):
        give_out(checked, {"what": "record", "name": "甲"})
        wait(checked)
        assert words in "".join(checked.state()["made"][0]["said"])
    found = search(checked, {"batch": "甲"})
    assert found["found"] == 13
    assert "640598" not in str(found["lines"])


def test_a_recorded_batch_is_known_again_and_is_no_repeat_of_itself(checked: Desk):
    before = [row["assessed"] for row in checked.state()["rows"]]
    assert {row["todo"] for row in checked.state()["rows"]} == {"可以公示、发放"}
    give_out(checked, {"what": "record", "name": "甲"})
    wait(checked)
    recorded = {"已登记入台账，请勿重复发放"}
    assert {row["todo"] for row in checked.state()["rows"]} == recorded
    assert "以后还可以再核查" in "".join(checked.state()["made"][0]["remarks"])
    checked.check({})
    wait(checked)
    state = checked.state()
    said = f"本批已于 {DAY:%Y-%m-%d} 登记入台账（批次“甲”，序号 1，2 项申报）"
    assert any(one.startswith(said) for one in state["notices"])
    assert [row["assessed"] for row in state["rows"]] == before
    assert {row["todo"] for row in state["rows"]} == recorded
    assert "CC609" not in checked.review.current.findings["code"].to_list()
    give_out(checked, {"what": "notice"})
    wait(checked)
    assert "2 条" in "".join(checked.state()["made"][0]["said"])


def test_a_new_start_knows_the_recorded_batch_again(checked: Desk):
    give_out(checked, {"what": "record", "name": "甲"})
    wait(checked)
    again = Desk(checked.home, checked.trail, "", checked.day)
    again.begin({"name": checked.batch.name})
    again.check({})
    wait(again)
    assert "本批已于" in "".join(again.state()["notices"])
    assert "CC609" not in again.review.current.findings["code"].to_list()


def test_another_batch_with_the_same_claims_is_a_repeat(checked: Desk):
    content = checked.batch.files[0].read_bytes()
    give_out(checked, {"what": "record"})
    wait(checked)
    note = (checked.batch.path / "批次.json").read_bytes()
    checked.begin({})
    receive(checked, "a.xlsx", content)
    # Whoever copies the note of the batch that was paid does not make this one the same.
    (checked.batch.path / "批次.json").write_bytes(note)
    checked.begin({"name": checked.batch.name})
    checked.check({})
    wait(checked)
    assert checked.review.current.findings["code"].to_list().count("CC609") == 2
    assert "本批已于" not in "".join(checked.state()["notices"])


def test_a_claim_that_was_changed_after_it_was_recorded_is_paid_only_once(
    checked: Desk, tmp_path: Path
):
    give_out(checked, {"what": "record"})
    wait(checked)
    made = claims(6, 7)
    made[0].row["period_end"] = made[0].row["period_end"].replace(day=1)
    checked.batch.files[0].write_bytes(save(tmp_path / "b.xlsx", made).read_bytes())
    checked.check({})
    wait(checked)
    assert "CC603" in checked.review.current.findings["code"].to_list()


def test_a_forgotten_record_is_not_named(checked: Desk):
    give_out(checked, {"what": "record"})
    wait(checked)
    checked.trail.ledger.forget_batch("1")
    checked.check({})
    wait(checked)
    assert "本批已于" not in "".join(checked.state()["notices"])


def test_another_file_makes_the_result_stale(checked: Desk, tmp_path: Path):
    assert not checked.state()["stale"]
    made = claims(8, seed=9)
    receive(checked, "b.xlsx", save(tmp_path / "b.xlsx", made).read_bytes())
    assert checked.state()["stale"]
    leave_out(checked, {"at": 1, "name": "b.xlsx"})
    assert not checked.state()["stale"]


def test_a_second_click_does_not_take_out_the_next_file(checked: Desk):
    first, second = checked.batch.files[0].read_bytes(), b"another"
    receive(checked, "b.xlsx", second)
    assert first != second
    leave_out(checked, {"at": 0, "name": "a.xlsx"})
    with pytest.raises(DeskError, match="文件列表刚有变动，没有办"):
        leave_out(checked, {"at": 0, "name": "a.xlsx"})
    assert checked.state()["batch"]["files"] == ["b.xlsx"]


def test_the_same_file_again_is_said_and_counts_once(checked: Desk):
    content = checked.batch.files[0].read_bytes()
    assert "已经在这一批里" in receive(checked, "a.xlsx", content)
    assert checked.state()["batch"]["files"] == ["a.xlsx"]


def test_another_file_of_the_same_name_is_asked_about(checked: Desk):
    said = receive(checked, "a.xlsx", b"corrected")
    assert "已有同名而内容不同的“a.xlsx”，新的一份存为“a（2）.xlsx”" in said
    assert "请移出原来那份" in said
    assert checked.state()["batch"]["files"] == ["a.xlsx", "a（2）.xlsx"]
    assert receive(checked, "b.xlsx", b"another") == ""


@pytest.mark.parametrize("what", ["marked", "notice", "letters", "payment", "record"])
def test_nothing_comes_out_of_files_that_were_changed_after_they_were_checked(
    checked: Desk, tmp_path: Path, what: str
):
    made = claims(6, 7)
    made[0].row["claimed_people"] = 5
    checked.batch.files[0].write_bytes(save(tmp_path / "b.xlsx", made).read_bytes())
    assert checked.state()["stale"]
    with pytest.raises(DeskError, match="请到“申报核查”页重新核查"):
        give_out(checked, {"what": what})
    checked.check({})
    wait(checked)
    give_out(checked, {"what": what})
    wait(checked)


def test_a_page_of_the_check_before_is_told_to_load_anew(checked: Desk):
    shown = {"check": checked.review.check, "state": 0}
    assert checked.review_shown.news(shown)["state"] == 0
    checked.check({})
    wait(checked)
    with pytest.raises(OtherCheckError, match="请刷新网页"):
        checked.review_shown.decide(shown | {"decisions": []})
    checked.begin({})
    with pytest.raises(OtherCheckError, match="请刷新网页"):
        checked.review_shown.news(shown)


def test_other_settings_or_lists_make_the_result_stale(checked: Desk):
    (checked.home / "office.toml").write_text('[lists]\n"公职人员" = "名单.xlsx"\n', "utf-8")
    assert checked.state()["stale"]
    with pytest.raises(DeskError, match="请到“申报核查”页重新核查"):
        give_out(checked, {"what": "payment"})


def test_a_statement_that_is_dropped_twice_is_imported_once(desk: Desk):
    for said in ("", "“流水.csv”已经收到，内容相同，没有再收一份。"):
        assert receive_statement(desk, "流水.csv", b"x") == said
    assert desk.state()["statements"] == ["流水.csv"]


def test_a_corrected_marked_copy_stands_for_the_claim_it_was_made_of(checked: Desk, tmp_path: Path):
    first, second = (
        save(tmp_path / f"{seed}.xlsx", claims(6, 7, seed=seed)).read_bytes() for seed in (8, 9)
    )
    assert "代替这一批里的“a.xlsx”" in receive(checked, "a.核查.xlsx", first)
    assert "代替这一批里的“a.核查.xlsx”" in receive(checked, "a.核查.xlsx", second)
    assert receive(checked, "b.核查.xlsx", first) == "", "nothing in the batch that it is made of"
    assert checked.state()["batch"]["files"] == ["a.核查（2）.xlsx", "b.核查.xlsx"]


def test_a_folder_of_this_pc_is_used_where_it_stands(desk: Desk, tmp_path: Path):
    file = save(tmp_path / "单位" / "a.xlsx", claims(5))
    assert "1 个文件" in add_path(desk, {"path": f'"{file.parent}"'})["said"]
    assert desk.batch.files == [file]
    with pytest.raises(DeskError, match="没有找到"):
        add_path(desk, {"path": str(tmp_path / "没有")})


def test_what_is_no_claim_is_named_and_blocks_nothing(checked: Desk):
    book = Workbook()
    for row in (["交易日期", "交易金额", "余额", "对方户名", "摘要"],
                ["2026-03-05", 3500, 3500, "宁夏某某公司", "代发工资"]):  # fmt: skip
        book.active.append(row)
    book.save(checked.home / "流水.xlsx")
    receive(checked, "流水.xlsx", (checked.home / "流水.xlsx").read_bytes())
    checked.check({})
    wait(checked)
    assert "“流水.xlsx”是银行流水：请到“银行流水”页导入。" in checked.state()["notices"]
    assert [row["blocking"] for row in checked.state()["rows"]] == [0, 0]


def test_a_changed_ledger_is_named_with_what_helps_and_nothing_is_written(checked: Desk):
    give_out(checked, {"what": "record", "name": "甲"})
    wait(checked)
    with closing(sqlite3.connect(checked.trail.ledger.where)) as ledger, ledger:
        ledger.execute("DELETE FROM entries WHERE id = 1")
    checked.check({})
    wait(checked)
    said = "\n".join(checked.state()["notices"])
    assert "现在是 12 人" in said
    assert "请在下面说明理由并确认" in said
    assert "ledger accept" not in said, "nobody has to type a command"
    assert checked.state()["sums"]["blocked"]
    give_out(checked, {"what": "notice"})
    while checked.worker.busy:
        time.sleep(0.01)
    fault = checked.state()["work"]["fault"]
    assert "没有写入任何内容" in fault
    assert "否则请停止使用" in fault, "one remedy, and what to do where it does not hold"


def test_a_changed_ledger_can_be_stood_by_with_a_reason(checked: Desk):
    give_out(checked, {"what": "record", "name": "甲"})
    wait(checked)
    assert checked.state()["to_accept"] == ""
    with closing(sqlite3.connect(checked.trail.ledger.where)) as ledger, ledger:
        ledger.execute("DELETE FROM entries WHERE id = 1")
    checked.check({})
    wait(checked)
    assert "现在是 12 人" in checked.state()["to_accept"]
    for content, words in [({}, "请写明为什么"), ({"reason": "恢复了备份"}, "请先勾选")]:
        with pytest.raises(DeskError, match=words):
            accept(checked, content)
    given = {"reason": "恢复了备份", "reviewer": "王审", "sure": True}
    assert "并写进审核记录" in accept(checked, given)["said"]
    wait(checked)
    state = checked.state()
    assert state["to_accept"] == ""
    assert "不是上次用的" not in "".join(state["notices"])
    assert checked.trail.read().recorded[-1].who == "王审"
    give_out(checked, {"what": "notice"})
    wait(checked)
    assert "没有要确认的" in accept(checked, given)["said"]


def test_where_the_ledger_is_gone_another_is_made_only_when_it_is_stood_by(
    checked: Desk, home: Path
):
    give_out(checked, {"what": "record", "name": "甲"})
    wait(checked)
    where = Path(checked.trail.ledger.where)
    checked.trail.ledger.close()
    kept = where.rename(where.with_name("备份.sqlite"))
    with open_desk(home, None, None, DAY) as desk:
        assert "现已整个不见" in desk.state()["to_accept"]
        assert not where.exists()
        given = {"reason": "换了新电脑，旧台账另存", "sure": True}
        assert "现已" in accept(desk, given)["said"]
        assert where.exists()
        assert (desk.state()["fault"], desk.state()["to_accept"]) == ("", "")
        desk.begin({"name": checked.batch.name})
        desk.check({})
        wait(desk)
        give_out(desk, {"what": "record", "name": "甲"})
        wait(desk)
        assert "已登记：批次“甲”" in "".join(desk.state()["made"][0]["said"])
    kept.replace(where)
    with open_desk(home, None, None, DAY) as desk:
        assert "现已换成另一个台账" in desk.state()["to_accept"], "seen before anything is checked"


def test_of_two_like_claims_the_same_one_is_the_repeat_as_in_a_folder(desk: Desk, tmp_path: Path):
    content = save(tmp_path / "a.xlsx", claims(6)).read_bytes()
    for name in ("马.xlsx", "a.xlsx"):  # the page sends them in the order of a dictionary
        receive(desk, name, content)
    desk.check({})
    wait(desk)
    names = {entry.number: entry.label for entry in desk.review.current.inputs}
    repeats = desk.review.current.findings.filter(code="CC609")["input"]
    assert [names[number] for number in repeats] == ["马.xlsx"]


def test_one_thing_is_done_at_a_time(checked: Desk):
    checked.check({})
    with pytest.raises(BusyError, match="正在核查，请稍候"):
        give_out(checked, {"what": "payment"})
    wait(checked)


def test_a_year_has_four_digits(desk: Desk):
    for year in ("26", "20260", "²⁰²⁶", "x"):
        with pytest.raises(DeskError, match="四位数字"):
            search(desk, {"year": year})


def test_a_wrong_number_is_pointed_out_and_still_looked_for(checked: Desk):
    give_out(checked, {"what": "record"})
    wait(checked)
    found = search(checked, {"person": "640598199001011234"})
    assert found["found"] == 0
    assert "仍按此号码查找" in found["remark"]
