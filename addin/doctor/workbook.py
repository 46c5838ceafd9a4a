"""A workbook that does not compute as it should: what made it, and what stands in its way."""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import claimcheck
from addin.doctor.result import Diagnosis, Mark

_NAME = "工作簿"
_ENGINE = "上次计算"
_PROGRAM = re.compile(r"^claimcheck (\S+)$")


@dataclass(frozen=True)
class FoundStamp:
    """What a template says of itself."""

    claim_type: str
    layout: int  #: version of sheets, columns and formulas
    program: str | None  #: version of claimcheck that built it; None where it is gone
    engine: str  #: what computed when it was last saved; "" for ordinary formulas


def checks(path: Path) -> list[Diagnosis]:
    """All checks of one workbook; it is not changed."""
    try:
        stamp = read_stamp(path)
    except OSError:
        return [Diagnosis(_NAME, Mark.FAULT, f"没有“{path}”这个文件", "请检查文件名和文件夹。")]
    except Exception:  # openpyxl raises whatever a damaged part makes it stumble over
        fix = "请确认文件没有密码、没有损坏，且是 .xlsx 或 .xlsm 工作簿。"
        return [Diagnosis(_NAME, Mark.FAULT, f"无法打开“{path.name}”", fix)]
    if stamp is None:
        found = f"“{path.name}”不是 claimcheck 的申报模板"
        return [Diagnosis(_NAME, Mark.NOTE, found, "请把数据填入 claimcheck 生成的模板。")]
    return [template(stamp), engine(stamp), *macros(path)]


def read_stamp(path: Path) -> FoundStamp | None:
    """What a template says of itself; None where it is no template.

    Raises:
        OSError: the file cannot be read.
        Exception: whatever openpyxl raises for a file that is no workbook.
    """
    from openpyxl import load_workbook

    from addin.vba.tools import TEMPLATE_MARK

    path.open("rb").close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True)
    try:
        mark = book.defined_names.get(TEMPLATE_MARK)
        found = re.fullmatch(r'"(\w+) (\d+)"', mark.attr_text) if mark else None
        if found is None:
            return None
        made_by = _PROGRAM.match(book.properties.creator or "")
        return FoundStamp(
            found.group(1),
            int(found.group(2)),
            made_by.group(1) if made_by else None,
            _engine(book),
        )
    finally:
        book.close()


def template(stamp: FoundStamp) -> Diagnosis:
    """Whether the template was made by the claimcheck that is installed here."""
    from addin.template.plan import TEMPLATE_VERSION
    from claimcheck.forms import forms

    known = forms().get(stamp.claim_type)
    if known is None:
        found = f"本机的 claimcheck 没有“{stamp.claim_type}”这一类模板"
        return Diagnosis(_NAME, Mark.FAULT, found, "请在本机升级 claimcheck。")
    shown = f"“{known.title}”模板"
    again = (
        f"请运行 claimcheck template new {stamp.claim_type} -o 文件夹 生成新模板，"
        "把已填的数据以“只粘贴数值”的方式拷过去。"
    )
    newer = "请在本机升级 claimcheck。"
    if stamp.layout != TEMPLATE_VERSION:
        found = f"{shown}是第 {stamp.layout} 版，本机的 claimcheck 用第 {TEMPLATE_VERSION} 版"
        fix = again if stamp.layout < TEMPLATE_VERSION else newer
        return Diagnosis(_NAME, Mark.FAULT, found, fix)
    if stamp.program is None:
        return Diagnosis(_NAME, Mark.NOTE, f"{shown}，查不到由哪个版本的 claimcheck 生成", again)
    if stamp.program != claimcheck.__version__:
        found = f"{shown}由 claimcheck {stamp.program} 生成，本机为 {claimcheck.__version__}"
        fix = f"两者的规则可能不同。{again}若本机版本较旧，{newer}"
        return Diagnosis(_NAME, Mark.FAULT, found, fix)
    return Diagnosis(_NAME, Mark.RIGHT, f"{shown}，由 claimcheck {stamp.program} 生成")


def engine(stamp: FoundStamp) -> Diagnosis:
    """What computed when the workbook was last saved."""
    if not stamp.engine:
        return Diagnosis(
            _ENGINE,
            Mark.NOTE,
            "普通公式（加载项没有参与）",
            "结果相同。要由 claimcheck 计算，先处理上面各项，再打开工作簿，"
            "点“公式”选项卡中的“重新计算 claimcheck”并保存。",
        )
    if stamp.engine != f"claimcheck {claimcheck.__version__}":
        found = f"{stamp.engine}，本机为 claimcheck {claimcheck.__version__}"
        return Diagnosis(_ENGINE, Mark.NOTE, found, "重新打开并保存后，即由本机的版本计算。")
    return Diagnosis(_ENGINE, Mark.RIGHT, stamp.engine)


def macros(path: Path) -> list[Diagnosis]:
    """Whether the macros of an .xlsm are ours, of this version, and allowed to run."""
    if path.suffix.lower() != ".xlsm":
        return []
    from addin.vba.files import version_of

    made_by = version_of(path)
    fix = "请重新生成 .xlsm，或改用不含宏的 .xlsx 模板。"
    if made_by is None:
        results = [Diagnosis("宏", Mark.FAULT, "文件中没有 claimcheck 的宏", fix)]
    elif made_by != claimcheck.__version__:
        found = f"由 claimcheck {made_by} 生成，本机为 {claimcheck.__version__}"
        results = [Diagnosis("宏", Mark.FAULT, found, fix)]
    else:
        results = [Diagnosis("宏", Mark.RIGHT, f"claimcheck {made_by}")]
    # Windows keeps beside a file whether it was downloaded or mailed.
    if Path(f"{path}:Zone.Identifier").exists():
        results.append(
            Diagnosis(
                "宏",
                Mark.FAULT,
                "文件来自网络或邮件，Excel 会阻止其中的宏",
                "请右键文件 →“属性”→ 勾选“解除锁定”，或改用不含宏的 .xlsx 模板。",
            )
        )
    return results


def _engine(book: Any) -> str:
    """The value that the engine's cell was saved with."""
    named = book.defined_names.get("compute_engine")
    places = [] if named is None else list(named.destinations)
    if len(places) != 1 or places[0][0] not in book.sheetnames:
        return ""
    sheet, cell = places[0]
    value = book[sheet][cell.replace("$", "")].value
    return str(value) if value is not None and not str(value).startswith("#") else ""
