"""Where templates are written: the files of a folder, or the one file that was named."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from addin.template.build import build_template
from addin.template.plan import Plan
from claimcheck.writing import write_whole

PLAIN, WITH_MACROS = ".xlsx", ".xlsm"

#: Names that only a workbook has, so that no folder is meant by them.
_WORKBOOKS = (PLAIN, WITH_MACROS, ".xls", ".xlsb", ".xltx", ".xltm", ".ods", ".et", ".ett")


def outputs(
    out: Path, types: Sequence[str], *, macros: bool, names: Mapping[str, str] | None
) -> list[list[Path]]:
    """The files of each type.

    Args:
        out: a folder, or the name of the one file that is wanted.
        types: the claim types.
        macros: whether templates with macros are wanted beside the plain ones.
        names: what the file of a type is called; as the type where None.

    Raises:
        click.UsageError: a file was named for several types, or one that is no template.
    """
    ending = out.suffix.lower()
    if ending not in _WORKBOOKS or out.is_dir():
        endings = (PLAIN, WITH_MACROS) if macros else (PLAIN,)
        stems = [(names or {}).get(name, name) for name in types]
        return [[out / f"{stem}{ending}" for ending in endings] for stem in stems]
    if len(types) > 1:
        raise click.UsageError(
            f"要生成 {len(types)} 类模板，-o 请写文件夹的名字（现为文件名“{out.name}”）。"
        )
    if ending not in (PLAIN, WITH_MACROS):
        raise click.UsageError(f"模板的文件名请以 {PLAIN} 或 {WITH_MACROS} 结尾，不能是 {ending}。")
    if ending == WITH_MACROS and not macros:
        raise click.UsageError(f"加了 --no-macros，文件名请以 {PLAIN} 结尾。")
    return [[out]]


def write(plan: Plan, targets: Sequence[Path]) -> None:
    """Write the blank form of a plan to each of its files; their names say of which kind.

    Raises:
        WriteError: one cannot be written.
    """
    for target in targets:
        if target.suffix.lower() == PLAIN:
            write_whole(target, build_template(plan), shared=True)
            continue
        with TemporaryDirectory() as folder:
            draft = Path(folder) / f"{plan.form.type}{PLAIN}"
            draft.write_bytes(build_template(plan, for_excel=True))
            from addin.vba import make_xlsm  # what writes VBA is not needed for an .xlsx

            make_xlsm(draft, target)
