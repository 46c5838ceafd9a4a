"""Our own VBA: texts, help in the function wizard, and entering the formulas anew.

A formula that Excel read before the functions were there stays #NAME?, and calculating
does not cure it: it must be entered again. A formula that was saved while the functions
came from an add-in elsewhere carries that add-in's path, which is taken off.

The code stands in the .bas and .cls files beside this one. What is only known here is filled
in where they name it in braces.
"""

from importlib.resources import files

from addin.catalogue import CATEGORY, FUNCTIONS, CellFunction
from addin.vba.text import quote
from claimcheck import __version__

MODULE = "claimcheck_tools"
RIBBON_MODULE = "claimcheck_ribbon"

#: The defined name by which a workbook is known as one of our templates.
TEMPLATE_MARK = "claimcheck_template"

#: File name of the add-in.
ADD_IN = "claimcheck.xlam"


def tools() -> str:
    """The module with everything that Excel's own events and the button call."""
    names = [f"CcRegister{function.cell_name.removeprefix('CC_')}" for function in FUNCTIONS]
    filled_in = {
        "{version}": __version__,
        "{mark}": TEMPLATE_MARK,
        "{addin}": ADD_IN,
        "    ' {registrations}": "\n".join(f"    {name}" for name in names),
        "' {descriptions}\n": "".join(
            _registration(name, function) for name, function in zip(names, FUNCTIONS, strict=True)
        ),
    }
    source = _source("tools.bas")
    for place, text in filled_in.items():
        source = source.replace(place, text)
    return source


def this_workbook(add_in: bool) -> str:
    """What happens as a workbook opens: the add-in watches all, a workbook only itself."""
    return _source("this_workbook_of_add_in.cls" if add_in else "this_workbook.cls")


def ribbon() -> str:
    """The module that the button on the ribbon calls."""
    return _source("ribbon.bas")


def _source(name: str) -> str:
    return (files("addin.vba") / name).read_text("utf-8")


def _registration(name: str, function: CellFunction) -> str:
    """A Sub of its own for each function: VBA limits a statement to 24 continued lines."""
    lines = [
        f"Private Sub {name}()",
        "    On Error Resume Next",
        "    Dim told As String, under As String, macro As String",
        f"    told = {quote(function.description)}",
        f"    under = {quote(CATEGORY)}",
        f'    macro = "\'" & ThisWorkbook.Name & "\'!{function.cell_name}"',
    ]
    options = "Macro:=macro, Description:=told, Category:=under"
    if function.arguments:
        lines.append(f"    Dim helps(0 To {len(function.arguments) - 1}) As String")
        lines += [
            f"    helps({index}) = {quote(argument.label + '：' + argument.help)}"
            for index, argument in enumerate(function.arguments)
        ]
        options += ", ArgumentDescriptions:=helps"
    lines += [
        "    Err.Clear",
        f"    Application.MacroOptions {options}",
        "    registered = (Err.Number = 0)",
        "End Sub",
    ]
    return "\n" + "\n".join(lines) + "\n"
