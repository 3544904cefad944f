"""The values that a formula may use in one place, and how they are told of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.base.suggest import closest
from engine.rules.formulas.tree import Kind

_NAMES_SHOWN: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The values that a formula may use in one place.

    `names` are fixed, dotted or not; given as a mapping they have kinds, else they are numbers.
    `families` map what stands before a dot to the ids that may follow it, None for any.
    With `dice`, the place may draw chance.
    """

    names: frozenset[str] | Mapping[str, Kind] = frozenset()
    families: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    dice: bool = False

    def kind_of(self, name: str) -> Kind | None:
        """The kind of a value, None when there is none of that name."""
        if name in self.names:
            return self.names[name] if isinstance(self.names, Mapping) else "number"
        family, dot, rest = name.partition(".")
        if not dot or family not in self.families:
            return None
        ids = self.families[family]
        return "number" if ids is None or rest in ids else None

    def candidates(self, name: str) -> Iterable[str]:
        """Names that may have been meant by `name`."""
        yield from self.names
        head, _, rest = name.partition(".")
        family = head if head in self.families else closest(head, self.families)
        for one, ids in self.families.items():
            if ids is None:
                if one == family and rest:
                    yield f"{one}.{rest}"
            elif one == family or not rest:
                yield from (f"{one}.{known}" for known in ids)

    def shown(self) -> str:
        """What there is, in words; not more than a line of it."""
        known = sorted(self.names) + sorted(f"{family}.<id>" for family in self.families)
        if not known:
            return "no values can be used here, only numbers"
        more = " and more" if len(known) > _NAMES_SHOWN else ""
        return f"there are {', '.join(f'`{name}`' for name in known[:_NAMES_SHOWN])}{more}"
