"""Random formulas for tests: trees of numbers and questions, and their text as a writer might write it."""

from engine.rules.formulas import Scope

NUMBERS = ("level", "self.attack", "target.evasion", "skills.MINING", "flag.saw-lamp", "item.iron-ore")
SCOPE = Scope(
    names=frozenset({"level", "self.attack", "target.evasion"}),
    families={"skills": frozenset({"MINING"}), "flag": None, "item": frozenset({"iron-ore"})},
    dice=True,
)
VALUES = (0.0, 1.0, -1.0, 2.0, 3.0, 0.5, -2.5, 7.25, 1e-3, 100.0, 1e9, -1e9, 5e-324, 2.0**53 - 1, 1 - 2.0**53)
WRITTEN = ("0", "1", "2", "0.5", "3", "10", "1e-3", "250", "9007199254740991")
BINARY = ("+", "-", "*", "/", "%", "^")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def number_tree(source, depth):
    """A random tree that gives a number."""
    sort = source.randrange(12) if depth else source.randrange(3)
    if sort == 0:
        return ("name", source.choice(NUMBERS))
    if sort == 1:
        return (
            ("number", source.choice(WRITTEN)) if source.random() < 0.6 else ("name", source.choice(NUMBERS))
        )
    if sort == 2:
        return (
            ("dice", source.randint(1, 3), source.randint(1, 20))
            if source.random() < 0.3
            else ("name", "level")
        )
    if sort == 3:
        return ("-", number_tree(source, depth - 1))
    if sort == 4:
        return ("if", truth_tree(source, depth - 1), *(number_tree(source, depth - 1) for _ in range(2)))
    if sort == 5:
        function = source.choice(("floor", "ceil", "round", "abs"))
        return ("call", function, number_tree(source, depth - 1))
    if sort == 6:
        count = source.randint(2, 4)
        function = source.choice(("min", "max"))
        return ("call", function, *(number_tree(source, depth - 1) for _ in range(count)))
    if sort == 7:
        return ("call", "clamp", *(number_tree(source, depth - 1) for _ in range(3)))
    if sort == 8 and source.random() < 0.5:
        return ("call", "uniform", *(number_tree(source, depth - 1) for _ in range(2)))
    return ("binary", source.choice(BINARY), number_tree(source, depth - 1), number_tree(source, depth - 1))


def truth_tree(source, depth):
    """A random tree that gives a yes or a no."""
    if depth <= 0 or source.random() < 0.5:
        return (
            "compare",
            source.choice(COMPARISONS),
            *(number_tree(source, max(depth - 1, 0)) for _ in range(2)),
        )
    if source.random() < 0.3:
        return ("not", truth_tree(source, depth - 1))
    return (source.choice(("and", "or")), truth_tree(source, depth - 1), truth_tree(source, depth - 1))


def rendered(tree):
    """A tree as a writer might write it, with a bracket around each part."""
    match tree:
        case ("name" | "number", text):
            return text
        case ("dice", count, sides):
            return f"{count}d{sides}"
        case ("-", inner):
            return f"(-{rendered(inner)})"
        case ("not", inner):
            return f"(not {rendered(inner)})"
        case ("if", *parts):
            return f"if({', '.join(map(rendered, parts))})"
        case ("call", function, *parts):
            return f"{function}({', '.join(map(rendered, parts))})"
        case ("binary" | "compare", sign, left, right):
            return f"({rendered(left)} {sign} {rendered(right)})"
        case (sign, left, right):
            return f"({rendered(left)} {sign} {rendered(right)})"
