from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv4Network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from addin.officejs.certificate import Certificate, make_certificate, valid_until


@pytest.fixture(scope="module")
def made() -> Certificate:
    return make_certificate(datetime(2026, 6, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def authority(made: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(made.authority)


@pytest.fixture(scope="module")
def shown(made: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificates(made.chain)[0]


def test_the_authority_can_vouch_for_this_machine_only(authority: x509.Certificate) -> None:
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert limits.value.permitted_subtrees == [
        x509.DNSName("localhost"),
        x509.IPAddress(IPv4Network("127.0.0.1/32")),
    ]


def test_the_private_key_that_is_kept_is_not_the_authoritys(
    made: Certificate, authority: x509.Certificate, shown: x509.Certificate
) -> None:
    kept = load_pem_private_key(made.key, None).public_key()
    assert kept == shown.public_key()
    assert kept != authority.public_key()


def test_the_certificate_is_signed_by_the_authority_and_names_this_machine(
    authority: x509.Certificate, shown: x509.Certificate
) -> None:
    shown.verify_directly_issued_by(authority)
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [IPv4Address("127.0.0.1")]


def test_it_ends_within_the_days_that_macos_allows(shown: x509.Certificate) -> None:
    assert (shown.not_valid_after_utc - shown.not_valid_before_utc).days <= 825


def test_each_one_is_new() -> None:
    assert make_certificate().key != make_certificate().key


def test_when_it_ends_is_read_back(made: Certificate) -> None:
    ends = valid_until(made.chain)
    assert ends is not None
    assert ends > datetime(2028, 1, 1, tzinfo=UTC)
    assert valid_until(b"damaged") is None
