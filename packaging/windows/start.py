"""What the icon does: opens the desk, or checks what was dropped on it.

Runs in the release's own Python. It calls the same command as everyone who types, and shows
what that says; the report opens in the browser when it is there.
"""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_PAGE = ROOT / "开始.html"

#: What `claimcheck validate` calls its report.
REPORTS = "*.核查报告.html"


def main(given: list[str]) -> None:
    """Check what was given; without anything, open the desk."""
    if not given:
        desk = [sys.executable, "-m", "claimcheck", "desk"]
        if subprocess.run(desk, check=False).returncode != 0:
            show(START_PAGE)  # which at least says what there is
        return
    name_window("claimcheck 核查")
    paths = [Path(item).resolve() for item in given]
    print("正在核查，请稍候……\n", flush=True)
    since = time.time()
    command = [sys.executable, "-m", "claimcheck", "validate", *map(str, paths)]
    status = subprocess.run(command, cwd=working_folder(paths[0]), check=False).returncode
    report = newest_report(paths, since)
    if report is not None:
        opened = show(report)
        print(f"\n核查报告{'已在浏览器中打开' if opened else '请双击打开'}：{report}")
    elif status == 2:  # `validate` ends with 2 where nothing could be read
        print("\n没有生成核查报告，原因见上。")
    ask_to_close()


def working_folder(first: Path) -> Path:
    """Where to work: the office's settings are taken from there, beside or above the forms."""
    beside = first if first.is_dir() else first.parent
    for folder in (beside, beside.parent):
        if (folder / "office.toml").is_file():
            return folder
    return beside if beside.is_dir() else ROOT


def newest_report(paths: list[Path], since: float) -> Path | None:
    """The report that was written beside the given files (or into the folders) just now."""
    folders = {folder for path in paths for folder in (path, path.parent) if folder.is_dir()}
    # Some disks keep times in steps of two seconds.
    fresh = [
        (report.stat().st_mtime, report)
        for folder in folders
        for report in folder.glob(REPORTS)
        if report.stat().st_mtime >= since - 2
    ]
    return max(fresh)[1] if fresh else None


def show(page: Path) -> bool:
    """Open a page in the browser that the PC uses; False where that fails."""
    try:
        os.startfile(page)  # noqa: S606 - a page of ours
    except (AttributeError, OSError):
        return False
    return True


def name_window(title: str) -> None:
    """Write what this is into the console's title bar."""
    if hasattr(ctypes, "windll"):
        ctypes.windll.kernel32.SetConsoleTitleW(title)


def ask_to_close() -> None:
    """Leave the messages on the screen until they were read."""
    try:
        input("\n按回车键关闭本窗口。")
    except (EOFError, KeyboardInterrupt):
        return


if __name__ == "__main__":
    main(sys.argv[1:])
