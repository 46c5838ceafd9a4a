"""Runs inside LibreOffice: hands the cells' functions to claimcheck.

LibreOffice has a Python of its own. This file finds claimcheck through the folders that
were noted when the extension was built (`settings.json` beside it). Where claimcheck
cannot be loaded, every function fails as an error, so that IFERROR falls back to the
ordinary formula; the names and descriptions in the function wizard stay.

The file is copied into the extension as it is. It must not import claimcheck at the top.
"""

# LibreOffice fixes the names of the methods.
# ruff: noqa: D102, N802, ARG002
# mypy: ignore-errors

import json
import site
import sys
from datetime import date, datetime
from pathlib import Path

import unohelper
from com.sun.star.lang import Locale, XServiceInfo, XServiceName
from com.sun.star.sheet import LocalizedName, XAddIn, XCompatibilityNames
from org.claimcheck import XCellFunctions

IMPLEMENTATION = "org.claimcheck.CellFunctions"
ADD_IN = "com.sun.star.sheet.AddIn"

SETTINGS = json.loads(Path(__file__).with_name("settings.json").read_text(encoding="utf-8"))
BY_METHOD = {entry["method"]: entry for entry in SETTINGS["functions"]}
BY_CELL_NAME = {entry["cell_name"]: entry for entry in SETTINGS["functions"]}
EPOCH = date(1899, 12, 30)


class _Claimcheck:
    """The functions of claimcheck, loaded when the first cell asks for one."""

    def __init__(self):
        self.functions = None
        self.fault = ""

    def call(self, key, arguments):
        if self.functions is None and not self.fault:
            self._load()
        if self.fault:
            raise RuntimeError(self.fault)
        return getattr(self.functions, key)(*arguments)

    def _load(self):
        wanted = SETTINGS["python"]
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if found != wanted:
            # Compiled packages of another Python would not load, or worse, half load.
            self.fault = f"LibreOffice 自带 Python {found}，claimcheck 装在 Python {wanted} 中。"
            return
        _add_folders(SETTINGS["folders"])
        try:
            from addin import functions
        except Exception as error:
            self.fault = f"无法加载 claimcheck：{error}"
        else:
            self.functions = functions


def _add_folders(folders):
    """Make packages importable: behind the standard library, before other packages."""
    before = list(sys.path)
    for folder in folders:
        site.addsitedir(folder)  # also follows .pth files of editable installations
    added = [entry for entry in sys.path if entry not in before]
    others = [
        index
        for index, entry in enumerate(before)
        if entry.rstrip("/\\").endswith(("site-packages", "dist-packages"))
    ]
    place = others[0] if others else len(before)
    sys.path[:] = before[:place] + added + before[place:]


def _to_cell(value):
    """A value of claimcheck as Calc takes it: numbers as floats, blocks as tuples."""
    if isinstance(value, (bool, int)):
        return float(value)
    if isinstance(value, (list, tuple)):
        return tuple(_to_cell(entry) for entry in value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return float((value - EPOCH).days)
    return value


class CellFunctions(
    unohelper.Base, XCellFunctions, XAddIn, XCompatibilityNames, XServiceName, XServiceInfo
):
    """The add-in as Calc sees it; the functions' own methods are attached below."""

    claimcheck = _Claimcheck()

    def __init__(self, context):
        self.locale = Locale("zh", "CN", "")

    # XServiceName, XServiceInfo
    def getServiceName(self):
        return IMPLEMENTATION

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (ADD_IN, IMPLEMENTATION)

    # XLocalizable; whatever the locale, the descriptions are Chinese
    def setLocale(self, locale):
        self.locale = locale

    def getLocale(self):
        return self.locale

    # XAddIn
    def getProgrammaticFuntionName(self, display_name):  # LibreOffice spells it so
        entry = BY_CELL_NAME.get(display_name)
        return entry["method"] if entry else ""

    def getDisplayFunctionName(self, method):
        entry = BY_METHOD.get(method)
        return entry["cell_name"] if entry else ""

    def getFunctionDescription(self, method):
        entry = BY_METHOD.get(method)
        return entry["description"] if entry else ""

    def getDisplayArgumentName(self, method, index):
        return self._argument(method, index)["label"]

    def getArgumentDescription(self, method, index):
        return self._argument(method, index)["help"]

    def getProgrammaticCategoryName(self, method):
        return "Add-In"

    def getDisplayCategoryName(self, method):
        return SETTINGS["category"]

    # XCompatibilityNames: the name in .xlsx files
    def getCompatibilityNames(self, method):
        name = self.getDisplayFunctionName(method)
        return tuple(
            LocalizedName(Locale(language, country, ""), name)
            for language, country in (("zh", "CN"), ("en", "US"))
        )

    @staticmethod
    def _argument(method, index):
        entry = BY_METHOD.get(method)
        arguments = entry["arguments"] if entry else []
        return arguments[index] if index < len(arguments) else {"label": "", "help": ""}


def _method(key):
    def call(self, *arguments):
        return _to_cell(self.claimcheck.call(key, arguments))

    return call


for _entry in SETTINGS["functions"]:
    setattr(CellFunctions, _entry["method"], _method(_entry["key"]))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice's name
g_ImplementationHelper.addImplementation(CellFunctions, IMPLEMENTATION, (ADD_IN, IMPLEMENTATION))
