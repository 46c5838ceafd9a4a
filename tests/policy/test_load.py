"""Documents load strictly: whatever is wrong is named."""

from pathlib import Path

import pytest

import claimcheck.policy.load as load_module
from claimcheck.errors import DataFileError, ReadingError, UnknownMeasureError
from claimcheck.policy import check_choice, documents, load_document, rule, rules
from claimcheck.policy.lint import lint

SOURCE = Path(load_module.__file__).with_name("documents") / "zw26.toml"


def changed(tmp_path, old: str, new: str) -> Path:
    """A copy of ZW26 with its first `old` replaced by `new`."""
    text = SOURCE.read_text("utf-8")
    assert old in text
    path = tmp_path / "changed.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('claimant = "小微企业"', 'claiment = "小微企业"', "不认识的项“claiment”"),
        ("weight = 3", 'weight = "3"', "应为整数"),
        ("start = 11, end = 20", "start = 12, end = 20", "有空缺"),
        ("start = 11, end = 20", "start = 10, end = 20", "重叠"),
        ('fact = "category"', 'fact = "kategory"', "没有名为“kategory”的事实"),
        ("at_least = 6\n", "at_least = 6\nat_most = 9\n", "恰好有一个比较方式"),
        ('at_least = "wage_floor"', 'at_least = "wage_flour"', "“wage_flour”未列入 numbers"),
        ('R-10 = ["A_hired_in_2026"]', 'R-10 = ["A_hired"]', "R-10=A_hired 不存在"),
        (
            'R-08 = ["A_total"] }\n\n[[measures.a',
            'R-08 = ["B_per_batch"] }\n\n[[measures.a',
            "恰好有一个金额公式",
        ),
        ('default = "A_every_month"', 'default = "A_each"', "默认选项“A_each”不在选项之中"),
        ('floor = "wage_floor"', 'floor = "wages"', "工资门槛“wages”未列入 numbers"),
        ("{ headcount = 4 }", "{ heads = 4 }", "没有名为“heads”的事实"),
        ('clause = "三"', 'clause = "十三"', "条款“十三”未列出"),
        ('follows = "headcount_in_total"', 'follows = "heads"', "follows“heads”不存在"),
        (
            'follows = "headcount_in_total"',
            'follows = "higher_tier"',
            "follows“higher_tier”本身又有 follows",
        ),
        (
            'follows = "headcount_in_total"',
            'follows = "headcount"',
            "follows“headcount”在口径 R-08 的有些选项下不生效",
        ),
        (
            'follows = "headcount_in_total"',
            'follows = "months"',
            "follows“months”不在同一层：须同属 claim",
        ),
        ("tiers(earlier_headcount)", "tier_of(earlier_headcount)", "表“tier_of”不存在"),
        ('key = "ZW26"', 'key = "ZW26', r"不是有效的 TOML 文件（第 \d+ 行第 12 列附近）"),
        (
            'key = "ZW26"',
            'key = "ZW26"\nkey = "甲"',
            r"不是有效的 TOML 文件（第 \d+ 行第 1 列附近）",
        ),
    ],
)
def test_a_fault_is_refused_and_named(tmp_path, old, new, said):
    with pytest.raises(DataFileError, match=said):
        load_document(changed(tmp_path, old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 20000, words", "value = 21000, words", "数 21000 在所引词句"),
        ("value = 3000\n", "value = 3100\n", "数 3100 在所引词句"),
        ("on_or_after = 2026-01-01", "on_or_after = 2026-02-01", "日期 2026-02-01"),
        ("at_least = 6\n", "less_than = 6\n", "less_than 与所引词句"),
        ("more_than = 0\nwhere", "more_than = 1\nwhere", "more_than 与所引词句"),
        ("start = 1, end = 1,", "start = 0, end = 1,", "有第 0 档，没有一张表给出这一档"),
        ("start = 5, end = 5,", "start = 5, end = 6,", "有第 6 档，没有一张表给出这一档"),
        ("{ headcount = 30 }", "{ headcount = 29 }", "缺少边界示例：31 之下"),
        ('category = "脱贫人口"', 'category = "残疾人"', "缺少不在列表之内的示例"),
        ('hired_on = "2026-01-01" }', 'hired_on = "2026-01-02" }', "缺少边界示例：2026-01-01"),
    ],
)
def test_the_lint_finds_what_loading_cannot_see(tmp_path, old, new, said):
    faults = [str(fault) for fault in lint(load_document(changed(tmp_path, old, new)))]
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize("document", documents().values(), ids=lambda document: document.key)
def test_the_documents_are_free_of_faults(document):
    assert [str(fault) for fault in lint(document)] == []


def test_an_unknown_measure_is_named():
    with pytest.raises(UnknownMeasureError, match="ZW26-99"):
        rule("ZW26-99")
    with pytest.raises(UnknownMeasureError, match=r"\.\./x-1"):
        rule("../x-1")


def test_only_existing_options_can_be_chosen():
    check_choice(rule("ZW26-3"), "R-05", "B_average")
    with pytest.raises(ReadingError, match="B_mean"):
        check_choice(rule("ZW26-3"), "R-05", "B_mean")
    with pytest.raises(ReadingError, match="R-18"):
        check_choice(rule("ZW26-3"), "R-18", "A_highest")


def test_a_reading_that_documents_share_names_measures_that_there_are():
    shared = [one for one in load_module.general_readings() if one.measures]
    assert shared
    for reading in shared:
        for measure_id in reading.measures:
            assert reading.id in rule(measure_id).readings, f"{reading.id} {measure_id}"


def test_a_shared_reading_concerns_more_than_one_document_and_only_the_measures_it_names():
    for reading in load_module.general_readings():
        having = sorted(key for key, found in rules().items() if reading.id in found.readings)
        assert len({key.split("-")[0] for key in having}) > 1, reading.id
        if reading.measures:
            assert having == sorted(reading.measures)


def test_readings_of_a_measure_stand_by_number_and_those_of_every_document_last():
    assert list(rule("ZW25-3").readings) == ["R-37", "R-38", "R-45", "R-67", "R-75", "R-76"]
