"""`python -m claimcheck` does what the command `claimcheck` does."""

from claimcheck.cli import main

main(prog_name="claimcheck")
