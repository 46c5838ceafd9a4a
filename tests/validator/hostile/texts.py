"""Hostile texts, and workbooks that hold them as people's programs would write them."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from samples.honest import Claim
from tests.validator.books import claims, save

#: What stands in a cell of an .xlsx → what it is read as. Python writes what openpyxl refuses.
UNSEEN = {
    "U+0000": ("甲\x00乙", "甲乙"),
    "U+0001": ("甲\x01乙", "甲乙"),
    "U+000B": ("甲\x0b乙", "甲乙"),
    "U+001B": ("甲\x1b[31m乙", "甲[31m乙"),
    "U+FFFE": ("甲\ufffe乙", "甲乙"),
    "U+FFFF": ("甲\uffff乙", "甲乙"),
    "&#1;": ("甲&#1;乙", "甲乙"),
    "_x000B_": ("甲_x000B_乙", "甲乙"),
    "_x000D_": ("甲_x000D_\n乙", "甲\n乙"),
    "U+200B": ("甲\u200b乙", "甲乙"),
    "U+200D": ("甲\u200d乙", "甲乙"),
    "U+200E": ("\u200e甲乙", "甲乙"),
    "U+202E": ("甲\u202e乙", "甲乙"),
    "U+2060": ("甲乙\u2060", "甲乙"),
    "U+2066": ("\u2066甲乙\u2069", "甲乙"),
    "U+FEFF": ("\ufeff甲乙", "甲乙"),
    "U+00AD": ("甲\xad乙", "甲乙"),
    "U+FE0F": ("甲乙\ufe0f", "甲乙"),
    "U+E0101": ("甲\U000e0101乙", "甲乙"),
    "U+2028": ("甲\u2028乙", "甲\n乙"),
}

#: Texts that some program would take for more than text.
FORMULAS = {
    "equals": "=1+1",
    "dynamic data exchange": "=cmd|'/C calc'!A0",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "full width": "＝1+1",
    "after a blank": " =1+1",
    "after a carriage return": "S05\r=1+1",
    "behind what nobody sees": "\u200b=1+1",
    "rich text": "<r><t>甲</t></r></is></c><evil/><r></r>",
    "end of an element": "</script><script>alert(1)</script>",
    "shared string": "_x003D_1+1",
    "link": "http://example.invalid/?q=1",
    "error value": "#N/A",
}

Place = Callable[[Claim, str], None]


def with_texts(path: Path, texts: Sequence[str], place: Place) -> Path:
    """A workbook with a claim of five honest people for each text, byte for byte.

    Args:
        path: where to.
        texts: as they stand in the XML, apart from what has to be escaped.
        place: puts a mark wherever the text is to stand in a claim.
    """
    made = claims(*[5] * len(texts))
    raw: dict[bytes, bytes] = {}
    for number, (claim, text) in enumerate(zip(made, texts, strict=True)):
        mark = f"PLACE{number:03d}X"
        place(claim, mark)
        written = text if "&#" in text else escape(text).replace("\r", "&#13;")
        raw[mark.encode()] = written.encode()
    plain = save(path.with_suffix(".plain"), made)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for mark, written_text in raw.items():
                content = content.replace(mark, written_text)
            target.writestr(name, content)
    plain.unlink()
    return path


def in_applicant(claim: Claim, text: str) -> None:
    """As the name of the applicant."""
    claim.row["applicant"] = text


def everywhere(claim: Claim, text: str) -> None:
    """Wherever it is quoted, in a claim that asks for too many people, so that it is."""
    claim.row |= {"applicant": text, "county": text, "claim_id": text, "claimed_people": 6}
    for person in claim.people:
        person.row["claim_id"] = text
        for payment in person.payments:
            payment["payer"] = text
    claim.people[0].row["category"] = text
    claim.people[1].row["name"] = text
    claim.people[2].row["phone"] = text
