"""`claimcheck addin`: bring the cell functions into Excel and LibreOffice."""

# A command loads what it needs when it runs, so that the others start fast.

from pathlib import Path

import click


@click.group()
def addin() -> None:
    """把核算函数装入 Excel 或 LibreOffice。"""


@addin.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="只把 claimcheck.xlam 写到这个文件夹，不安装。",
)
def install(folder: Path | None) -> None:
    """生成 Excel 加载项 claimcheck.xlam 并装入本机（Windows）。"""
    from addin.install import install_here, write_to

    if folder is None:
        for line in install_here():
            click.echo(line)
        return
    written = write_to(folder)
    click.echo(f"已生成 {written}。")
    click.echo("要装入 Excel，请在装有 Excel 的 Windows 电脑上运行 claimcheck addin install。")


@addin.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """检查本机能否在单元格中核算，并说明如何处理。"""
    from addin.doctor import Mark, examine

    results = examine()
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(results)).decode())
    else:
        for result in results:
            click.echo(f"{result.mark.sign} {result.name}：{result.found}")
            if result.fix:
                click.echo(f"    → {result.fix}")
        faults = sum(result.mark is Mark.FAULT for result in results)
        click.echo(f"有 {faults} 处需要处理。" if faults else "一切就绪。")
    if any(result.mark is Mark.FAULT for result in results):
        context.exit(1)


@addin.command()
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="扩展文件，如 claimcheck.oxt。",
)
def libreoffice(target: Path) -> None:
    """生成 LibreOffice 扩展（.oxt）。"""
    from addin.libreoffice.package import build

    build(target)
    click.echo(f"已生成 {target}。")
    click.echo("在 LibreOffice 的“工具 → 扩展”中添加此文件，然后重新启动 LibreOffice。")
