"""Where settings come from, and which are refused."""

from pathlib import Path

import pytest

from engine.server.settings import KNOBS, Settings, SettingsWrong, is_loopback, load_settings, normal_origin


def test_later_sources_speak_over_earlier_ones(tmp_path: Path) -> None:
    file = tmp_path / "gamectl.toml"
    file.write_text("[serve]\nport = 1\ngrace = 30\ncommand_burst = 50\n")

    settings = load_settings(
        file=file, environ={"GAMECTL_PORT": "2", "GAMECTL_GRACE": "20", "HOME": "/"}, arguments={"port": 3}
    )

    assert (settings.port, settings.grace, settings.command_burst) == (3, 20.0, 50)
    assert settings.heartbeat == Settings().heartbeat


def test_lists_come_as_lists_or_with_commas() -> None:
    settings = load_settings(
        environ={"GAMECTL_ALLOWED_ORIGINS": "https://a.example, https://b.example:443"},
        arguments={"behind_proxy": ["10.0.0.1", "fd00::/8"]},
    )

    assert settings.allowed_origins == ("https://a.example", "https://b.example")
    assert settings.behind_proxy == ("10.0.0.1/32", "fd00::/8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"prot": 1}, "Did you mean port?"),
        ({"zzzzzzzz": 1}, "--settings"),
        ({"port": 65_536}, "between 0 and 65535"),
        ({"port": "many"}, "a whole number"),
        ({"port": 1.5}, "a whole number"),
        ({"port": True}, "a whole number"),
        ({"grace": "nan"}, "between 1 and 3600"),
        ({"insecure_public": "perhaps"}, "true or false"),
        ({"log_level": "loud"}, "one of debug, info, warning, error"),
        ({"allowed_origins": ["https://a.example/path"]}, "is not an origin"),
        ({"allowed_origins": ["null"]}, "is not an origin"),
        ({"behind_proxy": ["proxy"]}, "is not an address"),
        ({"host": "0.0.0.0", "allowed_origins": ["https://a.example"]}, "speaks no TLS"),
        ({"host": "play.example", "insecure_public": True}, "say under which address"),
        ({"host": "0.0.0.0", "behind_proxy": ["10.0.0.1"]}, "say under which address"),
        ({"drain": 60, "drain_hard": 2}, "drain_hard"),
        ({"max_message_bytes": 65_536, "byte_burst": 16_384}, "byte_burst"),
        ({"token_life": 60}, "token_life"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_word_about_it(arguments: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsWrong) as refused:
        load_settings(arguments=arguments)

    assert told in str(refused.value)


@pytest.mark.parametrize(
    "arguments",
    [
        {"host": "0.0.0.0", "behind_proxy": ["10.0.0.1"], "allowed_origins": ["https://a.example"]},
        {"host": "::", "insecure_public": True, "allowed_origins": ["http://a.example:8080"]},
        {"host": "::1"},
        {"host": "127.9.9.9"},
    ],
)
def test_what_is_safe_is_accepted(arguments: dict[str, object]) -> None:
    assert load_settings(arguments=arguments).host == arguments["host"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[serve\n", "not valid TOML"),
        ("[serve]\nprot = 1\n", "Did you mean port?"),
        ("port = 1\n", "Put it below a line [serve]"),
        ("serve = 1\n", "must be a table"),
        ("[serve]\nport = [1]\n", "a whole number"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "gamectl.toml"
    file.write_text(text)

    with pytest.raises(SettingsWrong) as refused:
        load_settings(file=file)

    assert told in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="There is no settings file"):
        load_settings(file=tmp_path / "none.toml")


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(SettingsWrong, match="GAMECTL_PROT"):
        load_settings(environ={"GAMECTL_PROT": "1"})


def test_every_default_lies_within_its_own_bounds() -> None:
    outside = [
        name
        for name, knob in KNOBS.items()
        if knob.metadata["low"] is not None
        and not knob.metadata["low"] <= knob.default <= knob.metadata["high"]
    ]

    assert outside == []
    assert all(knob.metadata["about"] for knob in KNOBS.values())


def test_every_setting_that_is_no_number_says_what_it_is_in_its_refusal() -> None:
    numbers = {name for name, knob in KNOBS.items() if type(knob.default) in (int, float)}

    assert {name for name, knob in KNOBS.items() if knob.metadata["low"] is not None} == numbers


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://a.example", "https://a.example"),
        ("HTTPS://A.Example:443/", "https://a.example"),
        ("http://a.example:443", "http://a.example:443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://a.example.", None),
        ("https://user@a.example", None),
        ("https://a.example/x", None),
        ("https://a.example?x", None),
        ("ftp://a.example", None),
        ("a.example", None),
        ("https://", None),
        ("https://a.example:99999", None),
        ("", None),
    ],
)
def test_origins_have_one_form(text: str, origin: str | None) -> None:
    assert normal_origin(text) == origin


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("a.example", False)],
)
def test_which_hosts_are_this_machine_only(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
