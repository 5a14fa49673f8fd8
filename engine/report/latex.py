"""Which LaTeX is typeset in a report: what is on these lists and whole; the rest stays as written.

A formula comes from anywhere, and what typesets it fails in many ways. So it is read here before.
"""

from __future__ import annotations

import re

LONGEST = 1000  # letters of a formula
DEEPEST = 12  # things inside each other

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
PLAIN = re.compile(r"[A-Za-z0-9+\-*/=<>()\[\].,:;!?|\s·×÷±∓≤≥≠≈∞∂∇→←∈−…α-ωΑ-ΡΣ-Ω]")
WORDS = re.compile(r"\{[A-Za-z0-9+\-/=().,: ]+\}")
GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho "
    "sigma tau phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
SIGNS = (
    "cdot times div pm mp le leq ge geq ne neq approx sim equiv propto infty partial nabla "
    "to rightarrow leftarrow Rightarrow Leftarrow mapsto in cdots ldots dots quad qquad "
    "sum prod int lim max min exp log ln sin cos tan tanh arctan forall exists mid circ ell top"
)
SYMBOLS = frozenset(f"\\{name}" for name in f"{GREEK} {SIGNS}".split()) | {
    *(r"\,", r"\;", r"\:", r"\!", r"\ ", r"\{", r"\}", r"\|", r"\%"),
}
OVER = frozenset({r"\hat", r"\bar", r"\vec", r"\dot", r"\tilde", r"\overline", r"\mathbf"})
OF_WORDS = frozenset({r"\text", r"\mathrm", r"\operatorname"})
OF_TWO = frozenset({r"\frac", r"\dfrac", r"\tfrac"})
FENCES = frozenset({"(", ")", "[", "]", "|", ".", r"\{", r"\}", r"\|"})
TABLES = frozenset({"matrix", "pmatrix", "bmatrix", "vmatrix", "cases", "aligned"})
ENDED = re.compile(r"\\end\{[a-z]+\}")
ENVIRONMENT = re.compile(r"\{([a-z]+)\}")


def is_sound(latex: str) -> bool:
    """Whether a formula can be typeset."""
    if not latex.strip() or len(latex) > LONGEST:
        return False
    reader = _Reader(latex)
    try:
        reader.row()
    except _UnsoundError:
        return False
    return reader.at_end


def grouped(latex: str) -> str:
    """A sound formula whose tables are in braces: only so they can have an exponent."""
    return ENDED.sub(r"\g<0>}", latex.replace(r"\begin{", r"{\begin{"))


class _UnsoundError(Exception):
    """It is not whole, or has something that is on no list."""


class _Reader:
    """Goes over a formula once, from left to right."""

    def __init__(self, latex: str) -> None:
        self._latex, self._place, self._depth = latex, 0, 0

    @property
    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self._place == len(self._latex)

    def row(self) -> None:
        """Things beside each other, until something ends them."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise _UnsoundError
        while self._next() not in ("", "}", "&", r"\\", r"\right", r"\end"):
            self._thing()
        self._depth -= 1

    def _thing(self) -> None:
        token = self._take()
        if token in ("^", "_", "'"):
            raise _UnsoundError  # of nothing
        self._rest_of(token)
        while self._next() == "'":
            self._take()
        scripts = ""
        while self._next() in ("^", "_"):
            sign = self._take()
            if sign in scripts:
                raise _UnsoundError
            scripts += sign
            self._argument()

    def _rest_of(self, token: str) -> None:
        """What belongs to a token that has been taken."""
        if token == "{":
            self._group()
        elif token in OVER:
            self._argument()
        elif token in OF_TWO:
            self._argument()
            self._argument()
        elif token in OF_WORDS:
            self._match(WORDS)
        elif token == r"\sqrt":
            self._argument()
        elif token == r"\left":
            self._fenced()
        elif token == r"\begin":
            self._table()
        elif token not in SYMBOLS and not PLAIN.fullmatch(token) and not token.isspace():
            raise _UnsoundError

    def _group(self) -> None:
        if self._next() == "}":
            raise _UnsoundError  # there is nothing in it
        self.row()
        self._expect("}")

    def _argument(self) -> None:
        """One thing: in braces, or a letter or symbol alone."""
        token = self._take()
        if token == "{":
            self._group()
        elif token not in SYMBOLS and not re.fullmatch(r"[A-Za-z0-9]", token):
            raise _UnsoundError

    def _fenced(self) -> None:
        if self._take() not in FENCES or self._next() == r"\right":
            raise _UnsoundError
        self.row()
        self._expect(r"\right")
        if self._take() not in FENCES:
            raise _UnsoundError

    def _table(self) -> None:
        name = self._match(ENVIRONMENT)[1]
        if name not in TABLES or self._next() == r"\end":
            raise _UnsoundError
        self.row()
        while self._next() in ("&", r"\\"):
            self._take()
            self.row()
        self._expect(r"\end")
        if self._match(ENVIRONMENT)[1] != name:
            raise _UnsoundError

    def _next(self) -> str:
        """The token that comes, without the space before it; empty at the end."""
        found = re.compile(r"\s*").match(self._latex, self._place)
        self._place = found.end() if found else self._place
        token = TOKEN.match(self._latex, self._place)
        return token[0] if token else ""

    def _take(self) -> str:
        token = self._next()
        if not token:
            raise _UnsoundError
        self._place += len(token)
        return token

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise _UnsoundError

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self._latex, self._place)
        if found is None:
            raise _UnsoundError
        self._place = found.end()
        return found
