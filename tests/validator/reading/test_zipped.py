"""A package gives its parts as any other does, and what it kept is never another part's."""

import zipfile
from io import BytesIO

import pytest

from validator.reading.zipped import Zipped


def package(*parts: tuple[str, bytes]) -> Zipped:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts:
            made.writestr(name, part)
    return Zipped(content)


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("size", [10, 200_000])
def test_a_part_is_the_same_however_often_it_is_read(name: str, size: int):
    with package((name, b"<a>" + b"x" * size)) as opened:
        for _ in range(2):
            assert opened.read(name) == b"<a>" + b"x" * size
            with opened.open(name) as stream:
                assert stream.read(3) == b"<a>"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_told_apart():
    with package(("xl/a.xml", b"<first/>"), ("xl/a.xml", b"<second/>")) as opened:
        assert [opened.read(part) for part in opened.infolist()] == [b"<first/>", b"<second/>"]
        assert opened.heads == {"xl/a.xml": b"<second/>"}


def test_the_beginning_goes_on_where_no_element_comes_at_once():
    long = b"<!--" + b"x" * 5_000 + b"--><!DOCTYPE a>"
    with package(("a.xml", long), ("b.xml", b"<b>" + b"x" * 5_000), ("c.png", long)) as opened:
        assert opened.heads == {"a.xml": long, "b.xml": b"<b>" + b"x" * 1_021}
