"""`claimcheck addin`: bring the cell functions into Excel and LibreOffice."""

# A command loads what it needs when it runs, so that the others start fast.

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.next_step import next_step
from claimcheck.streams import write_data

if TYPE_CHECKING:
    from addin.officejs.home import Home


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
        next_step("重新启动 Excel，再用 claimcheck addin doctor 检查")
        return
    written = write_to(folder)
    click.echo(f"已生成 {written}。")
    next_step("要装入 Excel 的，在装有 Excel 的 Windows 电脑上运行 claimcheck addin install")


@addin.command()
@click.argument(
    "workbook", metavar="[工作簿]", required=False, type=click.Path(path_type=Path, dir_okay=False)
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_context
def doctor(context: click.Context, workbook: Path | None, as_json: bool) -> None:
    """检查本机能否在单元格中核算，并说明如何处理；给出工作簿时一并检查它。"""
    from addin.doctor import examine
    from addin.doctor.result import Mark

    results = examine.examine(workbook)
    if as_json:
        import msgspec

        write_data(msgspec.json.format(msgspec.json.encode(results)) + b"\n")
    else:
        for result in results:
            click.echo(f"{result.mark.sign} {result.name}：{result.found}")
            if result.fix:
                click.echo(f"    → {result.fix}")
        faults = sum(result.mark is Mark.FAULT for result in results)
        click.echo(f"有 {faults} 处需要处理。" if faults else "一切就绪。")
        next_step("照 → 后面的话处理，再检查一次" if faults else "打开模板，直接填写")
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
    next_step("在 LibreOffice 的“工具 → 扩展”中添加此文件，然后重新启动 LibreOffice")


@addin.command()
@click.option(
    "--port", default=8443, show_default=True, type=click.IntRange(1024, 65535), help="端口。"
)
@click.option("--prepare-only", is_flag=True, help="只准备证书和清单文件，不启动服务。")
@click.option(
    "--home",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="证书、口令和清单文件放在哪个文件夹（默认：本人的数据文件夹）。",
)
def serve(port: int, prepare_only: bool, folder: Path | None) -> None:
    """为 Mac 版和网页版 Excel 启动本机核算服务（只有本机能访问）。"""
    from addin.officejs import home as homes
    from addin.officejs import steps

    home = homes.Home(folder.resolve()) if folder else homes.default_home()
    renewed = homes.prepare(home, port)
    if renewed:
        click.echo("已做好新的本机证书，需要信任一次。")
    if renewed or prepare_only:
        for line in (*steps.trust(home), *steps.add_manifest(home), *steps.use()):
            click.echo(line)
    else:
        click.echo(f"证书和清单文件已备好（{home.folder}）。加上 --prepare-only 可重看步骤。")
    if prepare_only:
        next_step("照上面各步做一次，再用 claimcheck addin serve 启动服务")
    else:
        _serve(home, port)
        next_step("还要在 Excel 里核算的，再运行一次 claimcheck addin serve")


def _serve(home: "Home", port: int) -> None:
    from addin.officejs.server import OfficeService, ServiceError

    try:
        service = OfficeService(home, port)
    except OSError as error:
        raise ServiceError(
            f"端口 {port} 无法使用，可能已有一个服务在运行。请先停止它，或用 --port 换一个端口。"
        ) from error
    with service:
        click.echo(f"服务已启动：{service.origin}。按 Ctrl+C 停止。")
        try:
            service.serve_forever()
        except KeyboardInterrupt:
            click.echo("服务已停止。")


@addin.command()
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写到哪个文件；省略时显示在屏幕上。",
)
def reference(target: Path | None) -> None:
    """生成单元格函数的说明页（docs/functions.zh-CN.md）。"""
    from addin.reference import functions_page
    from claimcheck.writing import write_whole

    if target is None:
        click.echo(functions_page(), nl=False)
        next_step("加 -o 文件名 写成文件")
    else:
        click.echo(f"已生成 {write_whole(target, functions_page().encode(), shared=True)}。")
        next_step("与上一次的说明页相比，看函数和参数变了什么")
