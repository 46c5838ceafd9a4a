"""The numbers that slots of payments are made of (see `slots`)."""

from datetime import date

#: A slot is ((person × DAYS + day) × RANKS + rank) × ROWS + row of the payment: exact as a
#: number for 90,000 payments: a person is the place of the first payment to that person.
DAYS, RANKS, ROWS = 30_000, 32, 100_000
PERSON = DAYS * RANKS * ROWS
#: the day from which days are counted (1980-01-01 as a serial number), and its month
DAY_0, MONTH_0 = 29_221, 1980 * 12 + 1
#: Payments before or after these have no slot: they are far from every policy. As a slot, one
#: would fall among those of others.
PAID_FROM, PAID_TO = date(1981, 1, 1), date(2061, 12, 31)
#: above every month that a slot can have, counted from `MONTH_0`
MONTHS = 1_000
#: stands for the month of a refund that these formulas cannot find
UNKNOWN_MONTH = 9_999
#: A refund looks at so many slots above it. A range up to the first slot, in every row, would
#: make LibreOffice look through all of them at every change.
LOOK_BACK = 60
#: sorts behind every slot
BEHIND = "9000000000000000"
