"""`packaging/build` calls this in the build's own environment."""

import argparse
import hashlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from windows_release import archive, installer, tree
from windows_release.places import REPOSITORY

_MEGABYTE = 1_000_000
LARGEST_SETUP = 120 * _MEGABYTE
LARGEST_TREE = 400 * _MEGABYTE


def main() -> None:
    """Build everything into one folder."""
    call = argparse.ArgumentParser(prog="packaging/build", description=__doc__)
    call.add_argument("--work", type=Path, required=True)
    call.add_argument("--out", type=Path, required=True)
    wanted = call.parse_args()
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])
    version = own_version()

    root = empty(wanted.work / "tree")
    out = wanted.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    time = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    inside = tree.lay_out(root, empty(wanted.work / "parts"), version, time)
    archive.fix_times(root, epoch)

    setup = out / f"claimcheck-{version}-setup.exe"
    portable = out / f"claimcheck-{version}-portable.zip"
    components = out / f"claimcheck-{version}-components.cdx.json"
    installer.build_setup(root, setup, empty(wanted.work / "nsis"), version, epoch)
    archive.write_zip(root, portable, f"claimcheck-{version}", epoch)
    shutil.copyfile(root / "许可" / components.name.split("-")[-1], components)
    write_checksums(out / "SHA256SUMS", [setup, portable, components])

    size = sum(path.stat().st_size for path in archive.files_below(root))
    print(f"{len(inside)} parts, {size / _MEGABYTE:.0f} MB when installed")
    print((out / "SHA256SUMS").read_text(encoding="utf-8"), end="")
    for path, limit in ((setup, LARGEST_SETUP), (root, LARGEST_TREE)):
        found = path.stat().st_size if path.is_file() else size
        print(f"{path.name}: {found / _MEGABYTE:.1f} MB of {limit / _MEGABYTE:.0f}")
        if found > limit:
            raise SystemExit(f"{path.name} is larger than an office can be asked to take")


def own_version() -> str:
    """The version of claimcheck in this checkout."""
    about: dict[str, str] = {}
    for line in (REPOSITORY / "claimcheck" / "__init__.py").read_text("utf-8").splitlines():
        name, _, value = line.partition(" = ")
        about[name] = value.strip('"')
    return about["__version__"]


def write_checksums(target: Path, files: list[Path]) -> None:
    """Write the hashes in the form that `sha256sum --check` reads."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    target.write_text("".join(lines), encoding="utf-8")


def empty(folder: Path) -> Path:
    """The folder, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder.resolve()


main()
