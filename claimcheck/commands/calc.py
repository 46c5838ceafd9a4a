"""`claimcheck calc`: one measure, some facts, the amount and why."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.day_option import DAY
from claimcheck.errors import ClaimcheckError, FactError, ReadingError, said_of
from claimcheck.next_step import next_step
from claimcheck.streams import read_text, write_json

if TYPE_CHECKING:
    from claimcheck.evaluate import Evaluation

_OUTCOMES = {
    "amount": "符合",
    "ineligible": "不符合",
    "incomplete": "资料不全",
    "needs_decision": "需核定",
    "in_kind": "实物或服务",
}
_FLAGS = {
    "draft": "依据为征求意见稿，印发时金额可能变化",
    "expired": "已过政策期限",
    "not_yet": "政策尚未开始执行",
    "not_in_force": "本经办机构不执行该文件",
}


@click.command(
    help="按一个事项的规则计算一项申报。事项写编号或名称；事实写作 名称=值，如 合格人数=12。"
)
@click.argument("measure", metavar="事项")
@click.argument("pairs", nargs=-1, metavar="[名称=值]...")
@click.option("--facts", "facts_file", metavar="文件", help="从 JSON 文件读事实；- 为标准输入。")
@click.option("--reading", "readings", multiple=True, metavar="R-05=选项", help="选用某一口径。")
@click.option("--office", "office_file", metavar="文件", help="经办机构设置，默认 ./office.toml。")
@click.option("--on", type=DAY, metavar="日期", help="按这一天判断，默认今天。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def calc(
    measure: str,
    pairs: tuple[str, ...],
    facts_file: str | None,
    readings: tuple[str, ...],
    office_file: str | None,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Calculate one claim and print it."""
    from claimcheck.calculation import calculate, read_facts, result, with_keys
    from claimcheck.evaluate.doubts import doubts
    from claimcheck.office import find_office
    from claimcheck.policy import check_choice
    from claimcheck.policy.called import rule_called
    from claimcheck.settings import Settings

    chosen_rule = rule_called(measure)
    options = _pairs(readings, _reading_fault)
    for reading_id, option in options.items():
        check_choice(chosen_rule, reading_id, option)
    settings = Settings(
        readings=options, on=on.date() if on else date.today(), office=find_office(office_file)
    )
    # What is typed goes before the file, by whichever of its names a fact is called.
    in_file, typed = _facts_from(facts_file), _pairs(pairs, _fact_fault)
    entered = with_keys(chosen_rule, in_file) | with_keys(chosen_rule, typed)
    given = read_facts(chosen_rule, entered)
    evaluation = calculate(chosen_rule, given, settings)
    unsure = doubts(chosen_rule, entered, given, evaluation)
    found = result(evaluation, unsure, with_overlaps=as_json)
    if as_json:
        write_json(found)
    else:
        _print(found, evaluation)


def _pairs(texts: tuple[str, ...], fault: Callable[[str], ClaimcheckError]) -> dict[str, str]:
    """Split every KEY=VALUE; what is written otherwise, or twice, raises `fault`."""
    found: dict[str, str] = {}
    for text in texts:
        key, separator, value = (part.strip() for part in text.partition("="))
        if not separator or not key:
            raise fault(f"“{text}”写法有误")
        if key in found:
            raise fault(f"“{key}”写了两次")
        found[key] = value
    return found


def _fact_fault(said: str) -> FactError:
    return FactError(f"{said}，应为 名称=值，每个名称一次，如 合格人数=12。")


def _reading_fault(said: str) -> ReadingError:
    return ReadingError(f"{said}，应为 口径=选项，每个口径一次，如 R-05=B_average。")


def _facts_from(source: str | None) -> dict[str, Any]:
    """Read facts from a JSON file or standard input.

    Raises:
        FactError: it cannot be read, or is no JSON object of single values.
    """
    if source is None:
        return {}
    try:
        text = read_text() if source == "-" else Path(source).read_text("utf-8-sig")
        found = json.loads(text)
    except OSError as error:
        raise FactError(f"无法读取“{source}”：{said_of(error)}。") from error
    except ValueError as error:
        place = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise FactError(
            f"“{source}”不是有效的 JSON（第 {place[0]} 行第 {place[1]} 列附近）。"
        ) from error
    if not isinstance(found, dict) or any(isinstance(v, dict | list) for v in found.values()):
        raise FactError(f"“{source}”应为一个 JSON 对象，每个事实一个值。")
    return found


def _print(found: dict[str, Any], evaluation: "Evaluation") -> None:
    """Print a result for people."""
    from claimcheck.money import capital, show_yuan, to_fen

    rule = evaluation.rule
    click.echo(f"{rule.id} {rule.measure.title}（{rule.cited}）")
    click.echo(f"结论：{_OUTCOMES[found['outcome']]}。{found['reason']}")
    if found["outcome"] == "amount" and found["unit"] == "grade":
        click.echo(f"结果：高定 {found['amount']} 级薪级")
    elif found["outcome"] == "amount":
        fen = to_fen(str(found["amount"]))
        click.echo(f"金额：{show_yuan(fen)} 元（人民币{capital(fen)}）")
    for reason in found["reasons"]:
        mark = "✓" if reason["met"] else "✗"
        observed = _shown(reason["observed"])
        click.echo(f"  {mark} {reason['label']}：{observed}，{_required(reason['required'])}")
    differing = [entry for entry in found["readings"] if _differs(entry, found["amount"])]
    for entry in differing:
        question = rule.readings[entry["id"]].question
        reading = rule.readings[entry["id"]]
        now = reading.option(entry["chosen"]).means
        click.echo(f"  口径 {entry['id']} {question}：现按“{now}”。")
        for key, value in entry["others"].items():
            other = "未定（缺事实，或者须核定）" if value is None else value
            click.echo(f"      若按“{reading.option(key).means}”（{key}）：{other}")
    for doubt in found["unit_doubts"]:
        click.echo(f"  单位不明：{doubt['message']}。")
    for flag in filter(_FLAGS.get, found["flags"]):
        click.echo(f"  提醒：{_FLAGS[flag]}")
    next_step(_next(found, evaluation))


def _next(found: dict[str, Any], evaluation: "Evaluation") -> str:
    """What to do after a calculation, by how it came out."""
    rule = evaluation.rule
    match found["outcome"]:
        case "incomplete":
            return f"补上缺的事实再算；可填的事实见 claimcheck policy show {rule.id}"
        case "needs_decision":
            return "由经办机构核定金额，写入 office.toml（claimcheck policy office）"
    return f"用 claimcheck template new {rule.measure.type} -o 文件夹 生成申报模板"


_OPERATORS = {
    ">=": "要求不低于",
    ">": "要求大于",
    "<=": "要求不超过",
    "<": "要求小于",
    "==": "要求为",
    "in": "要求属于",
}
#: Of days nobody says that they are low or high.
_DAYS = {">=": "要求不早于", "<=": "要求不晚于"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _required(text: str) -> str:
    """`>= 5` as people say it."""
    symbol, _, bound = text.partition(" ")
    if symbol in _DAYS and _DAY.fullmatch(bound):
        return f"{_DAYS[symbol]} {bound}"
    return f"{_OPERATORS[symbol]} {bound}" if symbol in _OPERATORS else text


def _shown(observed: object) -> str:
    if observed is None:
        return "未提供"
    if isinstance(observed, bool):
        return "是" if observed else "否"
    return str(observed)


def _differs(entry: dict[str, Any], amount: float | None) -> bool:
    return any(value != amount for value in entry["others"].values())
