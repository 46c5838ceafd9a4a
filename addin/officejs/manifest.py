"""manifest.xml: tells Excel where page, script and metadata are (add-in only manifest)."""

from importlib.resources import files
from string import Template
from xml.sax.saxutils import escape

from addin.catalogue import CATEGORY
from addin.officejs.certificate import HOST
from claimcheck import __version__

#: What stands before the functions' names on a Mac and on the web: CLAIMCHECK.CC_AGE.
NAMESPACE = "CLAIMCHECK"


def origin(port: int) -> str:
    """The address of the local service, as browsers write it."""
    return f"https://{HOST}:{port}"


def manifest(port: int, token: str) -> str:
    """The manifest for a service on this port that asks for this token."""
    text = (files("addin.officejs") / "manifest.xml").read_text("utf-8")
    values = {
        "origin": origin(port),
        "token": token,
        "namespace": NAMESPACE,
        "category": CATEGORY,
        "version": _four_numbers(__version__),
    }
    return Template(text).substitute(
        {name: escape(value, {'"': "&quot;"}) for name, value in values.items()}
    )


def _four_numbers(version: str) -> str:
    """0.3.1.dev2 as 0.3.1.0: Excel takes numbers only."""
    numbers = [part for part in version.split(".") if part.isdigit()]
    return ".".join((*numbers, "0", "0", "0", "0")[:4])
