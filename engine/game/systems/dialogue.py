"""Talking to denizens, and speaking to whoever stands here."""

from engine.game import demands
from engine.game.commands import InteractDenizen, Say
from engine.game.events import DenizenMet, DialogueMoved, Noticed
from engine.game.outcome import Refusal
from engine.game.state import Character
from engine.game.turn import Turn
from engine.model.denizen import Denizen, Dialogue


def interact(turn: Turn, command: InteractDenizen) -> None:
    """Meet a denizen and hear its first words, or answer it."""
    who = turn.character(command.character)
    denizen = demands.denizen(turn, who, command.denizen)
    if command.choice is not None:
        _answer(turn, who, denizen, command.choice)
        return
    turn.emit(DenizenMet(character=who.id, denizen=denizen.id))
    turn.perform(denizen.on_interact, who, f"denizens/{denizen.id} on_interact")
    if denizen.dialogue is not None and demands.view(turn, who).meets(denizen):
        dialogue = turn.catalog.dialogues[denizen.dialogue]
        _go_to(turn, who, denizen, dialogue, dialogue.start)


def _answer(turn: Turn, who: Character, denizen: Denizen, given: str) -> None:
    if who.talk is None or who.talk.denizen != denizen.id or denizen.dialogue is None:
        raise Refusal("not_started", f"Speak to {denizen.name} first.", denizen=denizen.id)
    dialogue = turn.catalog.dialogues[denizen.dialogue]
    node = dialogue.nodes.get(who.talk.node)
    choices = node.choices if node else ()
    choice = next((choice for choice in choices if choice.id == given), None)
    if choice is None:
        demands.unknown("answer here", given)
    demands.require(turn, who, choice.requires)
    turn.perform(choice.then, who, f"dialogues/{dialogue.id} {given}")
    if not demands.view(turn, who).meets(denizen):
        return
    if choice.goto is None:
        turn.emit(DialogueMoved(character=who.id, denizen=denizen.id, node=None))
    else:
        _go_to(turn, who, denizen, dialogue, choice.goto)


def _go_to(turn: Turn, who: Character, denizen: Denizen, dialogue: Dialogue, node: str) -> None:
    turn.emit(DialogueMoved(character=who.id, denizen=denizen.id, node=node))
    turn.perform(dialogue.nodes[node].then, who, f"dialogues/{dialogue.id} {node}")


def say(turn: Turn, command: Say) -> None:
    """Speak: everyone at this location and structure hears it, the speaker too."""
    speaker = turn.character(command.character)
    for other in sorted(turn.state.characters):
        who = turn.state.characters[other]
        if (who.location, who.structure) == (speaker.location, speaker.structure):
            turn.emit(Noticed(character=other, kind="say", text=command.text, sender=speaker.name))
