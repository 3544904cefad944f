"""The formula language: numbers a spreadsheet user can read, proven at compile time, quick in play.

Reads text and gives functions; knows no rule of the game, no file and no state.
"""

from engine.model.clause import ErrorCount
from engine.rules.formulas.bounds import Range, bounds
from engine.rules.formulas.check import CheckedFormula, Result, check
from engine.rules.formulas.compile import compile_formula
from engine.rules.formulas.distribution import Distribution, distribution
from engine.rules.formulas.functions import FUNCTIONS, OPERATORS, Function, Operator
from engine.rules.formulas.lex import ID_FAMILIES
from engine.rules.formulas.names import minus_advice
from engine.rules.formulas.problem import Problem, ProblemKind, Problems
from engine.rules.formulas.scope import Scope
from engine.rules.formulas.tree import Kind

__all__ = [
    "FUNCTIONS",
    "ID_FAMILIES",
    "OPERATORS",
    "CheckedFormula",
    "Distribution",
    "ErrorCount",
    "Function",
    "Kind",
    "Operator",
    "Problem",
    "ProblemKind",
    "Problems",
    "Range",
    "Result",
    "Scope",
    "bounds",
    "check",
    "compile_formula",
    "distribution",
    "minus_advice",
]
