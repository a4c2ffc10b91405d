"""Which IP addresses are of the internet, and which lead to what only we can reach."""

import ipaddress

# Prefixes whose addresses stand for an IPv4 one in their last 32 bits: mapped (RFC 4291), NAT64 (RFC 6052).
CARRIERS = tuple(map(ipaddress.IPv6Network, ("::ffff:0:0/96", "64:ff9b::/96")))
UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is given out (IANA, IPv6 address space)
# What Python's `is_global` lets through, by its version: IANA's registries of special addresses, RFC 7526 for 6to4.
INSIDE = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16"),
    )
)


def is_public(address: str) -> bool:
    """Whether it is one host of the internet. An address that carries another is what the other is."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in net for net in CARRIERS):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found not in UNICAST:
            return False
    special = found.is_multicast or found.is_reserved or any(found in net for net in INSIDE)
    return found.is_global and not special
