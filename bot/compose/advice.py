"""Says to the operator why a server or an address cannot be used, and what to do about it."""

import errno
import os
import socket
from collections.abc import Mapping

from bot.domain.errors import Code, Obstacle, ServiceError
from bot.environment import PREFIX

LEAST_FREE_PORT = 1024  # those below are for root, on most systems

OBSTACLE_ADVICE: Mapping[Obstacle, str] = {
    Obstacle.NAME: (
        "no server has that name: is it written right, and does this machine look names up (DNS)? Where everything "
        f"goes by a proxy, set {PREFIX}ACEDATA_PROXY"
    ),
    Obstacle.CERTIFICATE: (
        "its certificate is not accepted here: set this machine's clock by NTP, and bring its certificates up to "
        "date (ca-certificates)"
    ),
    Obstacle.TLS: "it does not speak TLS there: https:// is for servers that do",
    Obstacle.PROXY: (
        f"there is no way by {PREFIX}ACEDATA_PROXY: does it run, are its address and password right, and may it go "
        "there?"
    ),
    Obstacle.UNREACHED: (
        "nothing answers there: look at this machine's network and firewall, and at "
        f"{PREFIX}ACEDATA_PROXY where it is set"
    ),
}
SERVICE_ADVICE: Mapping[Code, str] = {
    Code.UNAUTHORIZED: f"it does not accept {PREFIX}ACEDATA_TOKEN: copy it again from the console",
    Code.UNAVAILABLE: "it fails: ask again in a while; is that the API's address?",
    Code.TIMED_OUT: "it does not answer in time: ask again in a while; is that the API's address?",
    Code.TOO_MANY: "it is asked too much: ask again in a while; does something else use the same token?",
    Code.OUT_OF_CREDIT: "the account is out of credit: top it up in the console",
}
ANOTHER_SERVICE = (
    "something answers there, but not as the image API does: is that the API's address, and has the account the "
    "Midjourney service?"
)


def service_fault(url: str, error: ServiceError) -> str:
    """Why nothing comes of the image API, in one line."""
    return f"Image API: {PREFIX}ACEDATA_BASE_URL {url}: {service_advice(error)}"


def service_advice(error: ServiceError) -> str:
    """Behind an address of the vendor; with its own words, where it has said something."""
    if error.obstacle is not None:
        return OBSTACLE_ADVICE[error.obstacle]
    said = f" ({error.message})" if error.message else ""
    return SERVICE_ADVICE.get(error.code, ANOTHER_SERVICE) + said


def listening_fault(names: str, host: str, port: int, error: OSError) -> str:
    """Why we cannot listen there. `names`: what an operator sets the address by."""
    return f"{names}: cannot listen on {host}:{port}: {listening_advice(port, error)}"


def listening_advice(port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return (
            "this machine has no such address: 127.0.0.1 is for this machine alone, 0.0.0.0 for all that reach it"
        )
    if error.errno == errno.EADDRINUSE:
        return "something listens there already: stop it, or take another port"
    if error.errno in {errno.EACCES, errno.EPERM} and port < LEAST_FREE_PORT:
        return f"ports below {LEAST_FREE_PORT} are for root: take another, and let a proxy listen there"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"{reason}: take another address or port"
