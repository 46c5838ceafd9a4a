"""What the local service keeps between runs: certificate, key and token, in one folder.

The token stands in the manifest that the user gives to Excel, and nowhere else but here:
another web page that is open on the machine does not know it.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from addin.officejs.certificate import make_certificate, valid_until
from addin.officejs.manifest import manifest
from claimcheck.writing import cannot_write, make_folder, write_whole

#: A certificate that ends sooner than this is made anew, before Excel refuses it.
_SPARE = timedelta(days=7)


@dataclass(frozen=True)
class Home:
    """The files of the local service."""

    folder: Path

    @property
    def authority(self) -> Path:
        """What the user has to trust. Windows opens a file of this name by double click."""
        return self.folder / "claimcheck-localhost.crt"

    @property
    def chain(self) -> Path:
        """The certificate that the server shows."""
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        """The server's private key."""
        return self.folder / "server.key"

    @property
    def token_file(self) -> Path:
        """What a call must show."""
        return self.folder / "token"

    @property
    def manifest(self) -> Path:
        """What Excel is given."""
        return self.folder / "manifest.xml"

    def token(self) -> str:
        """What a call must show. Raises OSError where there is none yet."""
        return self.token_file.read_text("ascii").strip()

    def valid_until(self) -> datetime | None:
        """When the certificate ends; None where there is none."""
        try:
            return valid_until(self.chain.read_bytes())
        except OSError:
            return None


def default_home() -> Home:
    """The service's folder of this user."""
    from platformdirs import user_data_path

    return Home(user_data_path("claimcheck", appauthor=False) / "officejs")


def prepare(home: Home, port: int, now: datetime | None = None) -> bool:
    """Make what is missing or too old, and write the manifest for this port.

    Returns:
        Whether there is a new certificate, which the user has to trust.

    Raises:
        WriteError: the folder cannot be written to.
    """
    make_folder(home.folder)
    now = now or datetime.now(UTC)
    ends = home.valid_until()
    renewed = ends is None or ends < now + _SPARE or not _complete(home)
    if renewed:
        made = make_certificate(now)
        # If this run is broken off, the next one must not find a key beside a strange chain.
        _remove(home.chain)
        write_whole(home.key, made.key)
        write_whole(home.chain, made.chain)
        write_whole(home.authority, made.authority)
    if not home.token_file.exists():
        write_whole(home.token_file, secrets.token_urlsafe(32).encode())
    write_whole(home.manifest, manifest(port, home.token()).encode())
    return renewed


def _complete(home: Home) -> bool:
    return home.key.exists() and home.authority.exists()


def _remove(target: Path) -> None:
    try:
        target.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from error
