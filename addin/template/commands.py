"""`claimcheck template`: list, write and describe the Excel templates."""

# A command loads what it needs when it runs, so that the others start fast.

from pathlib import Path
from typing import Any

import click


@click.group(help="生成申报模板，查看模板的列。")
def template() -> None:
    """Hold the subcommands together."""


@template.command("list", help="列出全部申报类型。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def list_types(as_json: bool) -> None:
    """Print every claim type."""
    from claimcheck.forms import forms

    found = [
        {"type": form.type, "title": form.title, "purpose": form.purpose}
        for form in forms().values()
    ]
    if as_json:
        _echo_json(found)
        return
    for entry in found:
        click.echo(f"{entry['type']:<12}{entry['title']}：{entry['purpose']}")


@template.command(help="生成申报模板：一份不含宏的 .xlsx，一份自带函数的 .xlsm。")
@click.argument("types", metavar="类型...", nargs=-1, required=True)
@click.option(
    "-o",
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="写到哪个文件夹；没有则新建。",
)
@click.option(
    "--rows", type=click.IntRange(1, 3_000), default=None, help="人员行数；工资流水行数为其 6 倍。"
)
@click.option("--no-macros", is_flag=True, help="只生成不含宏的 .xlsx。")
def new(types: tuple[str, ...], folder: Path, rows: int | None, no_macros: bool) -> None:
    """Write the templates of some claim types."""
    from addin.template.build import build_template
    from addin.template.plan import DEFAULT_PEOPLE, make_plan
    from addin.vba import make_xlsm
    from addin.writing import make_folder, write_whole

    make_folder(folder)
    # All are planned before any is written: an unknown type writes nothing.
    plans = [make_plan(claim_type, people=rows or DEFAULT_PEOPLE) for claim_type in types]
    for plan in plans:
        written = write_whole(folder / f"{plan.form.type}.xlsx", build_template(plan))
        click.echo(f"已生成 {written}（{plan.claims} 项申报，{plan.people} 人）。")
        if no_macros:
            continue
        with_macros = make_xlsm(written, folder / f"{plan.form.type}.xlsm")
        click.echo(f"已生成 {with_macros}（自带核算函数，需在装有 claimcheck 的电脑上启用宏）。")


@template.command(help="查看一类模板的工作表和列。")
@click.argument("claim_type", metavar="类型")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def fields(claim_type: str, as_json: bool) -> None:
    """Print sheets and columns of a claim type."""
    from addin.template.fields import fields as find

    found = find(claim_type)
    if as_json:
        _echo_json(found)
        return
    click.echo(found["title"])
    for sheet in found["sheets"]:
        click.echo(f"\n{sheet['name']}")
        for column in sheet["columns"]:
            mark = "自动计算" if column["computed"] else "必填" if column["required"] else "选填"
            click.echo(f"  {mark}\t{column['key']:<22}{column['header']}")


def _echo_json(value: Any) -> None:
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
