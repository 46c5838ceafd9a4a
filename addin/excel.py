"""The cell functions as Excel on Windows calls them, through xlwings.

Each function of the catalogue becomes one user-defined function. Off Windows xlwings'
decorators do nothing, so that this module can be imported and tested everywhere;
`addin.vba.wrappers` passes in the real ones to generate the VBA.
"""

import inspect
from collections.abc import Callable
from typing import Any, Protocol

import xlwings

from addin.catalogue import CATEGORY, FUNCTIONS, CellFunction

UserDefined = Callable[..., object]


class Decorators(Protocol):
    """What xlwings (or its module for user-defined functions) offers."""

    func: Any
    arg: Any
    ret: Any


def make(function: CellFunction, decorators: Decorators = xlwings) -> UserDefined:
    """One function of the catalogue, named and described for Excel."""
    call = function.call

    def user_defined(*arguments: object) -> object:
        return to_excel(call(*arguments))

    user_defined.__name__ = user_defined.__qualname__ = function.cell_name
    user_defined.__doc__ = function.description
    # xlwings would take a type hint for a converter.
    user_defined.__annotations__ = {}
    # xlwings reads names and defaults of the arguments from the signature. A parameter
    # may bear the function's name (CC_ROSTER has one), which VBA accepts.
    user_defined.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if argument.optional else inspect.Parameter.empty,
            )
            for argument in function.arguments
        ]
    )
    made = decorators.func(category=CATEGORY)(user_defined)
    for argument in function.arguments:
        # Errors in cells come as text, so that they are told from empty cells.
        options: dict[str, object] = {"doc": argument.help, "err_to_str": True}
        if argument.block:
            options["ndim"] = 2
        made = decorators.arg(argument.name, **options)(made)
    return made  # type: ignore[no-any-return]


def to_excel(value: object) -> object:
    """A value as Excel takes it: numbers as floats (a long integer would overflow there)."""
    if isinstance(value, (list, tuple)):
        return [to_excel(entry) for entry in value]
    if isinstance(value, (bool, int)):
        return float(value)
    return value


# xlwings looks the functions up by name, as attributes of this module.
for _function in FUNCTIONS:
    globals()[_function.cell_name] = make(_function)
