"""`claimcheck policy`: what the documents say, measure by measure."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.next_step import next_step
from claimcheck.streams import write_json

if TYPE_CHECKING:
    from claimcheck.policy import Rule


@click.group(help="查看政策文件、事项、条款和口径。")
def policy() -> None:
    """Hold the subcommands together."""


@policy.command("list", help="列出全部事项。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def list_measures(as_json: bool) -> None:
    """Print every measure."""
    from claimcheck.policy import rules

    found = [
        {
            "id": rule.id,
            "title": rule.measure.title,
            "type": rule.measure.type,
            "clause": rule.clause,
            "document": rule.document.title,
            "status": str(rule.document.status),
        }
        for rule in rules().values()
    ]
    if as_json:
        write_json(found)
        return
    for entry in found:
        click.echo(f"{entry['id']:<10}{entry['type']:<12}{entry['title']}")
    next_step("用 claimcheck policy show 编号或名称 查看其中一项")


@policy.command(help="查看一个事项：条件、金额、所需事实、口径和示例。")
@click.argument("measure", metavar="事项")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(measure: str, as_json: bool) -> None:
    """Print one measure."""
    from claimcheck.policy.called import rule_called
    from claimcheck.policy.showing import measure_text

    chosen = rule_called(measure)
    if as_json:
        write_json(_measure(chosen))
        return
    for line in measure_text(chosen):
        click.echo(line)
    next_step(f"用 claimcheck calc {chosen.id} 名称=值 测算，名称见上面的事实")


@policy.command(help="核对一个政策文件：未知项、档次缺口、数字依据、边界示例。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def lint(context: click.Context, file: Path) -> None:
    """Print every fault of a document's file; exit status 1 where there is one."""
    from claimcheck.policy import load_document
    from claimcheck.policy.lint import lint as find_faults

    document = load_document(file)
    faults = find_faults(document)
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{document.key}：{len(document.measures)} 个事项，{len(faults)} 处问题。", err=True)
    next_step("照上面的说明改正文件，再核对一次" if faults else "把文件交技术人员启用")
    context.exit(1 if faults else 0)


def _measure(rule: "Rule") -> dict[str, Any]:
    """One measure as it is written in JSON."""
    import msgspec

    from claimcheck.policy.uses import all_uses

    measure = rule.measure
    plain: dict[str, Any] = msgspec.to_builtins(measure)
    return {
        **{key: plain[key] for key in _SHOWN},
        "document": rule.document.title,
        "status": str(rule.document.status),
        "window": msgspec.to_builtins(measure.window or rule.document.window),
        "facts": [
            {
                "key": use.fact.key,
                "label": use.fact.label,
                "type": str(use.fact.type),
                "unit": use.fact.unit,
                "options": list(use.fact.options) if use.fact.options else None,
                "required": use.required,
                "level": str(use.level),
                "help": use.fact.help,
            }
            for use in all_uses(measure, rule.defaults)
        ],
        "readings": [msgspec.to_builtins(reading) for reading in rule.readings.values()],
        "examples": plain["examples"],
    }


_SHOWN = (
    "id",
    "clause",
    "title",
    "type",
    "people",
    "claimant",
    "who",
    "summary",
    "department",
    "funding",
    "evidence",
    "exclusions",
    "limits",
    "words",
    "unit",
    "numbers",
    "tables",
    "requirements",
)


@policy.command(help="列出全部条款：由哪些事项计算，或为何不计算。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def coverage(as_json: bool) -> None:
    """Print what becomes of every clause."""
    import msgspec

    from claimcheck.policy.coverage import KIND_LABELS
    from claimcheck.policy.coverage import coverage as all_clauses

    entries = all_clauses()
    if as_json:
        write_json(msgspec.to_builtins(entries))
        return
    for entry in entries:
        said = "、".join(entry.measures) or f"{KIND_LABELS[entry.kind]}。{entry.note}"
        click.echo(f"{entry.document} {entry.clause} {entry.title}：{said}")
    computing = sum(bool(entry.measures) for entry in entries)
    measures = sum(len(entry.measures) for entry in entries)
    click.echo(f"共 {len(entries)} 条，{computing} 条可计算，{measures} 个事项。")
    next_step("用 claimcheck policy show 编号或名称 查看其中一项")


@policy.command(help="列出全部口径：问题、选项、默认选项和理由。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--office", "office_file", metavar="文件", help="经办机构设置，默认 ./office.toml。")
def readings(as_json: bool, office_file: str | None) -> None:
    """Print every reading, and what the office has chosen."""
    import msgspec

    from claimcheck.office import find_office
    from claimcheck.policy import documents
    from claimcheck.policy.load import general_readings
    from claimcheck.settings import Settings

    settings = Settings(office=find_office(office_file))
    found = [*general_readings(), *(r for d in documents().values() for r in d.readings)]
    found.sort(key=lambda reading: reading.id)
    entries = []
    for reading in found:
        choice = settings.office_choice(reading.id)
        entries.append(
            {
                **msgspec.to_builtins(reading),
                "chosen": choice.option if choice else reading.default,
                "by": settings.by(reading.id),
            }
        )
    if as_json:
        write_json(entries)
        return
    for entry in entries:
        click.echo(f"{entry['id']} {entry['question']}（现按 {entry['chosen']}）")
        for option in entry["options"]:
            click.echo(f"    {option['key']}：{option['means']}")
    next_step("本县区另有决定的，写入 office.toml（claimcheck policy office）")


@policy.command(help="由规则生成参考文档。")
@click.option("-o", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
def reference(folder: Path) -> None:
    """Write the generated reference."""
    from claimcheck.policy.reference import pages
    from claimcheck.writing import write_whole

    for name, text in pages().items():
        click.echo(str(write_whole(folder / name, text.encode(), shared=True)))
    next_step("与上一次的参考文档相比，看条款、口径和事项变了什么")


@policy.command(help="写出经办机构设置的示例文件，供修改后使用。")
@click.option(
    "-o", "target", default="office.toml", type=click.Path(path_type=Path), help="文件名。"
)
def office(target: Path) -> None:
    """Write the commented example of an office's file; an existing file is kept."""
    from importlib.resources import files

    from claimcheck.errors import DataFileError
    from claimcheck.writing import write_new

    example = files("claimcheck").joinpath("office.example.toml").read_bytes()
    # It holds the office's decisions, and nothing of anybody: colleagues may read it.
    if not write_new(target, example, shared=True):
        raise DataFileError(f"“{target}”已经存在，没有改动。请换一个文件名。")
    click.echo(f"已写出 {target}，其中各项都还没有启用。")
    next_step("用记事本打开，要用的几行删去开头的 #，改成本县区的决定，放在工作文件夹中")
