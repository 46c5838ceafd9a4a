"""One call of a cell function, as it comes from the browser and goes back.

The body of a request is `{"function": "CC_AGE", "arguments": [...]}`: a cell is a number,
text, true, false or null; a range is a list of rows. The reply is `{"value": …}`, or
`{"error": "…"}` with the reason in Chinese.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from addin.catalogue import CellFunction, by_cell_name
from claimcheck.errors import ClaimcheckError

Cell = float | str | bool | None


class CellCall(msgspec.Struct, forbid_unknown_fields=True):
    """A call that has the right form; every number is a float, as in a spreadsheet."""

    function: str
    arguments: list[Cell | list[list[Cell]]]


@dataclass(frozen=True)
class Reply:
    """What goes back: an HTTP status and a JSON object."""

    status: HTTPStatus
    body: bytes


def answer(request: bytes, look_up: Callable[[str], CellFunction] = by_cell_name) -> Reply:
    """Compute one call. Whatever is wrong becomes a reply with the reason; nothing raises."""
    try:
        call = msgspec.json.decode(request, type=CellCall)
    except (msgspec.DecodeError, RecursionError):
        return refusal(HTTPStatus.BAD_REQUEST, "收到的内容不是一次函数调用。")
    try:
        function = look_up(call.function)
    except KeyError:
        return refusal(HTTPStatus.NOT_FOUND, "没有这个函数，请升级 claimcheck。")
    try:
        return _reply(HTTPStatus.OK, {"value": function.call(*_arguments(function, call))})
    except ClaimcheckError as error:
        return refusal(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    except Exception:
        # A fault of ours must become an error in the cell, too.
        return refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "计算时发生意外，未能得出结果。")


def refusal(status: HTTPStatus, reason: str) -> Reply:
    """A reply that the cell shows as an error."""
    return _reply(status, {"error": reason})


def _arguments(function: CellFunction, call: CellCall) -> list[object]:
    """The arguments in full: those that may be left out are None.

    Raises:
        ClaimcheckError: too few or too many, or a range where one cell belongs.
    """
    wanted = function.arguments
    required = sum(not argument.optional for argument in wanted)
    given = list(call.arguments)
    if not required <= len(given) <= len(wanted):
        raise ClaimcheckError(f"{function.cell_name} 的参数个数不对。")
    for argument, value in zip(wanted, given, strict=False):
        if isinstance(value, list) and not argument.block:
            raise ClaimcheckError(f"“{argument.label}”应为一个单元格，不是区域。")
    return [*given, *[None] * (len(wanted) - len(given))]


def _reply(status: HTTPStatus, content: dict[str, object]) -> Reply:
    # JSON has no infinity and no "not a number": better a fault than a wrong figure.
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return Reply(status, text.encode())
