"""What waits for a client: newer state in place of older, answers after their updates, and a bound."""

from engine.server.outbox import Outbox


def _taken(outbox: Outbox) -> list[bytes]:
    taken = []
    while (data := outbox.take()) is not None:
        taken.append(data)
    return taken


def test_newer_state_takes_the_place_of_older_at_the_end() -> None:
    outbox = Outbox(frames=10, size=100)
    outbox.put("VITALS", b"v1", supersedes=True)
    outbox.put("WALLET", b"w1", supersedes=True)
    outbox.put("VITALS", b"v2", supersedes=True)

    assert _taken(outbox) == [b"w1", b"v2"]


def test_an_answer_never_overtakes_the_updates_of_its_command() -> None:
    outbox = Outbox(frames=10, size=100)
    outbox.put("VITALS", b"v1", supersedes=True)
    outbox.put("ACK", b"a1", supersedes=False)
    outbox.put("VITALS", b"v2", supersedes=True)
    outbox.put("VITALS", b"v3", supersedes=True)

    assert _taken(outbox) == [b"v1", b"a1", b"v3"]


def test_what_was_replaced_does_not_count() -> None:
    outbox = Outbox(frames=2, size=6)

    fits = [outbox.put("VITALS", b"v%d" % n, supersedes=True) for n in range(9)]

    assert fits == [True] * 9
    assert (len(outbox), outbox.size) == (1, 2)


def test_too_many_frames_and_too_many_bytes_are_too_much() -> None:
    few = Outbox(frames=2, size=100)
    small = Outbox(frames=10, size=5)

    assert [few.put("NOTICE", b"n", supersedes=False) for _ in range(3)] == [True, True, False]
    assert [small.put("NOTICE", b"nnn", supersedes=False) for _ in range(2)] == [True, False]


def test_what_was_sent_is_replaced_by_nothing() -> None:
    outbox = Outbox(frames=10, size=100)
    outbox.put("VITALS", b"v1", supersedes=True)
    outbox.take()
    outbox.put("VITALS", b"v2", supersedes=True)

    assert (len(outbox), outbox.size, _taken(outbox)) == (1, 2, [b"v2"])
