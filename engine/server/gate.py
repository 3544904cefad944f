"""The gate between the running world and its watchers: what is not on the disk yet, and what waits for it.

A frame, an answer or the stored result of a key waits here for the commit of every value change that its
character made before it; all others go at once. On one socket the order never changes. It decides nothing
about the game, and everything in it is synchronous and runs on the loop's thread.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from engine.game.events import Fact
from engine.game.state import Character, GameState
from engine.protocol.envelope import CommandFrame
from engine.server import answers as told
from engine.server.answers import Answer, Results
from engine.server.durability import Asked, Held, Pending
from engine.server.session import Session
from engine.store.records import Batch, CommandResult


class Gate:
    """What the next commits will hold, and the frames that wait for them. `counts["frames"]` counts those."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self._open = Pending()
        self._flight: Pending | None = None
        self._waits: dict[int, Pending] = {}
        self._results = Results()

    # What comes in

    def note(self, facts: Iterable[Fact], *, tick: int) -> None:
        """Take in what has happened."""
        for who in self._open.note(facts, tick=tick):
            self._waits[who] = self._open

    def hold_or_send(
        self,
        session: Session,
        kind: str,
        data: bytes,
        *,
        supersedes: bool = False,
        answers: Asked | None = None,
    ) -> None:
        """Send a frame, or keep it until the commit that it waits for."""
        self._counts["frames"] += 1
        waits = self._waits.get(session.character)
        if waits is None:
            session.send(kind, data, supersedes=supersedes)
        else:
            waits.held.append(
                Held(session=session, type=kind, data=data, supersedes=supersedes, answers=answers)
            )

    def remember(self, character: int, frame: CommandFrame, answer: Answer, *, at: int) -> None:
        """Keep the answer to a keyed command, in the same commit as its effect. `at` is Unix seconds.

        It must be as durable as the effect, also when it is a refusal: so what follows waits for the commit.
        """
        result = told.result_of(character, frame, answer, at=at)
        if result is not None:
            self._results.keep(result)
            self._open.results.append(result)
            self._open.value.add(character)
            self._waits[character] = self._open

    def send_answer(self, session: Session, frame: CommandFrame, answer: Answer) -> None:
        """Send the answer to a command, or keep it like any frame."""
        what = Asked(type=frame.type, id=frame.id)
        message = told.frame_of(answer, frame.id)
        if message is not None:
            self.hold_or_send(session, *message, answers=what)
        elif session.character in self._waits:
            # Nobody asked for an ACK, but if the commit fails the client must hear of it: an empty frame
            # keeps the place.
            self.hold_or_send(session, "", b"", answers=what)

    def earlier(self, character: int, key: str) -> CommandResult | None:
        """The result that is remembered under a key."""
        return self._results.find(character, key)

    def forget_results(self, character: int) -> None:
        """Remember no results of a character any more: those on the disk are found there again."""
        self._results.forget(character)

    # What is on the disk

    def is_saved(self, character: int) -> bool:
        """Say whether the store has everything about a character."""
        return not any(p is not None and p.touches(character) for p in (self._flight, self._open))

    def commit_due(self) -> bool:
        """Say whether something waits for a commit that must not wait for the next tick."""
        return self._open.is_due()

    def commit_useful(self) -> bool:
        """Say whether a commit would store anything but the clock."""
        return not self._open.is_empty()

    def begin_commit(self) -> None:
        """Take all that waits; it must be ended by `committed` or `failed` before the next one begins."""
        assert self._flight is None, "one commit at a time"
        self._flight, self._open = self._open, Pending()

    def batch(self, state: GameState, *, at: int) -> Batch:
        """What was taken, as it is now: to be called right after `begin_commit`. `at` is Unix seconds."""
        assert self._flight is not None, "a commit has begun"
        return self._flight.batch(state, at=at)

    def committed(self) -> None:
        """It is on the disk: let the frames go that waited for it."""
        done, self._flight = self._flight, None
        assert done is not None, "a commit ends once"
        for who in [who for who, pending in self._waits.items() if pending is done]:
            del self._waits[who]
        for held in done.held:
            if held.data:
                held.session.send(held.type, held.data, supersedes=held.supersedes)

    def touched(self, alone: int | None = None) -> frozenset[int]:
        """The characters whose changes a failed commit held: they must be read back.

        `alone` is the one whose rows the store would not take; then the others are simply tried again.
        """
        assert self._flight is not None
        return frozenset(self._flight.value if alone is None else {alone})

    def all_touched(self) -> frozenset[int]:
        """All characters of a failed commit, when nobody can say whose rows were wrong."""
        assert self._flight is not None
        return frozenset(self._flight.value | self._flight.volatile | self._flight.left.keys())

    def failed(self, characters: set[int], refuse: Callable[[Held, Asked], None]) -> None:
        """A commit failed: forget what these characters did, and `refuse` each answer that waited for it.

        What others did is tried again with the next commit.
        """
        lost, self._flight = self._flight, None
        assert lost is not None, "a commit ends once"
        pending = lost.before(self._open)
        pending.without(characters, refuse)
        self._open = pending
        for who in list(self._waits):
            if who in characters:
                del self._waits[who]
            else:
                self._waits[who] = pending

    def drop(self, character: int) -> None:
        """Save nothing of a character that the store has no more."""
        self._open.left.pop(character, None)
        self._open.value.discard(character)
        self._open.volatile.discard(character)

    def save_left(self, who: Character) -> None:
        """Save a character that is not in the world, just so."""
        self._open.left[who.id] = who
