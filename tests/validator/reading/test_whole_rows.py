"""The text of a sheet comes in pieces of whole rows, however it is unpacked."""

from io import BytesIO

import pytest

from validator.reading import whole_rows
from validator.reading.whole_rows import TABLE_ENDS, UncertainError, texts_of

HEAD = b'<worksheet><dimension ref="A1:B9"/><sheetData>'
ROWS = [f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>'.encode() for row in range(1, 60)]
END = b"</sheetData><pageMargins/></worksheet>"


@pytest.mark.parametrize("chunk", [50, 61, 130, 4_000])
@pytest.mark.parametrize("size", [100, 333, 10_000])
def test_each_piece_begins_with_a_row_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, chunk: int, size: int
):
    monkeypatch.setattr(whole_rows, "_CHUNK", chunk)
    text = HEAD + b"".join(ROWS) + END
    head, *pieces, end = texts_of(BytesIO(text), 120, size)
    assert head == HEAD
    assert end == END
    assert end.startswith(TABLE_ENDS)
    assert b"".join(pieces) == b"".join(ROWS)
    assert all(piece.startswith(b"<row ") for piece in pieces)
    assert all(piece.endswith(b"</row>") for piece in pieces)
    assert (len(pieces) > 3) is (size < 1_000)


@pytest.mark.parametrize(
    "text",
    [
        b"<worksheet></worksheet>",
        HEAD + b"".join(ROWS),
        HEAD + ROWS[0][:-6] + b" " * 500 + b"</row>" + END,
    ],
)
def test_what_is_not_written_so_is_not_cut(text: bytes):
    with pytest.raises(UncertainError):
        list(texts_of(BytesIO(text), 120, 100))
