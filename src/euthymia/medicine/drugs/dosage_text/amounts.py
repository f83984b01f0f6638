"""The first rules of the grammar: numbers written twice, fractions, multiples and ranges; tokens to amounts.

A rule is a regular expression over the kinds of tokens, and what its tokens become; None leaves them.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from euthymia.medicine.drugs.dosage_text import words as w
from euthymia.medicine.drugs.dosage_text.tokens import Token

Tokens = Sequence[Token]
Rule = tuple[re.Pattern[str], Callable[[Tokens], Tokens | None]]

# Kinds that the rules make
UNITS, MG, MG_EACH, MG_TOTAL, MG_A_DAY = "v", "Z", "z", "Y", "E"
MOST_MG, MOST_UNITS = "1", "2"
_HALF_WORDS: Final = re.compile(r"[a-z]")


def rule(pattern: str, becomes: Callable[[Tokens], Tokens | None]) -> Rule:
    """Return a rule of the grammar."""
    return re.compile(pattern), becomes


class Grammar:
    """Rules in their order, and which of them fits an order of kinds: texts are many, the orders of kinds few."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = rules
        self._next_that_fits = lru_cache(maxsize=8192)(self._search)

    def _search(self, kinds: str, start: int) -> int:
        """Return the place of the first rule from `start` on that fits these kinds; -1 for none."""
        return next((n for n in range(start, len(self._rules)) if self._rules[n][0].search(kinds)), -1)

    def rewrite(self, tokens: Tokens) -> list[Token]:
        """Apply each rule in turn, wherever it fits."""
        found = list(tokens)
        kinds = "".join([token.kind for token in found])
        place = self._next_that_fits(kinds, 0)
        while place >= 0:
            pattern, becomes = self._rules[place]
            made: list[Token] = []
            at = 0
            for match in pattern.finditer(kinds):
                new = becomes(found[match.start() : match.end()])
                if new is not None:
                    made += [*found[at : match.start()], *new]
                    at = match.end()
            found = made + found[at:]
            kinds = "".join([token.kind for token in found])
            place = self._next_that_fits(kinds, place + 1)
        return found


def unclear(tokens: Tokens) -> Tokens:
    """Return one token that asks, with the words."""
    return [Token(w.UNCERTAIN, text=" ".join(token.text for token in tokens))]


def dropped(tokens: Tokens) -> Tokens:
    """Return nothing: the tokens change nothing."""
    del tokens
    return []


def first(tokens: Tokens) -> Tokens:
    """Keep the first token alone."""
    return tokens[:1]


def _same_twice(tokens: Tokens) -> Tokens:
    """Read "2 (two)" as one number; two numbers that differ ask."""
    return [tokens[0]] if abs(tokens[0].value - tokens[2].value) < 1e-9 else unclear(tokens)


def _number(value: float, tokens: Tokens) -> Tokens:
    return [Token(w.NUMBER, value, tokens[-1].text)]


def _one_half(tokens: Tokens) -> Tokens | None:
    """Read "one-half" and "one half", both in words, as a half."""
    in_words = all(_HALF_WORDS.match(tokens[n].text) for n in (0, -1))
    return [tokens[-1]] if in_words and tokens[0].value == 1 else None


def _mixed(tokens: Tokens) -> Tokens:
    """Read "1 and 1/2" and "two and a half"; a word beside a fraction in digits asks ("one 1/2 tablet")."""
    whole, part = tokens[0], tokens[-1]
    alone = len(tokens) == 2 and _HALF_WORDS.match(whole.text) and not _HALF_WORDS.match(part.text)
    if alone or whole.value != int(whole.value):
        return unclear(tokens)
    return _number(whole.value + part.value, tokens)


def _and_a_half(tokens: Tokens) -> Tokens:
    """Read "1 tablet and a half"."""
    return [*_number(tokens[0].value + tokens[-1].value, tokens), tokens[1]]


def _of_one(tokens: Tokens) -> Tokens | None:
    """Read "half of one tablet"."""
    return [*_number(tokens[0].value, tokens), tokens[-1]] if tokens[1].value == 1 else unclear(tokens)


def _mass(tokens: Tokens) -> Tokens:
    return [Token(MG, tokens[0].value * tokens[-1].value, f"{tokens[0].text} {tokens[-1].text}")]


def _scheme_mass(tokens: Tokens) -> Tokens:
    return [tokens[0], Token(MG_EACH, tokens[1].value, tokens[1].text)]


def _multiple(tokens: Tokens) -> Tokens:
    """Read "2 x 50 mg" as two of 50 mg each."""
    return [Token(UNITS, tokens[0].value, tokens[0].text), Token(MG_EACH, tokens[2].value, tokens[2].text)]


def _product(tokens: Tokens) -> Tokens:
    """Read "2 x 1": twice one."""
    return _number(tokens[0].value * tokens[2].value, tokens)


def _units(tokens: Tokens) -> Tokens:
    return [Token(UNITS, tokens[0].value, f"{tokens[0].text} {tokens[-1].text}")]


def _unit_each_hours(tokens: Tokens) -> Tokens:
    """Read "1 comp/12h" as every 12 hours; what does not go evenly into a day asks."""
    hours = tokens[2].value
    return [tokens[0], Token(w.PER_DAY, 24 / hours)] if hours in (4, 6, 8, 12, 24) else unclear(tokens)


def _each(tokens: Tokens) -> Tokens:
    """Read "50 mg tablets": the mg of one."""
    return [Token(MG_EACH, tokens[0].value, tokens[0].text)]


def _counted_each(tokens: Tokens) -> Tokens:
    """Read "2 50 mg tablets"."""
    return [Token(UNITS, tokens[0].value, tokens[0].text), Token(MG_EACH, tokens[1].value, tokens[1].text)]


def _units_first(tokens: Tokens) -> Tokens:
    """Read "2 tablets 50 mg": whether the mg are those of one or of both, only the strength can say."""
    return [*_units(tokens[:2]), tokens[2]]


def _units_of(tokens: Tokens) -> Tokens:
    """Read "2 tablets of 50 mg": the mg of one."""
    return [*_units(tokens[:2]), *_each(tokens[3:])]


def _total(tokens: Tokens) -> Tokens:
    """Read "100 mg total" and "total of 100 mg"; with "daily" between, it is the day's."""
    amount = next(token for token in tokens if token.kind in (MG, MG_EACH))
    of_day = any(token.kind == w.DAY or (token.kind == w.TOTAL and token.value) for token in tokens)
    return [Token(MG_A_DAY if of_day else MG_TOTAL, amount.value, amount.text)]


def _most(tokens: Tokens) -> Tokens:
    kind = MOST_MG if tokens[-1].kind in (MG, MG_EACH) else MOST_UNITS
    return [Token(kind, tokens[-1].value, tokens[-1].text)]


_N: Final = "[nf]"
AMOUNTS: Final[tuple[Rule, ...]] = (
    rule("5(?!n-?g)", dropped),
    rule("-(?=[ug])", dropped),
    rule("n-x", lambda t: [t[0], t[2]]),  # "two-times"
    rule("n-?f", _one_half),
    rule(rf"{_N}\({_N}\)", _same_twice),
    rule(r"c\(n\)", lambda t: first(t) if t[0].value == t[2].value else unclear(t)),
    rule(r"nu&b?f(?!u|bu)", _and_a_half),
    rule(r"n(?:&|-)?b?f", _mixed),
    rule(r"n\(nf\)", lambda t: unclear(t)),
    rule("bf", lambda t: t[1:]),
    rule("fbu", lambda t: [*_number(t[0].value, t), t[2]]),
    rule("fnu", _of_one),
    rule("f", lambda t: _number(t[0].value, t)),
    rule(rf"{_N}\({_N}\)", _same_twice),
    rule("b(?=[ug]|z)", lambda t: _number(1, t)),
    rule("nb(?=n)", lambda t: [t[0], Token(w.TO, text="to")]),  # "50 à 100 mg"
)
MASSES: Final[tuple[Rule, ...]] = (
    rule(r"n-?g", _mass),
    rule("u/n-?h", _unit_each_hours),
    rule(r"(?:[nZ]u?g?)(?:[-t/|]|/?t)(?:[nZ])", unclear),  # a range, or one of two
    rule("BZ?n?", unclear),
    rule("nu/(?=[D])", lambda t: t[:2]),
    rule("u/", first),
)
COUNTED: Final[tuple[Rule, ...]] = (
    rule("nxZu?", _multiple),
    rule("nxn(?!x)", _product),
    rule("n(?:-)?Zu", _counted_each),
    rule("Z(?:-)?u", _each),
    rule("HZ", _scheme_mass),
    rule("nu5[Zz]", _units_of),
    rule("5", dropped),
    rule("nu[Zz]", _units_first),
    rule("nu", _units),
    rule(r"(?:[Zz]q)|(?:qD?[Zz]D?)", _total),
    rule(r"X[D(,]*[Zv]D?", lambda t: _most([one for one in t if one.kind in (MG, UNITS)])),
)
