"""functions.json: what Excel needs to know of each function before it loads our script."""

import json
from typing import Any

from addin.catalogue import FUNCTIONS, Argument, CellFunction


def identifier(function: CellFunction) -> str:
    """The function's key in Excel's registry, where an underscore may not stand."""
    return function.cell_name.replace("_", ".")


def functions_json() -> bytes:
    """The metadata of all functions, as Excel reads it (UTF-8)."""
    described = {"functions": [_function(function) for function in FUNCTIONS]}
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _function(function: CellFunction) -> dict[str, Any]:
    return {
        "id": identifier(function),
        "name": function.cell_name,
        "description": function.description,
        # "any": a cell's number must stay a number, its text text.
        "result": {"type": "any", "dimensionality": _dimensions(function.block)},
        "parameters": [_parameter(argument) for argument in function.arguments],
    }


def _parameter(argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.label,
        "description": argument.help,
        "type": "any",
        "dimensionality": _dimensions(argument.block),
        "optional": argument.optional,
    }


def _dimensions(block: bool) -> str:
    return "matrix" if block else "scalar"
