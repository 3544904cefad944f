"""The running world and who watches it: commands in, frames out through the gate.

Everything here is synchronous and runs on the loop's thread, one call after another. What waits for the disk
before it is seen is the gate's business.
"""

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.base.units import TICKS_PER_SECOND
from engine.game import commands as c
from engine.game.events import ChainStopped, CharacterLeft, Fact
from engine.game.outcome import Accepted, ChainCut, Refused
from engine.game.state import Character, GameState
from engine.game.step import step
from engine.model.catalog import Catalog
from engine.protocol.commands import command_of
from engine.protocol.envelope import CommandFrame, WireError, encode_error
from engine.protocol.errors import CloseCode, ErrorCode
from engine.protocol.frames import Frame
from engine.protocol.projection import Projector
from engine.server import answers
from engine.server.durability import HARMLESS, Asked, Held
from engine.server.gate import Gate
from engine.server.logs import Log
from engine.server.quarantine import culprits
from engine.server.session import Session
from engine.store.journal import Journal
from engine.store.records import Batch, CommandResult

QUARANTINE_AFTER: Final = 3
"""So many mistakes of ours in one kind of command of one character, and it is not tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The time that the shell lives by: `monotonic` seconds for limits, `wall` Unix seconds for dates."""

    monotonic: Callable[[], float]
    wall: Callable[[], float]


class World:
    """The game state, its watchers, and what of it is not on the disk yet."""

    def __init__(
        self,
        state: GameState,
        catalog: Catalog,
        *,
        clocks: Clocks,
        log: Log,
        grace: float,
        journal: Journal | None = None,
    ) -> None:
        self.state = state
        self.catalog = catalog
        self.refusing = False
        """True while the store takes nothing: value commands are refused."""
        self.slow = False
        """True while a commit takes too long: the same."""
        self.stopping = False
        self.counts: Counter[str] = Counter()
        """Figures for those who watch the server: commands, refusals, mistakes, frames."""
        self.gate = Gate(self.counts)
        self._clocks = clocks
        self._log = log
        self._grace = max(1, round(grace * TICKS_PER_SECOND))
        self._journal = journal
        self._projector = Projector(catalog)
        self._holders: dict[int, Session] = {}
        self._mistakes: Counter[tuple[int, str]] = Counter()
        self._failed_ticks = 0

    # Who watches

    @property
    def players(self) -> int:
        """How many play now."""
        return len(self._holders)

    def holds(self, character: int) -> bool:
        """Say whether a character is in the world."""
        return character in self.state.characters

    def attach(self, session: Session, stored: Character | None) -> bool:
        """Give a character to a session and send it the entry frames; False when there is no such character.

        `stored` is the character as the store has it; it counts only when it is not in the world. A session
        that held the character until now is closed.
        """
        who = session.character
        if who not in self.state.characters:
            if stored is None or stored.user != session.user:
                return False
            self.system(c.Join(character=stored))
        elif self.state.characters[who].user != session.user:
            return False
        if not self.state.characters[who].linked:
            self.system(c.RegainLink(character=who))
        before = self._holders.pop(who, None)
        if before is not None:
            before.close(CloseCode.TAKEN_OVER, "This character was connected anew elsewhere.")
        self._projector.forget(who)
        self._holders[who] = session
        self._show(lambda: self._projector.entry(self.state, who))
        return True

    def detach(self, session: Session) -> None:
        """The client is gone. Does nothing when another one has taken over."""
        who = session.character
        if self._holders.get(who) is not session:
            return
        del self._holders[who]
        self._projector.forget(who)
        if not self.stopping:
            self.system(c.LoseLink(character=who, grace=self._grace))

    # What is asked

    def command(self, session: Session, frame: CommandFrame, known: CommandResult | None = None) -> None:
        """Do what a player asks. `known` is what the store has under the frame's key.

        What comes from a session that was replaced is ignored: its epoch is over.
        """
        if not self._controls(session):
            return
        self.counts["commands"] += 1
        earlier = None if frame.key is None else self.gate.earlier(session.character, frame.key) or known
        if earlier is not None:
            answer = answers.earlier_answer(frame, earlier)
            if answer is None:
                reused = answers.refusal(frame, ErrorCode.KEY_REUSED, answers.KEY_REUSED)
                self._refuse(session, frame, reused)
            else:
                self.gate.send_answer(session, frame, answer)
            return
        command = command_of(frame.payload, session.character)
        refusal = self._refused_here(session, frame, command)
        if refusal is not None:
            self._refuse(session, frame, refusal)
            return
        try:
            outcome = self._step(command)
        except ChainCut as cut:
            # A mistake of the world's writers: what else this player does in the same way is tried as before.
            self._note_stopped(cut.origin, character=session.character)
            self._refuse(session, frame, answers.refusal(frame, ErrorCode.INTERNAL, answers.ENDLESS))
            return
        except Exception as mistake:  # noqa: BLE001 - the loop's edge: a bug ends here, and the world goes on
            self._mistake(session.character, command, mistake)
            self._refuse(session, frame, answers.refusal(frame, ErrorCode.INTERNAL, answers.MISTAKE))
            return
        answer = answers.answer_of(frame, outcome, tick=self.state.tick)
        # A key makes even a refusal durable; this marks the gate before anything is put into it.
        self.gate.remember(session.character, frame, answer, at=int(self._clocks.wall()))
        if isinstance(outcome, Refused):
            self.counts["refusals"] += 1
            self.gate.send_answer(session, frame, answer)
            self._show(lambda: self._projector.refused(self.state, command, outcome))
        else:
            self._happened(command, outcome.facts)
            self.gate.send_answer(session, frame, answer)

    def refuse(self, session: Session, error: WireError) -> None:
        """Answer a frame that is no command."""
        if self._controls(session):
            self.counts["refusals"] += 1
            what = Asked(type=error.type, id=error.id)
            self.gate.hold_or_send(session, "ERROR", encode_error(error), answers=what)

    def tick(self) -> None:
        """Let one tick pass. When it fails again and again, whoever makes it fail is taken out."""
        if self.system(c.Tick()):
            self._failed_ticks = 0
            return
        self._failed_ticks += 1
        if self._failed_ticks % QUARANTINE_AFTER == 0:
            for who in culprits(self.state, self.catalog):
                self._log.error("a character stopped the world and was taken out of it", character=who)
                self.system(c.Leave(character=who))

    def system(self, command: c.Command) -> bool:
        """Do what the shell itself asks for, and say whether it was done.

        A mistake is logged, and the world is as it was before.
        """
        try:
            outcome = self._step(command)
        except Exception as mistake:  # noqa: BLE001 - the loop's edge: a bug ends here, and the world goes on
            self._mistake(0, command, mistake)
            return False
        if isinstance(outcome, Refused):
            self._log.error("the world refused the server", command=type(command).__name__, code=outcome.code)
            return False
        self._happened(command, outcome.facts)
        return True

    def _step(self, command: c.Command) -> Accepted | Refused:
        """Do a command, written down before and with what came of it after."""
        if self._journal is None:
            return step(self.state, self.catalog, command)
        self._journal.record(command, self.state)
        try:
            outcome = step(self.state, self.catalog, command)
        except Exception as mistake:
            self._journal.note(mistake)
            raise
        self._journal.note(outcome)
        return outcome

    # What is on the disk

    def batch(self) -> Batch:
        """What the commit that has begun will hold, as it is now."""
        return self.gate.batch(self.state, at=int(self._clocks.wall()))

    def committed(self) -> None:
        """It is on the disk: let the frames go that waited for it."""
        self.refusing = False
        self.gate.committed()

    def restore(self, stored: Mapping[int, Character | None]) -> None:
        """A commit failed: put these characters back to what the store holds; refuse what waited for them.

        What others did is tried again with the next commit. What waits for it stays as it is in memory: a
        ware that was bought in vain is missing until it is restocked.
        """
        self.refusing = True
        self.gate.failed(set(stored), self._refuse_waiting)
        for who in sorted(stored):
            self._put_back(who, stored[who])

    def _put_back(self, who: int, stored: Character | None) -> None:
        self.gate.forget_results(who)
        holder = self._holders.get(who)
        if stored is None:
            self.system(c.Leave(character=who))
            self.gate.drop(who)
        elif who not in self.state.characters:
            stored.saved_at = self.state.tick
            self.gate.save_left(stored)
        else:
            self.system(c.Join(character=stored, linked=holder is not None, again=True))
            if holder is None:
                self.system(c.LoseLink(character=who, grace=self._grace))
        if holder is not None:
            if stored is None:
                holder.close(CloseCode.NOT_ALLOWED, "This character does not exist any more.")
                return
            self._projector.forget(who)
            self._show(lambda: self._projector.entry(self.state, who))

    def _refuse_waiting(self, held: Held, what: Asked) -> None:
        error = WireError(code=ErrorCode.UNAVAILABLE, message=answers.UNAVAILABLE, type=what.type, id=what.id)
        held.session.send("ERROR", encode_error(error))

    # What has happened

    def _controls(self, session: Session) -> bool:
        holder = self._holders.get(session.character)
        return holder is not None and holder.epoch == session.epoch

    def _happened(self, command: c.Command, facts: tuple[Fact, ...]) -> None:
        self.gate.note(facts, tick=self.state.tick)
        for fact in facts:
            if isinstance(fact, ChainStopped):
                self._note_stopped(fact.origin)
            elif isinstance(fact, CharacterLeft):
                self.gate.forget_results(fact.character)
                holder = self._holders.pop(fact.character, None)
                if holder is not None:
                    holder.close(CloseCode.RESTARTING, "Your character was taken out of the world.")
                self._projector.forget(fact.character)
        self._show(lambda: self._projector.answer(self.state, command, facts))

    def _show(self, project: Callable[[], Iterable[Frame]]) -> None:
        """Send frames to whom they are for. A mistake in making them must not undo what has happened."""
        try:
            frames = project()
        except Exception as mistake:  # noqa: BLE001 - the loop's edge: the world has changed already and goes on
            self._note_mistake("frames were not sent because of a mistake in the server", mistake)
            return
        for frame in frames:
            session = self._holders.get(frame.character)
            if session is not None:
                self.gate.hold_or_send(session, frame.type, frame.data, supersedes=frame.supersedes)

    # Answers

    def _refuse(self, session: Session, frame: CommandFrame, error: WireError) -> None:
        self.counts["refusals"] += 1
        what = Asked(type=frame.type, id=frame.id)
        self.gate.hold_or_send(session, "ERROR", encode_error(error), answers=what)

    def _refused_here(self, session: Session, frame: CommandFrame, command: c.Ask) -> WireError | None:
        """The shell's own reasons to refuse, before the rules are asked."""
        if self._mistakes[session.character, type(command).__name__] >= QUARANTINE_AFTER:
            return answers.refusal(frame, ErrorCode.INTERNAL, answers.MISTAKE)
        if type(command) in HARMLESS and frame.key is None and not self.stopping:
            return None
        if self.stopping:
            return answers.refusal(frame, ErrorCode.UNAVAILABLE, answers.STOPPING)
        if self.refusing or self.slow:
            return answers.refusal(frame, ErrorCode.UNAVAILABLE, answers.UNAVAILABLE)
        return None

    def _mistake(self, character: int, command: c.Command, mistake: Exception) -> None:
        kind = type(command).__name__
        self._mistakes[character, kind] += 1
        self._note_mistake(
            "a command failed because of a mistake in the server", mistake, command=kind, character=character
        )

    def _note_stopped(self, origin: str, **about: Any) -> None:
        self.counts["mistakes"] += 1
        self._log.error("effects without end were undone", began=origin, tick=self.state.tick, **about)

    def _note_mistake(self, event: str, mistake: Exception, **about: Any) -> None:
        self.counts["mistakes"] += 1
        last = traceback.extract_tb(mistake.__traceback__)[-1]
        self._log.error(
            event,
            signature=f"{type(mistake).__name__} at {last.filename}:{last.lineno}",
            tick=self.state.tick,
            exc_info=mistake,
            **about,
        )
