"""PDFs that are turned, marked with a watermark, protected or without text."""

import io

import pytest

from samples.statements.make_statements import lines
from tests.validator.intake.statements.books import accounts, look
from validator.intake.statements.keeping import read_any
from validator.intake.statements.sources.pdf import pdf_pages
from validator.intake.statements.sources.words import _whole
from validator.intake.statements.statement import Options
from validator.reading.unreadable import UnreadableError

WIDTH, HEIGHT = 900, 595


def drawn(rows, *, turned: int = 0, watermark: str = "", password: str | None = None) -> bytes:
    """Rows in columns of 80 points on one page that is shown upright, however it is stored."""
    from reportlab.lib import pdfencrypt
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    size = (WIDTH, HEIGHT) if turned % 180 == 0 else (HEIGHT, WIDTH)
    protected = pdfencrypt.StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(buffer, pagesize=size, encrypt=protected)
    canvas.setPageRotation(turned)
    move = {0: (0, 0), 90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turned]
    canvas.translate(*move)
    canvas.rotate(turned)
    canvas.setFont("STSong-Light", 7)
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            canvas.drawString(20 + 80 * place, 560 - 16 * number, cell)
    if watermark:
        canvas.translate(200, 200)
        canvas.rotate(30)
        canvas.setFont("STSong-Light", 40)
        canvas.drawString(0, 0, watermark)
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def rows() -> list[list[str]]:
    made = accounts(1)[0]
    made.entries = made.entries[:20]
    return lines(look("中国银行.pdf"), made)[0]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_read_as_it_is_shown(rows, turned):
    (page,) = pdf_pages(drawn(rows, turned=turned))
    assert page.rows == pdf_pages(drawn(rows))[0].rows
    assert len(page.rows) == len(rows)


def test_halves_of_rare_characters_become_one():
    assert chr(_whole(0xD842, 0xDFB7)) == "𠮷"
    assert _whole(0, 0xDFB7) == 0


def test_a_watermark_is_left_out(rows):
    assert pdf_pages(drawn(rows, watermark="中国银行"))[0].rows == pdf_pages(drawn(rows))[0].rows


def test_a_whole_statement_is_read_from_a_turned_page(rows, tmp_path):
    (tmp_path / "a.pdf").write_bytes(drawn(rows, turned=90, watermark="仅供参考"))
    found = read_any(tmp_path / "a.pdf", Options())
    assert (found.frame.height, found.chain.state) == (20, "连续")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (drawn([["户名：马小龙"]], password="1234"), "密码保护"),  # noqa: S106 - for the test
        (drawn([]), "没有文字"),
        (b"%PDF-1.4\nnothing", "已损坏"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(content, why):
    with pytest.raises(UnreadableError, match=why):
        pdf_pages(content)
