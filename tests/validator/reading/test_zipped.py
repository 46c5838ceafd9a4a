"""A package gives its parts as any other does, and what it kept is never another part's."""

import zipfile
import zlib
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


def bent(old: bytes, new: bytes, *parts: tuple[str, bytes], count: int = 1) -> Zipped:
    """A package in which bytes were changed, from the front on."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as writing:
        for name, part in parts:
            writing.writestr(name, part)
    content = made.getvalue()
    assert content.count(old) >= count
    return Zipped(BytesIO(content.replace(old, new, count)))


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_with_another_name_in_front_of_it_is_damaged(name: str):
    other = name.replace("s", "z").encode()
    with bent(name.encode(), other, (name, b"<a>" + b"x" * 5_000)) as opened:
        with pytest.raises(zipfile.BadZipFile):
            opened.read(name)
        with pytest.raises(zipfile.BadZipFile):
            _ = opened.heads


def test_a_small_part_that_is_not_what_was_packed_is_damaged():
    part = b"<a>" + bytes(range(97, 123)) * 40
    check = zlib.crc32(part).to_bytes(4, "little")
    opened = bent(check, b"\1\2\3\4", ("xl/styles.xml", part), count=2)
    with opened, pytest.raises(zipfile.BadZipFile, match="CRC"):
        opened.read("xl/styles.xml")


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/worksheets/页1.xml"])
def test_a_part_is_given_however_it_is_packed_and_called(packing: int, name: str):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", packing) as made:
        made.writestr(name, b"<a>" + b"x" * 5_000)
    with Zipped(content) as opened:
        assert opened.heads == {name: b"<a>" + b"x" * 1_021}
        assert opened.read(name) == b"<a>" + b"x" * 5_000
