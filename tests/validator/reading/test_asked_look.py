"""The look over several parts at once tells of each what a look over it alone does."""

import polars as pl
import pytest

from tests.validator.reading.test_quick_look import at
from validator.reading.asked_look import by_answer, question_of
from validator.reading.quick_look import QuickLook, look_once
from validator.reading.text_pieces import piece_of

ROWS, COLUMNS, PERCENTS = 99, 26, ["7"]
FORMULAS = (
    '<c r="D4" s="3"><f>1+1</f><v>2</v></c><c r="D40"><f t="shared" si="0"/></c>'
    '<c r="Z5" t="str"><f></f><v></v></c>'
)
PARTS = [
    at("A1") + at("Z99"),
    at("A1") + FORMULAS,
    at("A1") + at("AA1"),
    at("A1") + '<c s="7" r="B1"><v>0.3</v></c>',
    '<c r="A1" s="7"><v>0.3</v></c>',
    '<c r="A1"><v>123456789012345678</v></c>',
    '<c r="A1" t="e"><v>#N/A</v></c>',
    at("A1") + '<mergeCell ref="A1:A2"/>',
    at("A1") + FORMULAS + "<c r='B1'><f>1</f></c>",
    '<c r="A1"><is x="1"><f>1</f></is></c>' + FORMULAS,
    at("A1") + "<!-- -->",
    "",
]


def asked(parts: list[str]) -> list[QuickLook | None]:
    """What is found of each part where all are asked about in one question."""
    questions = [question_of(part.encode(), ROWS, COLUMNS, PERCENTS) for part in parts]
    given = [question for question in questions if question is not None]
    assert len({question.alike for question in given}) == 1
    answers = given[0].answer(pl.concat([question.table for question in given]))
    assert answers.height == len(parts)
    return [by_answer(answers[place]) for place in range(answers.height)]


def test_each_part_of_many_is_told_of_by_itself():
    found = asked(PARTS)
    assert found[:3] == [QuickLook(), QuickLook(columns={"D": 40, "Z": 5}), None]
    for part, look in zip(PARTS, found, strict=True):
        alone = look_once([piece_of(part.encode())], ROWS, COLUMNS, PERCENTS)
        assert look is None or look == alone, part
        if look is None:  # a closer look finds more, or the parser is needed
            assert alone is None or alone.doubtful or alone != QuickLook(), part


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_is_told_of_as_among_others(part: str):
    assert asked([part]) == [asked(PARTS)[PARTS.index(part)]]


def test_of_what_may_be_too_large_or_is_no_text_nothing_is_asked():
    assert question_of(b"<c/>", 1_048_576, 16_384, []) is None
    assert question_of(b"\xff", ROWS, COLUMNS, []) is None
