"""Which pages may use the server, and whom we believe about addresses."""

import pytest

from engine.server.origins import Proxies, origin_allowed, own_origins

ALLOWED = own_origins("127.0.0.1", 8080) | {"https://play.example"}


@pytest.mark.parametrize(
    "origin",
    [None, "http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "https://play.example"],
)
def test_own_and_listed_origins_are_allowed(origin: str | None) -> None:
    assert origin_allowed(origin, ALLOWED)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "NULL",
        "*",
        "https://play.example.",
        "https://play.example.evil.example",
        "https://evilplay.example",
        "https://play.example:444",
        "https://play.example:443",
        "http://play.example",
        "https://PLAY.example",
        "HTTPS://play.example",
        "https://play.example/",
        "https://play.example/x",
        "https://play.example ",
        " https://play.example",
        "https://user@play.example",
        "https://play.example@evil.example",
        "https://play.example#",
        "https://play.example?",
        "https://sub.play.example",
        "https://play",
        "wss://play.example",
        "file://",
        "chrome-extension://play.example",
        "http://127.0.0.1",
        "http://127.0.0.1:80",
        "http://127.0.0.1:8081",
        "https://127.0.0.1:8080",
        "http://127.0.0.2:8080",
        "http://127.1:8080",
        "http://0.0.0.0:8080",
        "http://2130706433:8080",
        "http://LOCALHOST:8080",
        "http://localhost.:8080",
        "http://localhost:8080.evil.example",
        "http://localhost.evil.example:8080",
        "http://[::ffff:127.0.0.1]:8080",
        "http://localhost:8080, https://play.example",
        "http://xn--lclhost-r1a.example:8080",
    ],
)
def test_everything_else_is_refused(origin: str) -> None:
    assert not origin_allowed(origin, ALLOWED)


def test_a_server_on_every_address_knows_no_origin_of_its_own() -> None:
    assert own_origins("0.0.0.0", 80) == own_origins("::", 80) == frozenset()
    assert own_origins("192.0.2.7", 80) == {"http://192.0.2.7"}


PROXIES = Proxies(["10.0.0.0/8", "fd00::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.9"], "192.0.2.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["203.0.113.5, 198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["203.0.113.5", "198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["198.51.100.9, 10.0.0.2"], "198.51.100.9"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["evil, 198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["198.51.100.9, evil"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", ["127.0.0.1"], "127.0.0.1"),
        ("fd00::1", ["198.51.100.9"], "198.51.100.9"),
        ("fd00::2", ["198.51.100.9"], "fd00::2"),
        ("::ffff:10.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        ("", ["198.51.100.9"], ""),
    ],
)
def test_only_our_proxies_are_believed_about_addresses(peer: str, forwarded: list[str], client: str) -> None:
    assert PROXIES.client(peer, forwarded) == client
