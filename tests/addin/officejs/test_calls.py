import json
from http import HTTPStatus
from typing import Any

import pytest

from addin.catalogue import Argument, CellFunction
from addin.officejs import calls
from tests.addin.officejs.conftest import body


def answered(request: bytes) -> tuple[int, dict[str, Any]]:
    reply = calls.answer(request)
    return reply.status, json.loads(reply.body)


def test_numbers_arrive_as_floats_whatever_they_look_like() -> None:
    call = calls.msgspec.json.decode(body("CC_AGE", 1, [[2, 2.5]]), type=calls.CellCall)
    assert [type(cell) for cell in (call.arguments[0], *call.arguments[1][0])] == [float] * 3


@pytest.mark.parametrize(
    "request_body",
    [
        b"",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"function": "CC_ENGINE"}',
        b'{"function": "CC_ENGINE", "arguments": [{"a": 1}]}',
        b'{"function": "CC_ENGINE", "arguments": [[1, 2]]}',
        b'{"function": "CC_ENGINE", "arguments": [[[[1]]]]}',
        b'{"function": "CC_ENGINE", "arguments": [], "other": 1}',
        b'{"function": "CC_ENGINE", "arguments": [NaN]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_call_is_refused(request_body: bytes) -> None:
    status, reply = answered(request_body)
    assert status == HTTPStatus.BAD_REQUEST
    assert set(reply) == {"error"}


@pytest.mark.parametrize("name", ["CC_NOTHING", "age", "__import__", ""])
def test_only_functions_of_the_catalogue_can_be_called(name: str) -> None:
    status, reply = answered(body(name))
    assert status == HTTPStatus.NOT_FOUND
    assert set(reply) == {"error"}


@pytest.mark.parametrize("cells", [[], ["a"], ["a", "b", "c"]])
def test_too_few_or_too_many_arguments_are_refused(cells: list[str]) -> None:
    status, reply = answered(body("CC_AGE", *cells))
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "参数个数" in reply["error"]


def test_a_range_where_one_cell_belongs_is_refused_by_its_chinese_name() -> None:
    status, reply = answered(body("CC_CAPITAL", [[1], [2]]))
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“金额”" in reply["error"]


def make(value: object) -> CellFunction:
    def made(_: object) -> object:
        if isinstance(value, Exception):
            raise value
        return value

    return CellFunction(made, "测试。", (Argument("cell", "格", "一格。"),))


@pytest.mark.parametrize("value", [RuntimeError("secret"), float("nan"), float("inf"), object()])
def test_a_fault_of_ours_becomes_a_refusal_without_its_details(value: object) -> None:
    reply = calls.answer(body("CC_MADE", 1), lambda _: make(value))
    assert reply.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert b"secret" not in reply.body
    assert set(json.loads(reply.body)) == {"error"}
