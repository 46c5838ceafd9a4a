"""VBA for Excel on Windows: made on the spot, from the installed xlwings and the catalogue.

Nothing made here is part of the package: the VBA of xlwings is not ours to hand on.
"""

from addin.vba.files import make_xlam, make_xlsm

__all__ = ["make_xlam", "make_xlsm"]
