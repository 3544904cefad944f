"""What people may be called, and which names could be taken for each other."""

import pytest

from engine.server.names import clean_name, clean_username, name_key, password_fits


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ilse", "Ilse"),
        ("Ilse of Tarn", "Ilse of Tarn"),
        ("D'Arcy-Jones", "D'Arcy-Jones"),
        ("A\u030ase", "\u00c5se"),
        ("Ада", "Ада"),
        ("さくら桜", "さくら桜"),
        ("Ruth 2", "Ruth 2"),
        ("x" * 24, "x" * 24),
        ("x" * 25, None),
        ("x", None),
        ("", None),
        ("  Ilse", None),
        ("Ilse ", None),
        ("Ilse  Tarn", None),
        ("12", None),
        ("Ilsе", None),  # a Cyrillic letter among Latin ones
        ("Il\u200bse", None),
        ("Il\u202ese", None),
        ("Ilse\n", None),
        ("Ilse\x00", None),
        ("\x1b[31mIlse", None),
        ("<b>Ilse</b>", None),
        ("I" + "\u0301" * 40 + "lse", None),
        ("\u0301Ilse", None),
        ("Ilse\ud800", None),
        ("😀😀😀", None),
    ],
)
def test_names_of_characters(text: str, name: str | None) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ilse.t_2-x", "ilse.t_2-x"),
        ("2fast", "2fast"),
        ("ilse t", None),
        (".ilse", None),
        ("a", None),
        ("admin\u0430", None),
    ],
)
def test_names_of_accounts(text: str, name: str | None) -> None:
    assert clean_username(text) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilse", "ILSE"),
        ("Ilse", "lise".replace("l", "I", 1).replace("i", "l")),
        ("Ilse", "Ílse"),
        ("Anna", "Аnna"),
        ("Oda", "0da"),
        ("Bill", "Bi11"),
        ("Ann Marie", "Ann-Marie"),
        ("Straße", "Strasse"),
        ("Сора", "Copa"),
    ],
)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Ilse", "Else"), ("Mara", "Marta"), ("Tom", "Tim")])
def test_names_that_differ_to_the_eye_are_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(("length", "fits"), [(7, False), (8, True), (256, True), (257, False)])
def test_passwords_are_neither_short_nor_endless(length: int, fits: bool) -> None:
    assert password_fits("x" * length) is fits
