"""What is typed is understood as people write it, and a slip is answered with what was meant."""

from datetime import datetime

import click
import pytest
from click.testing import CliRunner

from claimcheck.calculation import with_keys
from claimcheck.called import called, nearest
from claimcheck.cli import main
from claimcheck.day_option import DAY
from claimcheck.errors import DataFileError, FactError, UnknownMeasureError
from claimcheck.forms import claim_types, form
from claimcheck.forms.called import claim_type_called
from claimcheck.policy import rule, rules
from claimcheck.policy.called import rule_called


def options(command: click.Command = main, path: tuple[str, ...] = ()):
    """Every option of every command that speaks of a day."""
    found = []
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            found += options(inner, (*path, name))
    for parameter in command.params:
        if parameter.name in ("on", "day", "start", "until"):
            found.append(pytest.param(parameter, id=" ".join((*path, str(parameter.name)))))
    return found


@pytest.mark.parametrize("option", options())
def test_every_day_is_read_in_the_same_way(option: click.Parameter):
    assert option.type is DAY


@pytest.mark.parametrize(
    "text", ["2026-03-01", "2026/3/1", "2026年3月1日", "20260301", "２０２６.3.1"]
)
def test_a_day_is_read_as_a_fact_is(text: str):
    assert DAY.convert(text, None, None) == datetime(2026, 3, 1)


@pytest.mark.parametrize("text", ["3月1日", "2026-02-30", "明天", ""])
def test_what_is_no_day_is_refused_with_an_example(text: str):
    with pytest.raises(click.BadParameter, match="应如 2026-03-01 或 2026年3月1日"):
        DAY.convert(text, None, None)


@pytest.mark.parametrize("claim_type", claim_types())
def test_a_claim_type_goes_by_its_title(claim_type: str):
    title = form(claim_type).title
    assert claim_type_called(title) == claim_type
    assert claim_type_called(title.split("（")[0]) == claim_type
    assert claim_type_called(claim_type.upper()) == claim_type


@pytest.mark.parametrize("entry", rules().values(), ids=rules())
def test_a_claim_type_goes_by_each_of_its_measures(entry):
    assert claim_type_called(entry.id.lower()) == entry.measure.type
    assert claim_type_called(entry.measure.title) == entry.measure.type


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hirng", "是否要写“hiring”（吸纳就业补贴（按人数档次））？"),
        ("稳岗返环", "是否要写“稳岗返还”（retention）？"),
        ("补贴", "“补贴”可以指 10 类申报，请写其中一类：hiring（"),
        (" ", "可选：hiring（"),
    ],
)
def test_another_name_of_a_type_is_answered_with_what_may_be_meant(text: str, said: str):
    with pytest.raises(DataFileError) as raised:
        claim_type_called(text)
    assert said in str(raised.value)


def test_a_measure_goes_by_its_title_and_by_a_part_of_it():
    assert rule_called("小微企业新吸纳就业服务补贴").id == "ZW26-3"
    assert rule_called("零工驿站运行").id == "ZW23-9d"
    assert rule_called("zw26-3").id == "ZW26-3"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("零工市场运营补贴", "请写编号：ZW25-6a（中卫2025年通知）、ZW26-6a（中卫2026年方案）"),
        ("ZW26-33", "是否要写“ZW26-3”（小微企业新吸纳就业服务补贴）？"),
        ("小微企业吸纳就业服务补贴", "是否要写“小微企业新吸纳就业服务补贴”（ZW26-3）？"),
        ("", "claimcheck policy list"),
    ],
)
def test_another_name_of_a_measure_is_answered_with_what_may_be_meant(text: str, said: str):
    with pytest.raises(UnknownMeasureError) as raised:
        rule_called(text)
    assert said in str(raised.value)


@pytest.mark.parametrize("name", ["headcount", "合格人数", "合格人数人", "合格"])
def test_a_fact_goes_by_its_key_or_its_label(name: str):
    assert with_keys(rule("ZW26-3"), {name: "12"}) == {"headcount": "12"}


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"月数": 6}, "“月数”可以指：政策起算前已满月数（months_before_window）、就业月数"),
        ({"headcont": 6}, "是否要写“headcount”（合格人数）？"),
        ({"合格人数": 6, "headcount": 6}, "“合格人数”（headcount）写了两次"),
    ],
)
def test_a_fact_that_is_not_clear_is_asked_about(entered: dict[str, object], said: str):
    with pytest.raises(FactError) as raised:
        with_keys(rule("ZW26-3"), entered)
    assert said in str(raised.value)


def test_calc_gives_the_same_for_chinese_and_english_names():
    chinese = CliRunner().invoke(
        main, ["calc", "小微企业新吸纳就业服务补贴", "合格人数=12人", "--on", "2026年3月1日"]
    )
    english = CliRunner().invoke(main, ["calc", "ZW26-3", "headcount=12", "--on", "2026-03-01"])
    assert chinese.exit_code == english.exit_code == 0
    assert chinese.stdout == english.stdout


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["vaildate"], "没有命令“vaildate”。是否要写“validate”？"),
        (["核查"], "“validate”（核查一批申报工作簿"),
        (["policy", "sho"], "没有命令“sho”。是否要写“show”？"),
        (["xyzzy"], "可用的命令：addin、calc、"),
        (["findings", "show", "CC3022"], "是否要写“CC302”（"),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest(call: list[str], said: str):
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 2
    assert said in done.output


def test_the_closest_way_of_naming_wins():
    names = {"一": ("就业补贴",), "二": ("就业补贴（按人）",), "三": ("吸纳就业补贴",)}
    assert called("就业补贴", names, names.get) == ["一"]
    assert called("补贴（按人）", names, names.get) == ["二"]
    assert called("补贴", names, names.get) == ["一", "二", "三"]
    assert called("（", names, names.get) == []


def test_nothing_near_is_not_guessed():
    assert nearest("交通", ["hiring", "broker"]) == ""
