"""Budgets and windows, with clocks that are moved by hand."""

import pytest

from engine.server.limits import Bucket, Lockouts, Seats, Window, address_key, retry_after


def test_a_bucket_lets_a_burst_through_and_then_its_rate() -> None:
    bucket = Bucket(2, 3, 0)

    waits = [bucket.take(1, 0) for _ in range(5)]

    assert waits == [0, 0, 0, 0.5, 1.0]
    assert bucket.debt == 2


def test_a_bucket_fills_again_up_to_its_burst() -> None:
    bucket = Bucket(2, 3, 0)
    for _ in range(3):
        bucket.take(1, 0)

    waits = [bucket.take(1, 1_000) for _ in range(4)]

    assert waits == [0, 0, 0, 0.5]


def test_trying_to_take_makes_no_debt() -> None:
    bucket = Bucket(1, 1, 0)

    tries = [bucket.try_take(1, now) for now in (0, 0, 0, 1)]

    assert tries == [True, False, False, True]


def test_a_window_slides() -> None:
    window = Window(limit=2, seconds=10)
    window.add("a", 0)
    window.add("a", 6)

    assert window.wait("a", 6) == 4
    assert window.wait("b", 6) == 0
    assert window.wait("a", 10) == 0
    window.add("a", 10)
    assert window.wait("a", 10) == 6


def test_what_did_not_count_is_taken_back() -> None:
    window = Window(limit=1, seconds=10)
    window.add("a", 0)
    window.take_back("a")
    window.take_back("a")

    assert window.wait("a", 0) == 0


def test_each_lock_of_an_account_is_longer_up_to_a_quarter_of_an_hour() -> None:
    lockouts = Lockouts(limit=2, seconds=300)
    now, locks = 0.0, []
    for _ in range(6):
        lockouts.failed("a", now)
        lockouts.failed("a", now)
        locks.append(lockouts.wait("a", now))
        now += locks[-1]

    assert locks == [60, 120, 240, 480, 900, 900]
    assert lockouts.wait("a", now) == 0


def test_a_right_password_ends_the_counting() -> None:
    lockouts = Lockouts(limit=2, seconds=300)
    lockouts.failed("a", 0)
    lockouts.failed("a", 0)
    lockouts.succeeded("a")
    lockouts.failed("a", 0)

    assert lockouts.wait("a", 0) == 0


def test_seats_are_counted_and_given_back() -> None:
    seats = Seats()
    seats.take("a")
    seats.take("a")
    seats.leave("a")

    assert (seats.taken("a"), seats.taken("b")) == (1, 0)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_household_counts_as_one_address(address: str, key: str) -> None:
    assert address_key(address) == key


def test_retry_after_is_whole_seconds_and_never_zero() -> None:
    assert [retry_after(seconds) for seconds in (0, 0.2, 1, 1.1)] == ["1", "1", "1", "2"]
