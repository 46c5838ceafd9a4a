"""`claimcheck findings`: what each finding means."""

import click

from claimcheck.next_step import next_step
from claimcheck.streams import write_json
from validator.findings.catalogue import (
    EFFECT_WORDS,
    FAMILIES,
    REDUCTION_WORDS,
    SEVERITY_WORDS,
    Entry,
    catalogue,
    entry,
)


@click.group()
def findings() -> None:
    """核查会提出的问题：编号、含义和改正办法。"""


@findings.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def list_findings(*, as_json: bool) -> None:
    """列出全部问题编号。"""
    entries = list(catalogue().values())
    if as_json:
        write_json([_as_dict(item) for item in entries])
        return
    family = ""
    for item in entries:
        if item.code[2] != family:
            family = item.code[2]
            click.echo(f"{FAMILIES[family]}")
        click.echo(f"  {item.code}  {SEVERITY_WORDS[item.severity]}  {item.title}")
    next_step("用 claimcheck findings show 编号 查看其中一个")


@findings.command("show")
@click.argument("code", metavar="编号")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show_finding(code: str, *, as_json: bool) -> None:
    """说明一个问题编号。"""
    item = entry(code)
    if as_json:
        write_json(_as_dict(item))
        return
    click.echo(f"{item.code}  {item.title}（{SEVERITY_WORDS[item.severity]}）")
    click.echo(f"含义：{item.meaning}")
    if item.note:
        click.echo(f"说明：{item.note}")
    click.echo(f"错误对金额的影响：{EFFECT_WORDS[item.effect]}")
    click.echo(f"裁定核减：{REDUCTION_WORDS[item.reduces]}")
    if not item.passes:
        click.echo("裁定通过：不能，须更正或核减")
    click.echo(f"改正：{item.fix}")
    click.echo(f"例子：{item.example}")
    next_step("照“改正”一栏更正申报工作簿，再用 claimcheck validate 核查")


#: What of an entry is printed; the rest is for the program alone.
_SHOWN = (
    "code", "title", "severity", "effect", "reduces", "reduces_reminder", "concerns", "passes",
    "meaning", "fix", "example", "note",
)  # fmt: skip


def _as_dict(item: Entry) -> dict[str, str | bool]:
    shown = {name: getattr(item, name) for name in _SHOWN}
    return {**shown, "family": FAMILIES[item.code[2]]}
