"""Plain scalars: what is taken is what every reader of YAML takes."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compiler.scalars import Trouble, resolve

CORE_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
CORE_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def in_1_1(text: str) -> Any:
    """What PyYAML makes of it: YAML 1.1, as most tools of that age."""
    return yaml.safe_load(text)


def in_1_2(text: str) -> Any:
    """What the core schema of YAML 1.2 makes of it, written down once more and slowly."""
    if text in CORE_WORDS:
        return CORE_WORDS[text]
    if re.match(r"[-+]?[0-9]+\Z", text):
        return int(text)
    if re.match(r"0o[0-7]+\Z", text):
        return int(text[2:], 8)
    if re.match(r"0x[0-9a-fA-F]+\Z", text):
        return int(text, 16)
    return float(text) if CORE_FLOAT.match(text) else text


def is_one_plain_scalar(text: str) -> bool:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError):
        return False
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value == text


ODD = [
    "0x1F",
    "-0x1F",
    "+0xf",
    "0x_1",
    "0o7",
    "-0o7",
    "0b1",
    "1_0",
    "+.5",
    "-.5e+1",
    ".1_0",
    "1._",
    "1_.5e+3",
    "1:2.5_",
]
PLAIN = st.one_of(
    st.sampled_from(ODD),
    st.text("0123456789+-._:eExXobabcdfnNyYsS", min_size=1, max_size=8),
    st.from_regex(r"\A[-+]?[0-9]{0,3}[._:]?[0-9]{0,3}([eE][-+]?[0-9]{1,2})?\Z"),
    st.from_regex(r"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9:]{0,8})?\Z"),
    st.sampled_from(["yes", "No", "on", "OFF", "y", "N", "null", "~", "True", "=", ".inf", "1:60"]),
).filter(is_one_plain_scalar)


@settings(max_examples=2000, deadline=None)
@given(text=PLAIN)
def test_what_is_taken_means_the_same_in_both_versions_of_yaml(text: str) -> None:
    taken = resolve(text)

    if not isinstance(taken, Trouble):
        try:
            old = in_1_1(text)
        except ValueError:
            pytest.fail(f"{text!r} is taken, but PyYAML cannot read it")
        new = in_1_2(text)
        assert (type(taken), taken) == (type(old), old) == (type(new), new)


@pytest.mark.parametrize("text", ODD)
def test_odd_numbers_are_refused_or_mean_the_same(text: str) -> None:
    taken = resolve(text)

    if not isinstance(taken, Trouble):
        assert (
            (type(taken), taken) == (type(in_1_1(text)), in_1_1(text)) == (type(in_1_2(text)), in_1_2(text))
        )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-7", -7),
        ("9007199254740991", 2**53 - 1),
        ("0x1f", 31),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1.5e+3", 1500.0),
        ("true", True),
        ("~", None),
        ("", None),
        ("y", "y"),
        ("n", "n"),
        ("1.0.0", "1.0.0"),
        ("1g20s", "1g20s"),
        ("2d6+1", "2d6+1"),
        ("12-bread", "12-bread"),
        ("e3", "e3"),
        ("nothing", "nothing"),
    ],
)
def test_these_are_taken(text: str, value: Any) -> None:
    taken = resolve(text)

    assert (type(taken), taken) == (type(value), value)


@pytest.mark.parametrize(
    "text", ["no", "On", "012", "-012", "0o14", "1_000", "12:30", "1e3", "2020-01-01", "="]
)
def test_these_are_to_be_quoted(text: str) -> None:
    taken = resolve(text)

    assert isinstance(taken, Trouble)
    assert (taken.code, taken.suggestion) == ("E0009", f'"{text}"')
