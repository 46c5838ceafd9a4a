"""A TLS certificate for this machine alone.

Excel loads add-ins over HTTPS only, also from the own machine. So a small authority is
made here, which may vouch for `localhost` and nothing else (name constraints), signs one
certificate, and is forgotten: its private key is never written down. Whoever trusts the
authority thus trusts this one certificate, and nobody can make another.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from claimcheck.local_service import ADDRESS

HOST = "localhost"

#: macOS refuses certificates that hold longer than 825 days.
_LIFE = timedelta(days=800)
_AUTHORITY = "claimcheck 本机证书（仅限 localhost）"


@dataclass(frozen=True)
class Certificate:
    """What is written down, all PEM."""

    authority: bytes  #: to be trusted by the user
    chain: bytes  #: what the server shows
    key: bytes  #: the server's private key


def make_certificate(now: datetime | None = None) -> Certificate:
    """Make an authority and the server's certificate, valid from the day before `now`."""
    start = (now or datetime.now(UTC)) - timedelta(days=1)
    authority_key, key = _new_key(), _new_key()
    authority_name = _name(_AUTHORITY)
    authority = (
        _builder(authority_name, authority_name, authority_key, start)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.NameConstraints(
                permitted_subtrees=[
                    x509.DNSName(HOST),
                    x509.IPAddress(IPv4Network(f"{ADDRESS}/32")),
                ],
                excluded_subtrees=None,
            ),
            critical=True,
        )
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(_identifier(authority_key), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    server = (
        _builder(_name(HOST), authority_name, key, start)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(IPv4Address(ADDRESS))]),
            critical=False,
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(_identifier(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    shown = authority.public_bytes(serialization.Encoding.PEM)
    return Certificate(
        authority=shown,
        chain=server.public_bytes(serialization.Encoding.PEM) + shown,
        key=key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def valid_until(chain: bytes) -> datetime | None:
    """When a certificate ends (UTC); None where the text holds none."""
    try:
        return x509.load_pem_x509_certificate(chain).not_valid_after_utc
    except ValueError:
        return None


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, start: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + _LIFE)
    )


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _identifier(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
