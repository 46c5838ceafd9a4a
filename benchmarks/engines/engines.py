"""The engines: what each is, how it is fetched, and how it calculates a workbook."""

import atexit
import json
import re
import shutil
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from benchmarks.engines.asking import Answering, output
from benchmarks.engines.supplied import without_ranges
from benchmarks.engines.workbook import Filled, Place, Value, comparable, values, write_plain
from tests.libreoffice import LibreOffice, program

_HERE = Path(__file__).parent
#: HyperFormula reads no number such as 9E+15
_POWER = re.compile(r'"[^"]*"|(?<![\w.])([0-9]+)E\+?([0-9]+)')


class Engine(Protocol):
    """Something that calculates a workbook's formulas."""

    name: str

    def version(self) -> str:
        """Its version, fetching it first where need be; an error where it cannot be had."""

    def calculate(self, path: Path, filled: Filled) -> Mapping[Place, Value]:
        """The values of the cells with formulas; a missing one is empty."""


@dataclass
class Calc:
    """LibreOffice without a window: the reference."""

    folder: Path
    limit: float  #: seconds for a workbook
    name: str = "LibreOffice"

    def version(self) -> str:
        """As it says itself."""
        soffice = program("soffice")
        return output([str(soffice), "--version"]).split()[1] if soffice else ""

    def calculate(self, path: Path, filled: Filled) -> Mapping[Place, Value]:  # noqa: ARG002
        """Recalculates hard, saves, and reads what was saved."""
        copy = LibreOffice(self.folder / "libreoffice", timeout=self.limit).recalculate(path)
        try:
            return values(copy)
        finally:
            shutil.rmtree(copy.parent)


@dataclass
class Gnumeric:
    """Gnumeric's converter, which recalculates."""

    folder: Path
    limit: float
    name: str = "Gnumeric"

    def version(self) -> str:
        """As it says itself."""
        found = re.search(r"'([0-9.]+)'", output(["ssconvert", "--version"]))
        return found[1] if found else "?"

    def calculate(self, path: Path, filled: Filled) -> Mapping[Place, Value]:  # noqa: ARG002
        """Converts to another workbook, and reads that."""
        copy = self.folder / "gnumeric.xlsx"
        output(["ssconvert", "--recalc", str(path), str(copy)], limit=self.limit)
        return values(copy)


@dataclass
class HyperFormula:
    """HyperFormula under node, with the settings that its guide gives for Excel's ways."""

    folder: Path
    limit: float
    name: str = "HyperFormula"

    def version(self) -> str:
        """Installs the package that `package.json` names."""
        asked = (_HERE / "package.json").read_text("utf-8")
        held = self.folder / "package.json"
        if not held.exists() or held.read_text("utf-8") != asked:
            self.folder.mkdir(parents=True, exist_ok=True)
            held.write_text(asked, "utf-8")
            output(["npm", "install", "--no-audit", "--no-fund"], self.folder)
        package = self.folder / "node_modules" / "hyperformula" / "package.json"
        return str(json.loads(package.read_text("utf-8"))["version"])

    def calculate(self, path: Path, filled: Filled) -> Mapping[Place, Value]:  # noqa: ARG002
        """Hands over all cells; it does not read workbooks."""
        request = {"sheets": _sheets(filled), "names": filled.names}
        script = ["node", str(_HERE / "hyperformula.mjs")]
        answer = _ask(script, request, self.folder, self.limit)
        return {
            (sheet, row, column): comparable(value)
            for sheet, rows in answer.items()
            for row, cells in enumerate(rows, start=1)
            for column, value in enumerate(cells, start=1)
        }


@dataclass
class PythonPackage:
    """An engine that is a Python package, in an environment of its own."""

    folder: Path
    limit: float
    package: str
    name: str

    def version(self) -> str:
        """Makes the environment that `requirements.txt` asks for."""
        asked = (_HERE / "requirements.txt").read_text("utf-8")
        held = self.folder / "requirements.txt"
        if not held.exists() or held.read_text("utf-8") != asked:
            venv.create(self.folder / "environment", with_pip=True, clear=True)
            source = str(_HERE / "requirements.txt")
            output([self._python, "-m", "pip", "install", "--quiet", "-r", source])
            held.write_text(asked, "utf-8")
        say = f"from importlib.metadata import version; print(version({self.package!r}))"
        return output([self._python, "-c", say]).strip()

    def calculate(self, path: Path, filled: Filled) -> Mapping[Place, Value]:
        """Hands over a copy with nothing but cells, and asks for those with formulas."""
        wanted = list(filled.formulas)
        copy = self.folder / f"plain-{path.stem}.xlsx"
        write_plain(filled, copy)
        request = {"workbook": str(copy.resolve()), "wanted": wanted}
        try:
            answer = self._running.ask(request, self.limit)
        finally:
            copy.unlink()
        return dict(zip(wanted, map(comparable, answer), strict=True))

    @cached_property
    def _running(self) -> Answering:
        running = Answering([self._python, str(_HERE / "in_python.py"), self.package])
        atexit.register(running.end)
        return running

    @property
    def _python(self) -> str:
        scripts = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
        return str(self.folder / "environment" / scripts)


def others(folder: Path, limit: float) -> list[Engine]:
    """The engines that are held against LibreOffice."""
    packages = {"formulon": "Formulon", "ironcalc": "IronCalc", "formualizer": "Formualizer"}
    return [
        Gnumeric(folder, limit),
        HyperFormula(folder, limit),
        *(PythonPackage(folder, limit, package, name) for package, name in packages.items()),
    ]


def _sheets(filled: Filled) -> dict[str, list[list[Any]]]:
    """All cells, row by row, as HyperFormula reads them."""
    found: dict[str, list[list[Any]]] = {sheet: [] for sheet in filled.sheets}

    def put(place: Place, content: Any) -> None:
        sheet, row, column = place
        rows = found[sheet]
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        rows[row - 1][column - 1] = content

    for place, entry in filled.entries.items():
        # An apostrophe keeps the text 0012 from becoming the number 12.
        put(place, f"'{entry}" if isinstance(entry, str) else entry)
    for place, formula in filled.formulas.items():
        text = without_ranges(_POWER.sub(_written_out, formula.text))
        put(place, f"=ARRAYFORMULA({text[1:]})" if formula.array else text)
    return found


def _written_out(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[0]
    # Beyond 15 digits no number is exact; as a bound it only has to be large.
    return found[1] + "0" * min(int(found[2]), 15)


def _ask(command: list[str], request: Any, folder: Path, limit: float) -> Any:
    """Hand a request to a script in a file, and read the answer from another."""
    asked, answered = folder / "request.json", folder / "answer.json"
    asked.write_text(json.dumps(request), "utf-8")
    output([*command, str(asked.resolve()), str(answered.resolve())], folder, limit)
    return json.loads(answered.read_text("utf-8"))
