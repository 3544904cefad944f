"""What jsonschema says about one thing, in a writer's words and at the right place."""

import math
import re
from collections.abc import Iterable
from typing import Any, Final

from engine.base.diagnostic import Diagnostic
from engine.base.span import Span
from engine.base.suggest import closest, slips
from engine.compiler.decode import FINDINGS_PER_FILE
from engine.compiler.entities import Entity
from engine.compiler.findings import finding, one_of, shown
from engine.compiler.meant import TYPE_WORDS, in_form, less_than_nothing, listed, mended
from engine.compiler.names import as_id
from engine.compiler.nodes import BROKEN, Node, plain
from engine.compiler.pieces import is_torn_off, piece_of
from engine.compiler.references import runs_on
from engine.compiler.scalars import NOTHING, quoted
from engine.compiler.schema import Schema, content_schema
from engine.compiler.words import KIND_WORDS, READ_BY_PLAYERS, a, entity_words, field_words, where
from engine.model.kinds import SINGLE_KINDS

Path = tuple[str | int, ...]
"""Keys and positions that lead to a place within a thing."""

_ARTICLES: Final = {"condition": "a condition", "effect": "an effect", "bonus": "a bonus", "deed": "a deed"}
_BEGIN: Final = 2
_COMMENT: Final = 60
"""So much of a comment is repeated."""
_HUNDRED: Final = 100
_TYPE: Final = frozenset({"type"})
_SAYS_IT_BETTER: Final = {
    "type": frozenset[str](),
    "minProperties": frozenset({"type", "additionalProperties"}),
    "maxProperties": frozenset({"type", "additionalProperties"}),
    "pattern": frozenset({"type", "minLength"}),
}
"""Keywords beside which the error of a keyword need not be told; a wrong type says all for the rest."""


class Teller:
    """Turns what jsonschema says about one thing into findings."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.findings: list[Diagnostic] = []
        self.hidden = 0
        self.told_elsewhere = False
        self.torn: set[Span] = set()
        """First halves of numbers with a comma: of them nothing else is told."""
        self.missing: set[tuple[Path, str]] = set()

    def tell(
        self,
        code: str,
        message: str,
        span: Span,
        path: Path,
        help_: str,
        suggestion: str | None = None,
    ) -> None:
        """Keep one finding about the place `path`."""
        entity = self.entity
        self.findings.append(
            finding(
                code,
                message,
                span,
                label=where(entity.kind, entity.id, path, entity.body),
                help=help_,
                suggestion=suggestion,
                entity=entity.key,
            )
        )

    def at(self, path: Path, node: Node, errors: list[Any]) -> None:
        """All errors of one place."""
        keywords = {error.validator for error in errors}
        for error in errors:
            if error.validator in ("required", "additionalProperties"):
                continue
            # Of two errors that are one mistake, the plainer one is told.
            if keywords & _SAYS_IT_BETTER.get(error.validator, _TYPE):
                continue
            if "propertyNames" in error.schema_path:
                self.key(path, node, error)
            else:
                _TELLERS.get(error.validator, Teller.unfit)(self, path, node, error)
        self.keys(
            path, node, [error for error in errors if error.validator in ("required", "additionalProperties")]
        )

    def keys(self, path: Path, node: Node, errors: list[Any]) -> None:
        """Unknown and missing keys of one mapping, told together where one explains the other."""
        missing = list(
            dict.fromkeys(
                key
                for error in errors
                if error.validator == "required"
                for key in error.validator_value
                if key not in error.instance
            )
        )
        self.missing.update((path, key) for key in missing)
        closed = next((error.schema for error in errors if error.validator == "additionalProperties"), None)
        if closed is not None:
            strange = [key for key in node.mapping() if key not in closed["properties"]]
            if strange and missing and not path and (other := self.other_kind(node)):
                self.hidden += len(strange) + 1
                thing = entity_words(self.entity.kind, self.entity.id)
                self.tell(
                    "E1001",
                    f"{thing} has the keys of {a(KIND_WORDS[other])}",
                    node.place,
                    path,
                    f"move it below `{other}:`",
                )
                return
            for key in strange[:FINDINGS_PER_FILE]:
                if is_torn_off(node, key, closed["properties"]):
                    self.hidden += 1
                    continue
                missing = self.unknown_key(path, node, key, closed, missing)
        thing = f"this {_is_a(path)}" if path else f"{KIND_WORDS[self.entity.kind]} `{self.entity.id}`"
        if not self.entity.id and not path:
            thing = f"the {KIND_WORDS[self.entity.kind]}"
        if missing:
            self.tell(
                "E1003",
                f"{thing} has no {one_of(missing).replace(' or ', ' and no ')}",
                node.place,
                path,
                f"add `{missing[0]}:`" + (f" and {len(missing) - 1} more" if len(missing) > 1 else ""),
            )

    def other_kind(self, node: Node) -> str | None:
        """The only kind whose keys a thing has, all that it has and all that must be there."""
        if self.entity.base is not None or not self.entity.id:
            return None
        keys = node.mapping().keys()
        fits = [
            kind
            for kind, schema in content_schema().kinds.items()
            if kind not in SINGLE_KINDS
            and keys <= (known := content_schema().resolve(schema)).get("properties", {}).keys()
            and keys >= set(known.get("then", {}).get("required", keys | {""}))
        ]
        return fits[0] if len(fits) == 1 else None

    def unknown_key(
        self,
        path: Path,
        node: Node,
        key: str,
        schema: Schema,
        missing: list[str],
    ) -> list[str]:
        """An unknown key; answers the keys that are still missing when it is taken for one of them."""
        known: dict[str, Any] = schema["properties"]
        if piece := piece_of(node, key, known):
            self.tell("E1001", piece.message, piece.span, path, piece.help, piece.suggestion)
            if piece.half is not None:
                self.torn.add(piece.half)
            return [name for name in missing if name != piece.key]
        # What a thing has from its base may be written again.
        based = self.entity.base is not None and not any(isinstance(step, int) for step in path)
        free = [name for name in known if name not in node.mapping() or based]
        if node.mapping()[key].value is BROKEN:
            # Whatever is missing may come with what is merged.
            return [] if key == "<<" else missing
        near = closest(key, missing) or closest(key, free)
        sort = schema.get("x-is")
        if near:
            help_ = f"did you mean `{near}`?"
        elif sort in ("condition", "effect") and key in _other(sort):
            other = "effect" if sort == "condition" else "condition"
            help_ = f"`{key}` is {_ARTICLES[other]}; here stands {_ARTICLES[sort]}: {listed(known)}"
        else:
            help_ = f"known here: {listed(known)}"
        message = (
            f"no {sort} is called {shown(key)}"
            if sort in _ARTICLES
            else f"the key {shown(key)} is not known here"
        )
        self.tell(
            "E1010" if sort in _ARTICLES else "E1001", message, node.mapping()[key].place, path, help_, near
        )
        # Everything that is missing may come from the base.
        return [name for name in missing if name != near] if near != "based_on" else []

    def key(self, path: Path, node: Node, error: Any) -> None:
        """A key that cannot be an id."""
        name = str(error.instance)
        span = node.mapping()[name].place if name in node.mapping() else node.place
        proposal = as_id(name)
        fits = proposal and re.search(error.schema.get("pattern", ""), proposal)
        self.tell(
            "E1005",
            f"{shown(name)} cannot be an id",
            span,
            path,
            f"write {error.schema.get('x-says', 'an id')}",
            proposal if fits else None,
        )

    def type(self, path: Path, node: Node, error: Any) -> None:
        """A value of another sort than it should be."""
        schema = content_schema().resolve(error.schema)
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        says = schema.get("x-says") or " or ".join(TYPE_WORDS[kind] for kind in wanted)
        if "enum" in schema:
            says = one_of(schema["enum"])
        name = field_words(path) if path else f"{KIND_WORDS[self.entity.kind]} `{self.entity.id}`"
        if node.value is None:
            if node.written in NOTHING:
                message = f"{name} is empty: `{node.written}` means nothing"
                help_ = f"write {says} in its place, or remove it"
            elif node.written is not None:
                message = f"{name} is empty, because `#` begins a comment"
                help_ = f"put it in quotes if it is text: {quoted(node.written[:_COMMENT])}"
            else:
                message, help_ = f"{name} is empty", f"write {says} after it, or remove it"
            self.tell("E1002", message, node.place, path, help_)
            return
        if schema.get("x-unit") == "coins" and type(node.value) in (int, float) and node.value < 0:
            message, help_ = less_than_nothing(name, str(node.value))
            self.tell("E1002", message, node.span, path, help_)
            return
        if wanted == ["integer"] and isinstance(node.value, float):
            message, low = f"{name} should be {says}, and {node.value} is none", math.floor(node.value)
            self.tell("E1002", message, node.span, path, f"write `{low}` or `{low + 1}`")
            return
        help_, suggestion = mended(node, wanted, schema)
        if path and path[-1] in READ_BY_PLAYERS and (sign := _bracket(node)):
            help_, suggestion = f"put a text that begins with `{sign}` in quotes", None
        self.tell(
            "E1002", f"{name} should be {says}, but it is {_found(node)}", node.span, path, help_, suggestion
        )

    def choice(self, path: Path, node: Node, error: Any) -> None:
        """A word that is not one of those to choose from."""
        if self.runs_on(path, node):
            return
        words = [_word(word) for word in error.validator_value]
        near = closest(_word(node.value), words) or _alike(_word(node.value), words)
        help_ = f"did you mean `{near}`?" if near else f"write {one_of(words)}"
        self.tell(
            "E1004", f"{field_words(path)} cannot be {shown(_word(node.value))}", node.span, path, help_, near
        )

    def runs_on(self, path: Path, node: Node) -> bool:
        """Tell of a word that goes on in the next line, because that lacks its dash or colon."""
        if node.more is None:
            return False
        entity = self.entity
        place = where(entity.kind, entity.id, path, entity.body)
        self.findings.append(runs_on(node.more, path, place, entity.key))
        return True

    def form(self, path: Path, node: Node, error: Any) -> None:
        """A text that does not have the form it should have."""
        schema = content_schema().resolve(error.schema)
        if self.runs_on(path, node):
            return
        text = str(node.value)
        thing = (self.entity.kind, self.entity.id) if self.entity.id else (self.entity.kind,)
        place = content_schema().at_place((*thing, *path)) or {}
        if text and ("x-ref" in place or path == ("based_on",)):
            # Told as a name of what is not there: by its name for players the thing may be known.
            self.told_elsewhere = True
            return
        says = schema.get("x-says", "in another form")
        if schema.get("x-unit") == "coins" and re.fullmatch(r"-\s*[0-9]+[gsc]?", text):
            message, help_ = less_than_nothing(field_words(path), text)
            self.tell("E1005", message, node.span, path, help_)
            return
        mended = next(
            (one for one in in_form(schema, text) if re.search(error.validator_value, one) and one != text),
            None,
        )
        if mended is not None and schema.get("x-unit") == "clock":
            mended = quoted(mended)
        help_ = f"did you mean `{mended}`?" if mended else f"write {says}"
        self.tell(
            "E1005",
            f"{field_words(path)} should be {says}, but it is {shown(text)}",
            node.span,
            path,
            help_,
            mended,
        )

    def bounds(self, path: Path, node: Node, error: Any) -> None:
        """A number that is too small or too large."""
        least, most = error.schema.get("minimum"), error.schema.get("maximum")
        above = error.schema.get("exclusiveMinimum")
        low = (
            f"above {above:g}" if above is not None else f"at least {least:.15g}" if least is not None else ""
        )
        high = f"at most {most:.15g}" if most is not None else ""
        allowed = " and ".join(part for part in (low, high) if part)
        small = error.validator in ("minimum", "exclusiveMinimum")
        if (
            most == 1
            and error.schema.get("type") != "integer"
            and type(node.value) is int
            and 1 < node.value <= _HUNDRED
        ):
            share = f"{node.value / _HUNDRED:.15g}"
            message = f"{field_words(path)} is a share of one, and {node.value} is too large"
            self.tell("E1006", message, node.span, path, f"did you mean `{share}`?", share)
            return
        self.tell(
            "E1006",
            f"{field_words(path)} is too {'small' if small else 'large'}: {node.value}",
            node.span,
            path,
            f"write a number that is {allowed}",
        )

    def size(self, path: Path, node: Node, error: Any) -> None:
        """A text, list or mapping with too little or too much in it."""
        count, limit = len(node.value), error.validator_value
        noun = {"L": "characters", "I": "entries", "P": "entries"}[error.validator[3]]
        sort = error.schema.get("x-is")
        if error.validator == "maxProperties" and limit == 1 and sort in _ARTICLES:
            keys = one_of(node.mapping()).replace(" or ", " and ")
            self.tell(
                "E1009",
                f"{_ARTICLES[sort]} has one key, and here are {count}: {keys}",
                list(node.mapping().values())[1].place,
                path,
                "begin each on a line of its own with `- `",
            )
        elif count == 0:
            self.tell(
                "E1007",
                f"{field_words(path)} is empty",
                node.place if path else node.span,
                path,
                f"write one of {listed(error.schema['properties'])}"
                if sort in _ARTICLES
                else "write something here, or remove the key",
            )
        else:
            few = error.validator.startswith("min")
            self.tell(
                "E1007",
                f"{field_words(path)} has too {'few' if few else 'many'} {noun}: {count}",
                node.place,
                path,
                f"{'at least' if few else 'at most'} {limit} are allowed",
            )

    def twice(self, path: Path, node: Node, error: Any) -> None:
        """A list in which something stands twice."""
        seen: list[Any] = []
        for item in node.items():
            value = plain(item)
            if value in seen:
                self.tell(
                    "E1008",
                    f"{shown(str(value))} stands twice in {field_words(path)}",
                    item.span,
                    path,
                    "remove one of the two",
                )
                return
            seen.append(value)

    def unfit(self, path: Path, node: Node, error: Any) -> None:
        """Anything that the tables do not know."""
        self.tell(
            "E1002",
            f"{field_words(path)} does not have the form it should have",
            node.place,
            path,
            "compare it with the manual",
        )


_TELLERS: Final[dict[str, Any]] = {
    "type": Teller.type,
    "enum": Teller.choice,
    "pattern": Teller.form,
    "minimum": Teller.bounds,
    "maximum": Teller.bounds,
    "exclusiveMinimum": Teller.bounds,
    "minLength": Teller.size,
    "maxLength": Teller.size,
    "minItems": Teller.size,
    "maxItems": Teller.size,
    "minProperties": Teller.size,
    "maxProperties": Teller.size,
    "uniqueItems": Teller.twice,
}


def _other(sort: str) -> Iterable[str]:
    file = "effects.json" if sort == "condition" else "conditions.json"
    known: Iterable[str] = content_schema().bundle["$defs"][file]["properties"]
    return known


def _alike(word: str, words: Iterable[str]) -> str | None:
    """The only word to choose that begins alike and is not too far away: `rare` for `rair`."""
    begin = word[:_BEGIN].casefold()
    like = [one for one in words if one[:_BEGIN] == begin and slips(word, one) <= len(word) // 2]
    return like[0] if len(like) == 1 and len(begin) == _BEGIN else None


def _is_a(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    return f"entry of `{names[-1]}`" if isinstance(path[-1], int) and names else f"`{path[-1]}`"


def _word(value: Any) -> str:
    """A value as a writer would write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bracket(node: Node) -> str | None:
    """The bracket that a list or group of keys is written with; None when it has lines of its own."""
    if isinstance(node.value, list):
        return "[" if node.span.length > 1 else None
    first = next(iter(node.mapping().values()), None)
    return "{" if first is not None and first.place != node.span else None


def _found(node: Node) -> str:
    value = node.value
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {shown(value, 30)}"
    return "a list" if isinstance(value, list) else "a group of keys"
