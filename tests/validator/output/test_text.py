from validator.output.columns import columns, cut
from validator.output.text import _wrapped


def test_a_chinese_character_takes_two_columns():
    assert columns("马龙A") == 5


def test_a_long_name_is_cut_with_a_mark():
    assert cut("海原雅琴压砂瓜种植有限公司", 12) == "海原雅琴压…"
    assert columns(cut("海原雅琴压砂瓜种植有限公司", 12)) <= 12
    assert cut("马龙", 12) == "马龙"


def test_dates_are_never_broken_over_two_lines():
    text = "缺 2026-05、2026-06、2026-07、2026-08，流水为 2026-01 至 2026-04。" * 3
    lines = [line for line, _ in _wrapped(text, 41)]
    assert all(columns(line) <= 43 for line in lines)
    assert sum(line.count("2026-0") for line in lines) == text.count("2026-0")
    assert not any(line.strip()[0] in "，。、" for line in lines)


def test_a_text_of_any_length_is_cut_at_once():
    assert cut("长" * 2_000_000, 10) == "长长长长…"
    assert cut("短", 10) == "短"
