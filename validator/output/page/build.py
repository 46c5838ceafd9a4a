"""Makes the page: markup, style, script and data in one file that loads nothing else."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from claimcheck.settings import Settings
from validator.run.validate import Validation

_FOLDER = Path(__file__).parent

#: What all our pages have: how they look, and how their scripts make elements.
LOOK, DOM = _FOLDER / "look.css", _FOLDER / "script/dom.js"

#: The parts of the script, in the order in which they need each other.
_SCRIPTS = (
    "base", "charts", "filters", "picking", "list", "detail", "deciding", "undoing", "news",
    "claims", "printing", "start",
)  # fmt: skip


def page(data: dict[str, Any], title: str) -> str:
    """The whole page of a batch as HTML text.

    Args:
        data: what `data.page_data` gives.
        title: the title of the window.
    """
    return put_together(
        _FOLDER / "page.html",
        [LOOK, _FOLDER / "page.css"],
        [DOM, *(_FOLDER / f"script/{name}.js" for name in _SCRIPTS)],
        data,
        title=title,
        connects=bool(data["address"]),
    )


def put_together(
    template: Path,
    styles: Sequence[Path],
    scripts: Sequence[Path],
    data: dict[str, Any],
    *,
    title: str,
    connects: bool,
) -> str:
    """Markup, style, script and data as one HTML text.

    Its own policy lets only this very script and style run; data is never markup.

    Args:
        template: the markup, with {{policy}}, {{title}}, {{style}}, {{data}} and {{script}}.
        styles: in the order in which they hold.
        scripts: in the order in which they need each other.
        data: what the script finds in the element `data`.
        title: the title of the window.
        connects: whether it may ask the service that it came from.
    """
    style, script = _texts(styles), _texts(scripts)
    connect = "'self'" if connects else "'none'"
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        f"connect-src {connect}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    return (
        template.read_text("utf-8")
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


def _texts(paths: Sequence[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _harmless(text: str) -> str:
    """JSON that cannot end the element it stands in."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
