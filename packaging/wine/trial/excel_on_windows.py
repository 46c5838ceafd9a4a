# mypy: ignore-errors
# Its libraries are Windows' own, and are not there where it is checked.
"""Does what Excel and the add-in's VBA do; runs in the release's Python under Wine.

`excel_on_windows.py WORKBOOK FOLDER`: has xlwings' library start the functions with the command
of its VBA, and calls them as cells do, each call of calls.pickle twice: with ranges, whose values
xlwings asks for, and with VARIANTs made here byte by byte (pywin32 cannot send a cell's error).
Says as JSON what they gave. Ends on a line.
"""

import ctypes
import json
import pickle
import sys
import time
from ctypes import POINTER, Structure, Union, byref, c_void_p, c_wchar_p
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pythoncom
import pywintypes
import win32com.client.dynamic
import win32com.server.policy
import win32com.server.util

from addin.install import interpreter

EMPTY, NULL, LONG, FLOAT, CURRENCY, DATE, TEXT, ERROR, BOOL = 0, 1, 3, 5, 6, 7, 8, 10, 11
ANY, ARRAY = 12, 0x2000
LEFT_OUT = -2147352572

workbook, folder = sys.argv[1], Path(sys.argv[2])


def command() -> str:
    """As `XLPyCommand` of xlwings' VBA builds it."""
    config = ";".join(["false", workbook, workbook, "", "", "", ""])
    config = config.replace("\\", "\\\\").replace("'", "\\'").replace("&", "^&")
    code = (
        'import sys, os;import xlwings.utils;xlwings.utils.prepare_sys_path(\\"' + config + '\\");'
        "import xlwings; xlwings.serve('$(CLSID)')"
    )
    return f'cmd.exe  /K ""{interpreter()}" -B -c "{code}""'


# ---- with values: VARIANTs and arrays as Excel makes them ---------------------------------------


class Value(Union):
    """What a VARIANT holds."""

    _fields_ = [
        ("long", ctypes.c_int32), ("float", ctypes.c_double), ("currency", ctypes.c_int64),
        ("bool", ctypes.c_int16), ("pointer", c_void_p), ("both", c_void_p * 2),
    ]  # fmt: skip


class Variant(Structure):
    """A VARIANT of 24 bytes."""

    _fields_ = [("kind", ctypes.c_uint16), ("reserved", ctypes.c_uint16 * 3), ("value", Value)]


class Bound(Structure):
    """One side of an array: SAFEARRAYBOUND."""

    _fields_ = [("count", ctypes.c_uint32), ("first", ctypes.c_int32)]


class Given(Structure):
    """The arguments of a call, the last first: DISPPARAMS."""

    _fields_ = [
        ("values", POINTER(Variant)), ("named", c_void_p), ("count", ctypes.c_uint32),
        ("named_count", ctypes.c_uint32),
    ]  # fmt: skip


class Raised(Structure):
    """What went wrong in a call: EXCEPINFO."""

    _fields_ = [
        ("code", ctypes.c_uint32), ("source", c_wchar_p), ("said", c_wchar_p), ("help", c_wchar_p),
        ("topic", ctypes.c_uint32), ("reserved", c_void_p), ("deferred", c_void_p),
        ("result", ctypes.c_int32),
    ]  # fmt: skip


ole = ctypes.windll.oleaut32
ole.SysAllocString.restype = ole.SafeArrayCreate.restype = c_void_p
ole.SysAllocString.argtypes = [c_wchar_p]
ole.SafeArrayCreate.argtypes = [ctypes.c_uint16, ctypes.c_uint32, POINTER(Bound)]
ole.SafeArrayPutElement.argtypes = [c_void_p, POINTER(ctypes.c_int32), POINTER(Variant)]
ole.SafeArrayGetElement.argtypes = [c_void_p, POINTER(ctypes.c_int32), POINTER(Variant)]
ole.SafeArrayGetUBound.argtypes = [c_void_p, ctypes.c_uint32, POINTER(ctypes.c_int32)]
ole.SafeArrayGetLBound.argtypes = [c_void_p, ctypes.c_uint32, POINTER(ctypes.c_int32)]
ole.SafeArrayGetDim.argtypes = [c_void_p]


def variant(value: object) -> Variant:
    """A value as Excel would hand it over; an int is the number of an error."""
    made = Variant()
    match value:
        case None:
            made.kind = EMPTY
        case bool():
            made.kind, made.value.bool = BOOL, -int(value)
        case int():
            made.kind, made.value.long = ERROR, value
        case float():
            made.kind, made.value.float = FLOAT, value
        case Decimal():
            made.kind, made.value.currency = CURRENCY, int(value * 10_000)
        case datetime():
            days = value - datetime(1899, 12, 30)
            made.kind, made.value.float = DATE, days.total_seconds() / 86_400
        case str():
            made.kind, made.value.pointer = TEXT, ole.SysAllocString(value)
        case tuple():
            made.kind, made.value.pointer = ARRAY | ANY, array(value)
    return made


def array(rows: tuple[object, ...]) -> int:
    """An array of VARIANTs: of two dimensions, from 1, where there are rows."""
    block = bool(rows) and all(isinstance(row, tuple) for row in rows)
    sizes = [len(rows), len(rows[0])] if block else [len(rows)]
    bounds = (Bound * len(sizes))(*(Bound(size, int(block)) for size in sizes))
    made = ole.SafeArrayCreate(ANY, len(sizes), bounds)
    for number, row in enumerate(rows):
        for place, value in enumerate(row if block else [row]):
            at = [number + 1, place + 1] if block else [number]
            index = (ctypes.c_int32 * len(at))(*at)
            assert ole.SafeArrayPutElement(made, index, byref(variant(value))) == 0
    return made


def read(given: Variant) -> object:
    """A result as JSON shows it."""
    if given.kind & ARRAY:
        return read_array(given.value.pointer)
    match given.kind:
        case 0 | 1:
            return None
        case 5 | 7:
            return given.value.float
        case 3:
            return given.value.long
        case 8:
            return ctypes.wstring_at(given.value.pointer) if given.value.pointer else ""
    raise ValueError(given.kind)


def read_array(pointer: int) -> list[object]:
    """The rows of an array."""
    sides = []
    for side in range(1, ole.SafeArrayGetDim(pointer) + 1):
        first, last = ctypes.c_int32(), ctypes.c_int32()
        ole.SafeArrayGetLBound(pointer, side, byref(first))
        ole.SafeArrayGetUBound(pointer, side, byref(last))
        sides.append(range(first.value, last.value + 1))

    def at(*places: int) -> object:
        if len(places) < len(sides):
            return [at(*places, place) for place in sides[len(places)]]
        element = Variant()
        index = (ctypes.c_int32 * len(places))(*places)
        assert ole.SafeArrayGetElement(pointer, index, byref(element)) == 0
        return read(element)

    return at()


def call_with_values(name: str, *values: object) -> object:
    """`CallUDF` through the bare interface: nothing of Python's is between."""
    sent = [variant("addin.excel"), variant(name), variant(values)]
    placed = (Variant * len(sent))(*reversed(sent))
    result, raised, wrong = Variant(), Raised(), ctypes.c_uint32()
    given = Given(placed, None, len(sent), 0)
    none = (ctypes.c_byte * 16)()
    failed = invoke(
        pointer, method, none, 0, 1, byref(given), byref(result), byref(raised), byref(wrong)
    )
    if failed:
        return {"error": f"{failed & 0xFFFFFFFF:x} {raised.said}"}
    return read(result)


# ---- with ranges: xlwings knows one by the number of its type, which only Excel would bring -----


class AsRange(win32com.server.policy.DesignatedWrapPolicy):
    """Gives itself out as a Range of Excel."""

    def _GetTypeInfoCount_(self) -> int:  # noqa: N802 - pywin32's name
        return 1

    def _GetTypeInfo_(self, *_: int) -> tuple[int, object]:  # noqa: N802 - pywin32's name
        return 0, range_type


class Thing:
    """An object with properties that another process may ask for."""

    _public_methods_: list[str] = []

    def __init__(self, has: dict[str, object]) -> None:
        self.__dict__.update(has)
        self._public_attrs_ = list(has)


def thing(policy: object = None, **has: object) -> object:
    """A thing, as it is handed over."""
    return win32com.server.util.wrap(Thing(has), usePolicy=policy)


def cells(value: object) -> object:
    """A range with these values, as far as xlwings asks for more."""
    rows = [list(row) for row in value] if isinstance(value, tuple) else [[value]]
    empty = [[pythoncom.Empty if cell is None else cell for cell in row] for row in rows]
    size = {"Rows": thing(Count=len(rows)), "Columns": thing(Count=len(rows[0]))}
    whole = empty if isinstance(value, tuple) else empty[0][0]
    return thing(AsRange, Value=whole, Worksheet=sheet, Row=1, Column=1, **size)


def call_with_ranges(name: str, *values: object) -> object:
    """`CallUDF` as the VBA of a cell calls it: with ranges, the workbook and the calling cell."""
    # Of errors pywin32 can send this one alone.
    left_out = win32com.client.VARIANT(pythoncom.VT_ERROR, LEFT_OUT)
    sent = tuple(left_out if value == LEFT_OUT else cells(value) for value in values)
    try:
        return server.CallUDF("addin.excel", name, sent, book, cells(0.0))
    except pythoncom.com_error as error:
        return {"error": str(error)}


def holds_an_error(value: object) -> bool:
    """Whether a cell of an argument holds an error, which a range made here could not give."""
    if isinstance(value, tuple):
        return any(map(holds_an_error, value))
    return isinstance(value, int) and not isinstance(value, bool) and value != LEFT_OUT


calls = pickle.loads((folder / "calls.pickle").read_bytes())  # noqa: S301 - the trial's own
[library] = Path(sys.executable).parent.glob("xlwings64-*.dll")
pythoncom.CoInitialize()
started = Variant()
failed = ctypes.WinDLL(str(library)).XLPyDLLActivateAuto(
    byref(started), command().encode("mbcs"), 1
)
assert failed == 0, failed
pointer = started.value.pointer
server = win32com.client.dynamic.Dispatch(
    pythoncom.ObjectFromAddress(pointer, pythoncom.IID_IDispatch)
)
method = server._oleobj_.GetIDsOfNames(0, "CallUDF")
table = ctypes.cast(ctypes.cast(pointer, POINTER(c_void_p))[0], POINTER(c_void_p))
invoke = ctypes.WINFUNCTYPE(
    ctypes.c_int32, c_void_p, ctypes.c_int32, c_void_p, ctypes.c_uint32, ctypes.c_uint16, c_void_p,
    c_void_p, c_void_p, c_void_p,
)(table[6])  # fmt: skip

made = pythoncom.CreateTypeLib2(pythoncom.SYS_WIN32, str(folder / "range.tlb"))
about = made.CreateTypeInfo("Range", pythoncom.TKIND_DISPATCH)
about.SetGuid(pywintypes.IID("{00020846-0000-0000-C000-000000000046}"))
about.LayOut()
made.SaveAllChanges()
range_type = pythoncom.LoadTypeLib(str(folder / "range.tlb")).GetTypeInfo(0)
excel = thing(Hwnd=1)
sheets = win32com.server.util.wrap(win32com.server.util.Collection([]))
book = thing(Application=excel, Name=Path(workbook).name, Worksheets=sheets)
sheet = thing(Application=excel, Name="1", Parent=book)

given = []
for number, called in enumerate(calls):
    ways = [] if any(map(holds_an_error, called)) else [["ranges", call_with_ranges]]
    for way, call in [*ways, ["values", call_with_values]]:
        began = time.monotonic()
        result = call(*called)
        given.append([number, way, result, time.monotonic() - began])
print(json.dumps(given), flush=True)
input()
