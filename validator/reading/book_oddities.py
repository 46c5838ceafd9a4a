"""What is unusual about a workbook as a whole: hidden sheets, macros, links, other templates."""

import re
from collections.abc import Iterator, Sequence

from claimcheck.forms import Form, forms
from validator.reading.further import Further
from validator.reading.package import Package
from validator.reading.results import Oddity, OddityKind
from validator.reading.templates import templates

#: A hidden sheet of fewer bytes holds nothing.
_EMPTY_SHEET_BYTES = 1500

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def of_workbook(package: Package | None, form: Form, read: Sequence[str]) -> Iterator[Oddity]:
    """What is unusual about the workbook as a whole.

    Args:
        package: what the package says; None for other kinds of files.
        form: the form that was recognised.
        read: the names of the sheets that are read as tables.
    """
    if package is None:
        return
    if package.stamp:
        yield from _other_template(package.stamp, form)
    if package.macros and not package.stamp:
        yield Oddity(OddityKind.FOREIGN_CONTENT, "工作簿中含有宏")
    if package.links:
        files = "、".join(dict.fromkeys(package.links))
        yield Oddity(OddityKind.FOREIGN_CONTENT, f"工作簿中有指向其他文件的链接：{files}")
    for name, part in package.sheets.items():
        # Our own sheets are meant to be hidden, in a workbook that carries our stamp.
        own = package.stamp and name.startswith(tuple(templates().own_sheets))
        if not part.hidden or own:
            continue
        if name in read:
            yield hidden_sheet(name)
        elif part.size > _EMPTY_SHEET_BYTES:
            what = f"工作表“{name}”是隐藏的，其中有内容，没有核查"
            yield Oddity(OddityKind.HIDDEN, what, sheet=name)


def hidden_sheet(name: str) -> Oddity:
    """A table on a sheet that nobody sees."""
    return Oddity(OddityKind.HIDDEN, f"工作表“{name}”是隐藏的，已一并核查", sheet=name)


def _other_template(stamp: str, form: Form) -> Iterator[Oddity]:
    """A template of another type, or of another version than the one handed out today."""
    match = re.fullmatch(r"(\w+) (\d{1,6})", stamp)
    if match is None:
        yield Oddity(OddityKind.TEMPLATE, "模板的标记已被改动，认不出是哪一类、哪一版模板")
        return
    kind, version, current = match[1], int(match[2]), templates().current
    if kind != form.type:
        known = forms().get(kind)
        what = f"“{known.title}”的模板" if known else "另一类申报的模板"
        yield Oddity(OddityKind.TEMPLATE, f"这是{what}，填写的却是“{form.title}”的申报")
    elif version < current:
        what = f"这是旧版模板（第 {version} 版，现行为第 {current} 版），列和公式可能与现行的不同"
        yield Oddity(OddityKind.TEMPLATE, what)
    elif version > current:
        what = f"模板（第 {version} 版）比本程序（第 {current} 版）新，可能有本程序不认识的列"
        yield Oddity(OddityKind.TEMPLATE, what, fix="请升级 claimcheck 后再核查。")


def further_sheet(further: Further) -> Oddity:
    """A sheet with rows like those of a sheet that was read."""
    kind = OddityKind.UNREAD if further.sure else OddityKind.OUTSIDE_TABLE
    letter, row = further.cell.rstrip("0123456789"), int(further.cell.lstrip(_LETTERS))
    severity = "" if further.sure else "warning"
    return Oddity(
        kind, further.what, further.names[0], row, letter=letter, severity=severity, fix=further.fix
    )
