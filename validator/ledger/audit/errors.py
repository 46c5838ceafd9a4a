"""What can go wrong when supervisors' decisions are read or stored."""

from claimcheck.errors import ClaimcheckError


class SupervisionError(ClaimcheckError):
    """Raised when a decision cannot be read, stored or written out; the text is Chinese."""


class BrokenTrailError(SupervisionError):
    """Raised when the audit trail has been changed, so that nothing more is added to it."""
