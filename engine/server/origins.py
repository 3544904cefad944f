"""Who asks: the web page that a request comes from, and the address of the client behind our proxies."""

import ipaddress
from collections.abc import Iterable
from typing import Final

from engine.server.settings import is_loopback, normal_origin

_LOOPBACK_HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")


def own_origins(host: str, port: int) -> frozenset[str]:
    """The origins under which a page of this server itself is opened.

    Taken from where we listen, never from a header: a page of somebody else's that points its name at us
    would send its own name there. A server that listens on every address knows none, and relies on the
    list.
    """
    if is_loopback(host):
        hosts: Iterable[str] = _LOOPBACK_HOSTS
    else:
        try:
            unspecified = ipaddress.ip_address(host).is_unspecified
        except ValueError:
            unspecified = False
        hosts = () if unspecified else (f"[{host}]" if ":" in host else host,)
    origins = (normal_origin(f"http://{name}:{port}") for name in hosts)
    return frozenset(origin for origin in origins if origin is not None)


def origin_allowed(origin: str | None, allowed: frozenset[str]) -> bool:
    """Say whether a page of this origin may use us. No origin is no page: the ticket or token decides then.

    Compared letter for letter with what browsers send: no case folding, no trailing dot, never `null`.
    """
    return origin is None or origin in allowed


class Proxies:
    """The proxies that we believe when they say whom a request comes from."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = tuple(ipaddress.ip_network(network) for network in networks)

    def trusts(self, address: str) -> bool:
        """Say whether this address is one of ours."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        return any(parsed in network for network in self._networks)

    def client(self, peer: str, forwarded: Iterable[str]) -> str:
        """The client's address: the last one of `X-Forwarded-For` that is no proxy of ours.

        `forwarded` are the values of that header. They count only when the peer is a proxy; whatever is no
        address ends the search, since nobody of ours wrote it.
        """
        if not self.trusts(peer):
            return peer
        seen = peer
        hops = [hop.strip() for value in forwarded for hop in value.split(",")]
        for hop in reversed(hops):
            try:
                parsed = ipaddress.ip_address(hop)
            except ValueError:
                return seen
            seen = str(parsed)
            if not self.trusts(seen):
                return seen
        return seen
