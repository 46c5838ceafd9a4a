"""Excel files with our VBA in them: a template as .xlsm, and the add-in as .xlam."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from pyopenvba import ExcelFile, PyOpenVBAError, VBAModuleKind
from pyopenvba.vba import split_attribute_header

from addin.vba import bridge, tools, wrappers
from claimcheck.writing import write_whole

_CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELATIONSHIPS = "_rels/.rels"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"

_RIBBON = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>
<tab idMso="TabFormulas"><group id="claimcheckGroup" label="就业补贴">
<button id="claimcheckRefresh" label="重新计算 claimcheck" size="large" imageMso="CalculateNow"
 screentip="重新计算 claimcheck" supertip="重新录入并计算本工作簿中的 CC_ 函数。显示 #NAME? 时用。"
 onAction="CcRibbonRefresh"/>
</group></tab></tabs></ribbon></customUI>
"""

# The title and the description are what Excel's list of add-ins shows.
_PROPERTIES_PART = "docProps/core.xml"
_PROPERTIES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>就业补贴核算函数（claimcheck）</dc:title>
<dc:creator>claimcheck</dc:creator><dc:description>在单元格中计算就业补贴。</dc:description>
</cp:coreProperties>
"""


def make_xlsm(workbook: Path, target: Path) -> Path:
    """Put our VBA into a copy of a macro-free workbook.

    Args:
        workbook: an .xlsx without macros; it is not changed.
        target: where the .xlsm goes, whole or not at all.

    Raises:
        WrapperError: the installed xlwings is missing or unknown.
        WriteError: the file cannot be written there.
    """
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.xlsm"
        types = zipfile.ZipFile(workbook).read(_CONTENT_TYPES).decode()
        _rewrite(workbook, draft, {_CONTENT_TYPES: types.replace(_WORKBOOK_TYPE, _MACRO_TYPE)})
        with ExcelFile(draft) as opened:
            opened.add_vba_project()
            _add_modules(opened, target.name)
            opened.set_module("ThisWorkbook", _document(opened, tools.this_workbook(add_in=False)))
            made = Path(folder) / "made.xlsm"
            opened.save(made)
        return write_whole(target, made.read_bytes(), shared=True)


def make_xlam(target: Path) -> Path:
    """Make the Excel add-in.

    Raises:
        WrapperError: the installed xlwings is missing or unknown.
        WriteError: the file cannot be written there.
    """
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.xlam"
        with ExcelFile.create_new(draft) as opened:
            opened.vba_project().delete_module("Module1")
            _add_modules(opened, target.name)
            opened.vba_project().add_module(tools.RIBBON_MODULE, _lines(tools.ribbon()))
            opened.set_module("ThisWorkbook", _document(opened, tools.this_workbook(add_in=True)))
            plain = Path(folder) / "plain.xlam"
            opened.save(plain)
        made = Path(folder) / "made.xlam"
        relationships = zipfile.ZipFile(plain).read(_ROOT_RELATIONSHIPS).decode()
        added = (
            f'<Relationship Id="claimcheckRibbon" Type="{_RIBBON_RELATIONSHIP}"'
            f' Target="{_RIBBON_PART}"/></Relationships>'
        )
        parts = {
            _ROOT_RELATIONSHIPS: relationships.replace("</Relationships>", added),
            _RIBBON_PART: _RIBBON,
            _PROPERTIES_PART: _PROPERTIES,
        }
        _rewrite(plain, made, parts)
        return write_whole(target, made.read_bytes(), shared=True)


def version_of(add_in: Path) -> str | None:
    """The version of claimcheck that made an add-in; None where it is not ours."""
    try:
        with ExcelFile(add_in) as opened:
            source = opened.vba_modules().get(tools.MODULE, "")
    except (OSError, PyOpenVBAError, zipfile.BadZipFile):
        return None
    found = re.search(r'CLAIMCHECK_VERSION As String = "([^"]+)"', source)
    return found.group(1) if found else None


def _add_modules(opened: ExcelFile, name: str) -> None:
    project = opened.vba_project()
    made = bridge.sources()
    project.add_module(bridge.MODULE, _lines(made[bridge.MODULE]))
    project.add_module(
        bridge.DICTIONARY_MODULE,
        _lines(made[bridge.DICTIONARY_MODULE]),
        kind=VBAModuleKind.other,
    )
    project.add_module(wrappers.MODULE, _lines(wrappers.source(name)))
    project.add_module(tools.MODULE, _lines(tools.tools()))


def _document(opened: ExcelFile, body: str) -> str:
    """The code of ThisWorkbook under the attributes it has already."""
    header: str = split_attribute_header(opened.get_module("ThisWorkbook"))[0]
    return header + _lines(body)


def _lines(source: str) -> str:
    """VBA ends its lines with CR LF."""
    return source.replace("\r\n", "\n").replace("\n", "\r\n")


def _rewrite(package: Path, target: Path, parts: Mapping[str, str]) -> None:
    """Copy a package with some parts replaced or added."""
    with zipfile.ZipFile(package) as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename in parts:
                content = parts[entry.filename].encode()
            after.writestr(entry, content, zipfile.ZIP_DEFLATED)
        known = set(before.namelist())
        for name, text in parts.items():
            if name not in known:
                added = zipfile.ZipInfo(name, before.infolist()[0].date_time)
                after.writestr(added, text.encode(), zipfile.ZIP_DEFLATED)
