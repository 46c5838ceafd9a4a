"""Changes of a part by the places of its bytes: what is not changed stays byte for byte."""

from collections.abc import Iterator

import pytest

from validator.output.package.splicing import Edits, PlacesError, element, text_element

PART = b"<a  x = \"1>2\"\n><b y='3'/><c>\xe4\xb8\xad</c ></a>"


def in_pieces(size: int) -> Iterator[bytes]:
    return (PART[at : at + size] for at in range(0, len(PART), size))


def applied(edits: Edits, size: int = 100) -> str:
    return b"".join(edits.applied(in_pieces(size))).decode()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_changes_are_the_same_however_the_part_comes_in_pieces(size: int):
    edits = Edits()
    edits.set(0, "x", "<&>")
    edits.set(0, "z", "0")
    edits.fill(PART.index(b"<b"), "<d/>")
    edits.cut(PART.index(b"<c>"), PART.index(b"</c"))
    edits.insert(PART.index(b"</a"), "甲")
    assert applied(edits, size) == '<a  x="&lt;&amp;&gt;" z="0">' + "<b y='3'><d/></b>甲</a>"


def test_an_attribute_is_taken_away_and_the_rest_stays():
    edits = Edits()
    edits.set(PART.index(b"<b"), "y", None)
    assert applied(edits) == PART.decode().replace(" y='3'", "")


def test_what_is_put_in_at_one_place_stands_in_the_order_in_which_it_came():
    edits = Edits()
    for text in "甲乙":
        edits.insert(PART.index(b"<c"), text)
    assert "甲乙<c>" in applied(edits)


def test_nothing_changes_without_changes():
    assert not Edits()
    assert applied(Edits(), 5) == PART.decode()


@pytest.mark.parametrize("places", [(0, 5), (1000,)])
def test_changes_that_cannot_be_are_refused(places: tuple[int, ...]):
    edits = Edits()
    edits.set(places[0], "x", "1") if len(places) > 1 else edits.insert(places[0], "x")
    if len(places) > 1:
        edits.insert(places[1], "inside of the tag")
    with pytest.raises(PlacesError):
        applied(edits)


def test_texts_stay_what_they_are():
    assert element("c", {"r": "A1", "s": None}, "<v>1</v>") == '<c r="A1"><v>1</v></c>'
    assert text_element("t", "a<b _x000D_") == ('<t xml:space="preserve">a&lt;b _x005F_x000D_</t>')
