import re

import pytest

from addin.vba.text import quote


def decode(expression: str) -> str:
    """What VBA makes of an expression."""
    codes = "".join(re.findall(r'CcText\("([0-9A-F]*)"\)', expression))
    return bytes.fromhex(codes).decode("utf-16-be")


@pytest.mark.parametrize("text", ["就业补贴", "按文本录入，末位 X 用大写。", "第" * 450])
def test_chinese_is_written_in_ascii_and_comes_back(text: str) -> None:
    assert quote(text).isascii()
    assert decode(quote(text)) == text


def test_no_line_is_longer_than_vba_allows() -> None:
    assert max(len(line) for line in quote("第" * 450).splitlines()) < 1023


def test_plain_text_stays_readable_with_its_quotes_doubled() -> None:
    assert quote('a "b"') == '"a ""b"""'
