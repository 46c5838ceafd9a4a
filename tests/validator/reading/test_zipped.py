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


class Unseekable(BytesIO):
    """What is written into it is written as LibreOffice does: sizes stand behind the parts."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/worksheets/页1.xml"])
def test_a_part_with_its_sizes_behind_it_is_unpacked_at_once(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    content = Unseekable()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, b"<a>" + b"x" * 5_000)
    with Zipped(BytesIO(content.getvalue())) as opened:
        assert opened.getinfo(name).flag_bits & 8
        monkeypatch.delattr(zipfile.ZipFile, "open")
        assert opened.heads[name].startswith(b"<a>" + b"x" * 1_021)


def test_a_part_is_unpacked_otherwise_where_its_flags_differ_in_front_of_it():
    part = ("xl/styles.xml", b"<a>" + b"x" * 5_000)
    for flags in (b"\6\0", b"\1\0"):  # packed fast; enciphered
        with bent(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0" + flags, part) as opened:
            assert opened._packed(opened.getinfo(part[0]), 9) == b""
    with bent(b"PK\1\2\x14\x03\x14\0\0\0", b"PK\1\2\x14\x03\x14\0\1\0", part) as opened:
        assert opened._packed(opened.getinfo(part[0]), 9) == b""


def repacked(
    packing: int = zipfile.ZIP_DEFLATED, extra: bytes = b"", said: bytes = b"", comment: bytes = b""
) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in ("a.xml", "b.xml"):
            part = zipfile.ZipInfo(name)
            part.compress_type, part.extra, part.comment = packing, extra, said
            made.writestr(part, b"<a/>" * 90)
        made.comment = comment
    return content.getvalue()


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_package_as_common_programs_write_it_is_ordinary(packing: int):
    with Zipped(BytesIO(repacked(packing))) as opened:
        assert opened.is_ordinary


@pytest.mark.parametrize(
    "content",
    [
        repacked(zipfile.ZIP_BZIP2),
        repacked(extra=b"\x99\x99\1\0x"),
        repacked(said=b"first"),
        repacked(comment=b"made by hand"),
        b"#!" + repacked(),
        repacked() + b"\0",
        repacked().replace(b"b.xml", b"a.xml"),
        repacked().replace(b"PK\5\6\0\0\0\0", b"PK\5\6\0\0\1\0"),
        repacked().replace(b"\0\0\2\0\2\0", b"\0\0\3\0\2\0"),
        repacked().replace(b"PK\1\2\x14\x03\x14\0", b"PK\1\2\x3f\x03\x3f\0"),
        repacked().replace(b"PK\1\2\x14\x03\x14\0\0\0", b"PK\1\2\x14\x03\x14\0\1\0"),
    ],
)
def test_a_package_in_which_others_may_find_something_else_is_not(content: bytes):
    assert content != repacked()
    with Zipped(BytesIO(content)) as opened:
        assert len(opened.infolist()) == 2
        assert not opened.is_ordinary
