"""Accounts and logins."""

import pytest

from engine.store.errors import NotFound, UsernameTaken
from engine.store.player_db import PlayerDb
from engine.store.records import Account, Session
from tests.store.examples import HASH, add_account


def test_an_account_is_found_under_its_folded_name(db: PlayerDb) -> None:
    account = db.create_account("Ännchen", "argon", 77, folded="ännchen")

    assert db.account_by_name("ännchen") == Account(
        id=account, username="Ännchen", password_hash="argon", created_at=77
    )
    assert db.account_by_name("Ännchen") is None


def test_a_name_that_differs_only_in_case_is_taken(db: PlayerDb) -> None:
    db.create_account("Ann", "one", 1, folded="ann")

    with pytest.raises(UsernameTaken, match="ANN is taken"):
        db.create_account("ANN", "two", 2, folded="ann")

    found = db.account_by_name("ann")
    assert found is not None
    assert found.password_hash == "one"


def test_a_password_hash_is_replaced(db: PlayerDb) -> None:
    account = add_account(db)

    db.update_password_hash(account, "better")

    assert db.account_by_name("ann") == Account(
        id=account, username="Ann", password_hash="better", created_at=100
    )


def test_the_hash_of_an_account_that_is_not_there_cannot_be_replaced(db: PlayerDb) -> None:
    with pytest.raises(NotFound):
        db.update_password_hash(9, "better")


def test_a_login_is_good_until_it_expires_and_not_a_second_longer(db: PlayerDb) -> None:
    user = add_account(db)
    db.create_session(HASH, user, 100, 200, 500)

    assert db.session(HASH, 199) == Session(user=user, created_at=100, expires_at=200, absolute_expiry=500)
    assert db.session(HASH, 200) is None
    assert db.session(b"x" * 32, 150) is None


def test_a_login_slides_on_but_never_past_its_absolute_expiry(db: PlayerDb) -> None:
    user = add_account(db)
    db.create_session(HASH, user, 100, 200, 500)

    slid = db.extend_session(HASH, 150, 300)
    capped = db.extend_session(HASH, 250, 9999)

    assert slid == Session(user=user, created_at=100, expires_at=300, absolute_expiry=500)
    assert capped == Session(user=user, created_at=100, expires_at=500, absolute_expiry=500)
    assert db.session(HASH, 499) == capped
    assert db.session(HASH, 500) is None


def test_a_login_that_is_over_cannot_be_extended(db: PlayerDb) -> None:
    db.create_session(HASH, add_account(db), 100, 200, 500)

    assert db.extend_session(HASH, 200, 400) is None
    assert db.session(HASH, 200) is None


def test_extending_never_shortens_a_login(db: PlayerDb) -> None:
    db.create_session(HASH, add_account(db), 100, 200, 500)

    extended = db.extend_session(HASH, 150, 160)

    assert extended is not None
    assert extended.expires_at == 200


def test_logging_out_ends_that_login_only(db: PlayerDb) -> None:
    user = add_account(db)
    db.create_session(HASH, user, 100, 200, 500)
    db.create_session(b"o" * 32, user, 100, 200, 500)

    ended = (db.delete_session(HASH), db.delete_session(HASH))

    assert ended == (True, False)
    assert db.session(HASH, 150) is None
    assert db.session(b"o" * 32, 150) is not None


def test_all_logins_of_one_account_end_together(db: PlayerDb) -> None:
    ann, bob = add_account(db, "Ann"), add_account(db, "Bob")
    for token, user in ((b"1", ann), (b"2", ann), (b"3", bob)):
        db.create_session(token * 32, user, 100, 200, 500)

    ended = db.delete_sessions_of(ann)

    assert ended == 2
    assert [db.session(token * 32, 150) is None for token in (b"1", b"2", b"3")] == [True, True, False]


def test_a_login_needs_an_account(db: PlayerDb) -> None:
    with pytest.raises(NotFound):
        db.create_session(HASH, 9, 100, 200, 500)
