"""A run whose workbooks are checked on other machines; here only what hangs together is found.

Most workbooks have nothing to do with each other. Each is checked alone where it was sent, and
comes back as findings and sums, in which numbers of persons are hidden, and as *keys*: keyed
hashes of what it might share with others (`keys`). Here the keys tell which workbooks hang
together (`groups`); these, and those of which the ledger or a list of the office knows
something, are checked once more, a group at a time on one machine, by the same code. So the
result is that of one machine (`here`).
"""
