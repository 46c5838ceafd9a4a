# ruff: noqa: S311 - made-up data
"""The running balance."""

import random

from samples.statements.make_statements import write
from tests.validator.intake.statements.books import accounts, look
from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options, Statement


def read(folder, change, file="建设银行.csv") -> Statement:
    """A statement with lines changed after the bank wrote it."""
    made = accounts(1)[0]
    path = folder / file
    write(look(file), made, path)
    lines = path.read_text("utf-8").splitlines()
    change(lines)
    path.write_text("\n".join(lines), "utf-8")
    return read_any(path, Options())


def test_an_untouched_statement_is_continuous(tmp_path):
    found = read(tmp_path, lambda lines: None).chain
    assert (found.links, found.breaks) == (39, ())


def test_a_row_that_was_taken_out_is_seen_at_the_next_row(tmp_path):
    def change(lines):
        del lines[9]

    found = read(tmp_path, change).chain
    assert [entry.row for entry in found.breaks] == [10]


def test_an_amount_that_was_raised_is_seen_at_its_row(tmp_path):
    made = read(tmp_path, lambda lines: None)
    target = made.frame.filter(made.frame["kind"] == "工资")["row"][1]

    def raise_pay(lines):
        line = lines[target - 1]
        start = line.index('"')
        lines[target - 1] = line[: start + 1] + "9" + line[start + 2 :]

    found = read(tmp_path, raise_pay).chain
    assert [entry.row for entry in found.breaks] == [target]
    assert "余额应为" in found.breaks[0].text()


def shuffled(lines):
    generator = random.Random(4)
    body = lines[3:]
    generator.shuffle(body)
    lines[3:] = body


def test_rows_that_somebody_sorted_are_said_and_no_balance_is_called_broken(tmp_path):
    found = read(tmp_path, shuffled)
    assert (found.chain.state, found.chain.breaks) == ("连续", ())
    assert any("不是按时间先后排的" in remark for remark in found.remarks)


def test_a_row_that_is_missing_is_seen_in_whatever_order_the_others_stand(tmp_path):
    def change(lines):
        del lines[9]
        shuffled(lines)

    found = read(tmp_path, change)
    assert found.chain.breaks
    assert not any("不是按时间先后排的" in remark for remark in found.remarks)


def test_rows_of_one_day_may_stand_in_any_order(tmp_path):
    rows = [("05", "工资", 3500, 3500), ("06", "工资", 100, 3700), ("06", "消费", -20, 3680),
            ("06", "工资", 100, 3600), ("07", "消费", -80, 3600)]  # fmt: skip
    text = "".join(f"2026-03-{day},{memo},{size},{left}\n" for day, memo, size, left in rows)
    path = tmp_path / "流水.csv"
    path.write_text(f"户名：梁敏\n交易日期,摘要,交易金额,余额\n{text}", "utf-8")
    assert read_any(path, Options()).chain.reordered
