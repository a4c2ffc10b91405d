"""What only we can reach is not of the internet, by whatever address it is named."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.addresses import is_public

INSIDE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *(
        "100.64.0.1",
        "192.0.0.1",
        "192.0.0.9",
        "192.0.0.170",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
    ),
    *("192.88.99.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255"),
]
OUTSIDE = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "151.101.1.1", "172.32.0.1", "192.0.1.1", "100.128.0.1"]


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("written", ["{}", "::ffff:{}", "64:ff9b::{}", "::{}", "64:ff9b:1::{}", "::ffff:0:{}"])
def test_inside(address: str, written: str) -> None:
    """As it is and carried in IPv6: mapped, by NAT64, compatible, translated."""
    assert not is_public(written.format(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside(address: str) -> None:
    """By NAT64, too: where there is IPv6 only, everything is reached so."""
    assert is_public(address)
    assert is_public(f"::ffff:{address}")
    assert is_public(f"64:ff9b::{address}")


@pytest.mark.parametrize(
    "address",
    [
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "feff::1", "fc00::1", "fd12:3456::1", "ff02::1"),
        *("2002:7f00:1::", "2002:a01:203::1", "2002:808:808::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
        *("2001:db8::1", "2001:10::1", "3fff::1", "5f00::1", "100::1", "64:ff9b:1::1", "4000::1", "::1.2.3.4"),
        *("", "localhost", "1.2.3", "0x7f.1", "2130706433", "1.2.3.4:80", "[::1]", "127.1"),
    ],
)
def test_special_ipv6_and_what_is_no_address(address: str) -> None:
    """Link-local, site-local, 6to4, Teredo, documentation, not given out; a name has to be looked up first."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2620:fe::fe"])
def test_hosts_of_the_internet(address: str) -> None:
    """In IPv6, as they are."""
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_who_is_carried_is_who_is_reached(address: ipaddress.IPv4Address) -> None:
    """An IPv6 address that carries an IPv4 one is as public as that, or not at all."""
    plain = is_public(str(address))
    assert not plain or address.is_global
    assert is_public(f"::ffff:{address}") == is_public(f"64:ff9b::{address}") == plain
    for carrier in (
        f"::{address}",
        f"64:ff9b:1::{address}",
        str(ipaddress.IPv6Address((0x2002 << 112) | int(address) << 80)),
    ):
        assert not is_public(carrier)


@given(st.ip_addresses(v=6))
def test_nothing_is_public_that_python_calls_private(address: ipaddress.IPv6Address) -> None:
    """We are the stricter ones, but for what carries IPv4."""
    if is_public(str(address)) and address.ipv4_mapped is None:
        assert address.is_global
        assert address in ipaddress.ip_network("2000::/3") or address in ipaddress.ip_network("64:ff9b::/96")
