"""Which parts a fact makes dirty, and which parts the answer to a command always holds. Tables only."""

from collections.abc import Mapping
from typing import Final

from engine.game import commands as c
from engine.game import events as e

LOCATION: Final = "location"
ROOMS: Final = "rooms"
_QUIET: Final[tuple[str, ...]] = ()

PARTS: Final[Mapping[type[e.Fact], tuple[str, ...]]] = {
    e.ActionChanged: ("action",),
    e.ItemGained: ("inventory", "quests", LOCATION),
    e.ItemLost: ("inventory", "quests", LOCATION),
    e.CoinsGained: ("wallet", LOCATION),
    e.CoinsLost: ("wallet", LOCATION),
    e.ItemEquipped: ("combat_attributes", "skills", "inventory", "equipment", "quests", LOCATION),
    e.ItemUnequipped: ("combat_attributes", "skills", "inventory", "equipment", "quests", LOCATION),
    e.ExperienceChanged: ("progression", "skills"),
    e.LevelReached: ("combat_attributes", "progression", "skills", LOCATION),
    e.VitalChanged: ("vitals",),
    e.MaximumRaised: ("vitals",),
    e.SpellLearned: ("spells", LOCATION),
    e.SpellCast: ("spells",),
    e.SpellReady: ("spells",),
    e.EffectChanged: ("combat_attributes", "effects", "skills", LOCATION),
    e.EffectEnded: ("combat_attributes", "effects", "skills", LOCATION),
    e.FlagSet: (LOCATION,),
    e.QuestAccepted: ("quests", LOCATION),
    e.QuestProgressed: ("quests", LOCATION),
    e.QuestFinished: ("quests", LOCATION),
    e.QuestFailed: ("quests", LOCATION),
    e.QuestAbandoned: ("quests", LOCATION),
    e.QuestReopened: (LOCATION,),
    e.CharacterMoved: ("action", "coordinates", LOCATION),
    # These leave no part of their own character different, or are told in another way.
    e.ActionCompleted: _QUIET,
    e.RegenerationSet: _QUIET,
    e.EffectPulsed: _QUIET,
    e.DenizenMet: _QUIET,
    e.DialogueMoved: _QUIET,
    e.Noticed: _QUIET,
    e.Died: _QUIET,
    e.CharacterJoined: _QUIET,
    e.CharacterLeft: _QUIET,
    e.LinkLost: _QUIET,
    e.LinkRegained: _QUIET,
}
"""Which parts of its own character each personal fact makes dirty. A test holds that all stand here."""

ANSWERS: Final[Mapping[type[c.Command], tuple[str, ...]]] = {
    c.ChangeAction: ("action",),
    c.EquipItem: ("combat_attributes", "skills", "inventory", "equipment"),
    c.UseItem: ("inventory",),
    c.CastSpell: ("spells", "vitals", "skills"),
    c.TradeDenizen: ("inventory", "wallet", LOCATION),
    c.AcceptQuest: ("quests", LOCATION),
    c.FinishQuest: ("quests", LOCATION),
    c.ChangeStructure: ("action", "coordinates", LOCATION),
    c.LeaveRoom: (ROOMS,),
    c.AbandonQuest: ("quests",),
    c.DiscardItem: ("inventory",),
}
"""Parts that are always in the answer to a command that did something, from the protocol."""
