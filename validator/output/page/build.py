"""Makes the page: markup, style, script and data in one file that loads nothing else."""

import hashlib
from base64 import b64encode
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from claimcheck.settings import Settings
from validator.run.validate import Validation

_FOLDER = Path(__file__).parent

#: The parts of the script, in the order in which they need each other.
_SCRIPTS = (
    "base", "charts", "filters", "list", "detail", "deciding", "claims", "printing", "start",
)  # fmt: skip


def page(data: dict[str, Any], title: str) -> str:
    """The whole page as HTML text.

    Its own policy lets only this very script and style run; data is never markup.

    Args:
        data: what `data.page_data` gives.
        title: the title of the window.
    """
    script = "\n".join(_text(f"script/{name}.js") for name in _SCRIPTS)
    style = _text("page.css")
    connect = "'self'" if data["address"] else "'none'"
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        f"connect-src {connect}; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        _text("page.html")
        .replace("{{policy}}", policy)
        .replace("{{title}}", escape(title))
        .replace("{{style}}", style)
        .replace("{{script}}", script)
        .replace("{{data}}", _harmless(msgspec.json.encode(data).decode()))
    )


def as_html(validation: Validation, settings: Settings) -> str:
    """The page of a run, as `validate --format html` gives it."""
    from validator.output.page.data import page_data

    return page(page_data(validation, settings), title_of(validation))


def title_of(validation: Validation) -> str:
    """The title of a batch's page."""
    several = f" 等 {len(validation.inputs)} 个文件" if len(validation.inputs) > 1 else ""
    return f"审核：{validation.inputs[0].label}{several}"


def _text(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _harmless(text: str) -> str:
    """JSON that cannot end the element it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
