"""`claimcheck template`: list, write and describe the Excel templates."""

# A command loads what it needs when it runs, so that the others start fast.

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.next_step import next_step
from claimcheck.streams import write_json

if TYPE_CHECKING:
    from claimcheck.settings import Settings


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
        write_json(found)
        return
    for entry in found:
        click.echo(f"{entry['type']:<12}{entry['title']}：{entry['purpose']}")
    next_step("用 claimcheck template new 类型 -o 文件夹 生成模板，类型写编号或名称")


@template.command(help="生成申报模板：一份不含宏的 .xlsx，一份自带函数的 .xlsm。")
@click.argument("types", metavar="类型或事项...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="生成全部类型。")
@click.option(
    "-o",
    "--out",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="写到哪个文件夹，没有则新建；只生成一类时也可写文件名，如 我的模板.xlsx。",
)
@click.option(
    "--rows", type=click.IntRange(1, 5_000), default=None, help="人员行数；工资流水行数为其 6 倍。"
)
@click.option(
    "--county",
    default=None,
    help="县区名称或代码：先列出在该县区有效的事项；省略时为 office.toml 中的 county。",
)
@click.option(
    "--reading", "readings", multiple=True, metavar="口径=选项", help="选用的口径，可多次给出。"
)
@click.option("--office", default=None, help="经办机构的设置文件；默认为当前文件夹的 office.toml。")
@click.option("--no-macros", is_flag=True, help="只生成不含宏的 .xlsx。")
@click.option(
    "--chinese-names",
    is_flag=True,
    help="文件名用中文，如 吸纳就业补贴（ZW26-3）.xlsx；省略时用类型的编号，如 hiring.xlsx。",
)
@click.option("--overwrite", is_flag=True, help="覆盖已有的同名文件。")
def new(
    types: tuple[str, ...],
    every: bool,
    out: Path,
    rows: int | None,
    county: str | None,
    readings: tuple[str, ...],
    office: str | None,
    no_macros: bool,
    chinese_names: bool,
    overwrite: bool,
) -> None:
    """Write the templates of some claim types."""
    from addin.template.outputs import WITH_MACROS, outputs, write
    from addin.template.plan import make_plan
    from claimcheck.forms import claim_types
    from claimcheck.forms.called import claim_type_called, file_stem
    from claimcheck.policy.areas import area, areas

    if bool(types) == every:
        raise click.UsageError("请写明要生成的类型，或用 --all 生成全部。")
    settings = _settings(readings, office)
    # The office's own county, where the forms know it, unless another is named.
    own = next((known for known in areas() if known.name == settings.office.county), None)
    place = area(county) if county else own
    # All are planned before any is written: an unknown type writes nothing.
    chosen = claim_types() if every else list(dict.fromkeys(map(claim_type_called, types)))
    names = None
    if chinese_names:
        asked = {claim_type_called(text): text for text in types}
        names = {name: file_stem(name, asked.get(name, "")) for name in chosen}
    files = outputs(out, chosen, macros=not no_macros, names=names)
    plans = [make_plan(name, people=rows, settings=settings, area=place) for name in chosen]
    if not overwrite:
        _keep_what_is_there([target for targets in files for target in targets])
    for plan, targets in zip(plans, files, strict=True):
        write(plan, targets)
        size = f"{plan.claims} 项申报" + (f"，{plan.people} 人" if plan.lists_people else "")
        for target in targets:
            if target.suffix.lower() == WITH_MACROS:
                size = "自带核算函数，需在装有 claimcheck 的电脑上启用宏"
            click.echo(f"已生成 {target}（{size}）。")
    next_step("填写后用 claimcheck validate 核查")


def _keep_what_is_there(targets: list[Path]) -> None:
    """Refuse to write over a template that a clerk may have filled in.

    Raises:
        DataFileError: one of the targets exists.
    """
    from claimcheck.errors import DataFileError

    present = [str(target) for target in targets if target.exists()]
    if present:
        raise DataFileError(
            f"{'、'.join(present)} 已经存在，没有改动。请换一个地方；确要覆盖的，加 --overwrite。"
        )


def _settings(readings: tuple[str, ...], office: str | None) -> "Settings":
    """The readings and the office to build for."""
    from claimcheck.errors import ReadingError
    from claimcheck.office import find_office
    from claimcheck.policy import check_choice, rules
    from claimcheck.settings import Settings

    chosen = {}
    for entry in readings:
        key, _, option = entry.partition("=")
        concerned = [rule for rule in rules().values() if key in rule.readings]
        if not concerned:
            raise ReadingError(f"没有口径“{key}”。可用 claimcheck policy readings 查看。")
        check_choice(concerned[0], key, option)
        chosen[key] = option
    return Settings(readings=chosen, office=find_office(office))


@template.command(help="查看一类模板的工作表和列。")
@click.argument("claim_type", metavar="类型或事项")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def fields(claim_type: str, as_json: bool) -> None:
    """Print sheets and columns of a claim type."""
    from addin.template.fields import fields as find
    from claimcheck.forms.called import claim_type_called

    found = find(claim_type_called(claim_type))
    if as_json:
        write_json(found)
        return
    click.echo(found["title"])
    columns = [column for sheet in found["sheets"] for column in sheet["columns"]]
    width = max(len(column["key"]) for column in columns) + 2
    for sheet in found["sheets"]:
        click.echo(f"\n{sheet['name']}")
        for column in sheet["columns"]:
            mark = "自动计算" if column["computed"] else "必填" if column["required"] else "选填"
            # 自动计算 is as wide as eight letters, the other marks are half as wide.
            click.echo(
                f"  {mark}{'' if column['computed'] else '    '}  "
                f"{column['key']:<{width}}{column['header']}"
            )
    next_step(f"用 claimcheck template new {found['type']} -o 文件夹 生成这一模板")
