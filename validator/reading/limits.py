"""How much a file may hold. Beyond these a file is refused with a message, never tried.

What reading may cost in memory and time stands in `validator.common.workers.limits`.
"""

#: A workbook of a million payments has about 70 MB.
FILE_BYTES = 300_000_000

#: All parts of a package, unpacked, and how many there may be. 600,000 payments have 400 MB.
UNPACKED_BYTES = 1_000_000_000
PARTS = 20_000

#: A part of this size that was packed to less than one part in `RATIO` holds no table.
SUSPICIOUS_BYTES = 100_000_000
RATIO = 400

#: The rectangle that a sheet spans, from its first used cell to its last. The reader needs
#: memory for the whole rectangle, so that one stray cell far out can take all there is.
SPANNED_CELLS = 60_000_000

#: The texts of all cells of a sheet, one that many cells name counted for each of them. Reading
#: takes three to four times as much. A million payments have about 120 MB.
TEXT_BYTES = 400_000_000

#: Defined names, formats of cells (Excel has room for 65,490), comments.
NAMES, FORMATS, COMMENTS = 500_000, 500_000, 1_000_000

#: Cells that the parser may have to go through, which takes it a second for a million.
PARSED_CELLS = 8_000_000

#: Rows to which the texts of merged cells are given, all of a sheet's merged cells together:
#: overlapping ones can make billions of them.
SPREAD_CELLS = 1_000_000

#: Sheets of one workbook.
SHEETS = 1_000

#: No sheet of Excel has more rows and columns than these.
ROWS, COLUMNS = 1_048_576, 16_384

#: Sheets above this are trusted to span what they say; searching them would take seconds.
SEARCHED_BYTES = 4_000_000

#: More sheets than this are not looked through for one without a known name.
SHEETS_SEARCHED = 40
