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


def test_rows_in_another_order_are_reported(tmp_path):
    def change(lines):
        generator = random.Random(4)
        body = lines[3:]
        generator.shuffle(body)
        lines[3:] = body

    assert read(tmp_path, change).chain.breaks
