"""Builds the extension file (.oxt) for the Python that runs this."""

import io
import json
import site
import sys
import sysconfig
import zipfile
from pathlib import Path

import claimcheck
from addin.catalogue import CATEGORY, FUNCTIONS
from addin.libreoffice.interface import COMPILED
from claimcheck.writing import write_whole

IDENTIFIER = "org.claimcheck.addin"

_COMPONENT = Path(__file__).with_name("component.py")

# Every part gets the same time, so that the same input gives the same bytes.
_TIME = (2026, 1, 1, 0, 0, 0)

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="interface.rdb"
  manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="component.py"
  manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/>
</manifest:manifest>
"""

_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006"
 xmlns:dep="http://openoffice.org/extensions/description/2006"
 xmlns:office="http://libreoffice.org/extensions/description/2011"
 xmlns:xlink="http://www.w3.org/1999/xlink">
 <identifier value="{identifier}"/>
 <version value="{version}"/>
 <display-name><name lang="zh-CN">就业补贴核算函数（claimcheck）</name></display-name>
 <extension-description>
  <src lang="zh-CN" xlink:href="description.zh-CN.txt"/>
 </extension-description>
 <dependencies>
  <office:LibreOffice-minimal-version value="25.2" dep:name="LibreOffice 25.2"/>
 </dependencies>
</description>
"""

_ABOUT = """在单元格中计算就业补贴：合格人数、补贴金额、不符合的原因。
函数名称以 CC_ 开头，见函数向导中的“就业补贴”类别。
需要本机已安装 claimcheck；更换或升级 Python 后，请重新生成并安装本扩展。
"""


def build(target: Path) -> Path:
    """Write the extension to `target`, whole or not at all; gives `target` back.

    Raises:
        WriteError: the file cannot be written there.
    """
    parts = {
        "META-INF/manifest.xml": _MANIFEST.encode(),
        "description.xml": _DESCRIPTION.format(
            identifier=IDENTIFIER, version=claimcheck.__version__
        ).encode(),
        "description.zh-CN.txt": _ABOUT.encode(),
        "interface.rdb": COMPILED.read_bytes(),
        "component.py": _COMPONENT.read_bytes(),
        "settings.json": json.dumps(settings(), ensure_ascii=False, indent=1).encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return write_whole(target, packed.getvalue(), shared=True)


def settings() -> dict[str, object]:
    """What the component must know without claimcheck: where it is, and its functions."""
    return {
        "version": claimcheck.__version__,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "folders": package_folders(),
        "category": CATEGORY,
        "functions": [
            {
                "key": entry.key,
                "method": entry.method,
                "cell_name": entry.cell_name,
                "description": entry.description,
                "arguments": [
                    {"label": argument.label, "help": argument.help} for argument in entry.arguments
                ],
            }
            for entry in FUNCTIONS
        ],
    }


def version_in(folder: Path) -> list[str]:
    """The versions of claimcheck that made the extensions unpacked below a folder."""
    found = []
    for path in folder.glob("**/settings.json"):
        try:
            made = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(made, dict) and made.get("category") == CATEGORY:
            found.append(str(made.get("version")))
    return found


def package_folders() -> list[str]:
    """Folders in which this Python finds claimcheck and what it needs."""
    paths = sysconfig.get_paths()
    candidates = [paths["purelib"], paths["platlib"], *site.getsitepackages()]
    if site.ENABLE_USER_SITE:
        candidates.append(site.getusersitepackages())
    candidates.append(str(Path(claimcheck.__file__).resolve().parent.parent))
    existing = [folder for folder in candidates if Path(folder).is_dir()]
    return list(dict.fromkeys(existing))
