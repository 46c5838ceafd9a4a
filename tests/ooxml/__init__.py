"""What Excel would find wrong with a workbook file, found without Excel.

    from tests.ooxml import faults
    assert faults(path) == []

Excel opens a package that breaks one of these rules with "we found a problem with some
content", or not at all; LibreOffice and openpyxl are more forgiving and notice nothing.
The rules are those of ECMA-376 and of Excel's published limits.
"""

import zipfile
from pathlib import Path

from tests.ooxml import sheets, styles, workbook
from tests.ooxml.package import Package, package_faults


def faults(path: Path) -> list[str]:
    """Everything that is wrong with an .xlsx, .xlsm or .xlam; nothing where it is valid."""
    try:
        with zipfile.ZipFile(path) as archive:
            package = Package.read(archive, path.suffix.lower())
    except zipfile.BadZipFile as error:
        return [f"not a zip: {error}"]
    found = package_faults(package)
    if found:
        # The parts cannot be trusted to be what they seem.
        return found
    formats = styles.read(package)
    found += styles.style_faults(package)
    found += workbook.workbook_faults(package)
    for name, part in workbook.worksheets(package).items():
        found += [f"{name}: {fault}" for fault in sheets.sheet_faults(package, part, formats)]
    return found
