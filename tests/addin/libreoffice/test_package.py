import ast
import json
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import claimcheck
from addin.catalogue import FUNCTIONS
from addin.libreoffice import package
from claimcheck.writing import WriteError


def test_the_manifest_names_parts_that_are_there(addin_package: Path) -> None:
    with zipfile.ZipFile(addin_package) as archive:
        manifest = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))  # noqa: S314 - our own file
        attribute = "{http://openoffice.org/2001/manifest}full-path"
        named = {entry.get(attribute) for entry in manifest}
        assert named == {"interface.rdb", "component.py"}
        assert named <= set(archive.namelist())


def test_the_description_is_xml_with_this_version(addin_package: Path) -> None:
    with zipfile.ZipFile(addin_package) as archive:
        description = ElementTree.fromstring(archive.read("description.xml"))  # noqa: S314 - our own file
    version = description.find("{http://openoffice.org/extensions/description/2006}version")
    assert version is not None
    assert version.get("value") == claimcheck.__version__


def test_it_knows_every_function_without_claimcheck(addin_package: Path) -> None:
    with zipfile.ZipFile(addin_package) as archive:
        settings = json.loads(archive.read("settings.json"))
    assert [entry["cell_name"] for entry in settings["functions"]] == [
        function.cell_name for function in FUNCTIONS
    ]
    assert settings["python"] == f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert settings["folders"]


def test_the_component_imports_nothing_of_ours_at_the_top() -> None:
    tree = ast.parse(Path(package.__file__).with_name("component.py").read_text(encoding="utf-8"))
    modules = {
        name.split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }
    assert not modules & {"claimcheck", "addin", "polars"}


def test_the_same_tree_gives_the_same_file(tmp_path: Path, addin_package: Path) -> None:
    again = package.build(tmp_path / "again.oxt")
    assert again.read_bytes() == addin_package.read_bytes()


def test_where_it_cannot_be_written_a_plain_message_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="占着这个位置"):
        package.build(tmp_path / "file" / "claimcheck.oxt")


def test_an_unpacked_extension_tells_its_version(tmp_path: Path, addin_package: Path) -> None:
    with zipfile.ZipFile(addin_package) as archive:
        archive.extractall(tmp_path / "cache" / "claimcheck.oxt")
    assert package.version_in(tmp_path) == [claimcheck.__version__]
