"""A dosage text to tokens: letters made plain, numbers read as written, words and phrases looked up, longest first."""

import re
import unicodedata
from typing import Final, NamedTuple

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.dosage_text import words as w
from euthymia.medicine.drugs.dosage_text.dispensing import without_dispensing
from euthymia.medicine.drugs.dosage_text.english import ENGLISH, PASSED_OVER
from euthymia.medicine.drugs.dosage_text.germanic import DUTCH, GERMAN
from euthymia.medicine.drugs.dosage_text.romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH


class Token(NamedTuple):
    """One piece of a text: its kind (a letter of `words`), a value, the words, and a scheme's values."""

    kind: str
    value: float = 0.0
    text: str = ""
    values: tuple[float, ...] = ()


_FRACTIONS: Final = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_ONE: Final = r"(?:\d+ ?1/2|1/2|3/4|1/4|\d{1,3}(?:[.,]\d{1,2})?)"
_PIECES: Final = re.compile(
    r"(?P<date>\b\d{4}-\d\d?-\d\d?\b|\b\d{1,2}[/.-](?!0[/.-])\d{1,2}[/.-](?:19|20)?\d\d\b"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,4}(?:, \d{4})?\b)"
    r"|(?P<clock>\b\d{1,2}[:h]\d\d(?: ?[ap]m\b)?)"
    rf"|(?P<scheme>(?<![\d.,/+-]){_ONE}(?: ?[-–—+] ?{_ONE}){{2,4}}(?![\d/]|[.,]\d)(?P<scheme_mg> ?mg\b)?)"
    r"|(?P<fraction>(?<![\d/.,])[1-7]/[2348](?![\d/]|[.,]\d))"
    r"|(?P<thousands>(?<![\d.,])[1-9]\d{0,2}(?:[,'’]\d{3})+(?![\d.,]\d))"
    r"|(?P<unclear>(?<![a-z\d.,])\d+(?:[.,]\d+)?(?!x|dd)[a-z]{1,2}[+-]?\d+|"
    r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?!\d)|(?<!\d)\d+(?:[.,]\d+){2,})"
    r"|(?P<number>\d+[.,]\d+|(?<!\d)[.,]\d+|\d+)(?P<ordinal>(?:st|nd|rd|th|eme|er)\b)?"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[-–—/&+(),;:.@%?\n×*~<>=#])"
)  # fmt: skip
_SIGNS: Final = {"-": w.DASH, "–": w.DASH, "—": w.DASH, "/": w.SLASH, "&": w.AND, "+": w.AND, "(": w.OPEN, ")": w.CLOSE,
                 ",": w.COMMA, ";": w.STOP, ":": w.COMMA, ".": w.STOP, "@": w.AT, "%": w.OTHER_UNIT, "?": w.UNCERTAIN,
                 "\n": w.STOP, "×": w.TIMES, "*": w.TIMES, "~": w.UP_TO, "<": w.UP_TO, ">": w.UP_TO, "=": w.HARMLESS,
                 "#": w.DISPENSED}  # fmt: skip
_SHORT: Final = re.compile(r"\b(?:[a-z]\. ?){1,3}[a-z]\.?(?![\w.])")
_BY_MOUTH: Final = re.compile(r"\bp\. ?o\.(?=[\s,;]|\Z)")  # alone, so that "p.o. o.d." is two
_AFTER_SHORT: Final = (w.UNIT, w.DAY, w.MOST, w.HOURS)
_TAKE_TABLETS: Final = re.compile(r"\bt(?:ake|k)? ?(\d)t\b")
# German parts its verb: "nehmen Sie 2 Tabletten täglich ein" takes two, and no third.
_TAKEN_IN: Final = re.compile(r"\b(nehmen?|nimmt?)\b([^.;\n]*?) ein(?=\s*(?:[.;,!\n]|\Z))")
_DUTCH: Final = re.compile(r"\b(\d) ?d ?d ?(?=\d)")


def _phrases() -> dict[str, dict[tuple[str, ...], Token]]:
    """Index each phrase by its first word. English stands before other languages, a meaning before "harmless"."""
    found: dict[str, dict[tuple[str, ...], Token]] = {}
    tables = (((w.HARMLESS, 0.0, PASSED_OVER),), DUTCH, PORTUGUESE, ITALIAN, SPANISH, FRENCH, GERMAN, ENGLISH)
    for table in tables:
        for kind, value, said in table:
            for phrase in said.split(", "):
                parts = tuple(re.findall(r"[^\W\d_]+|\d+|[^\w\s]", phrase))
                found.setdefault(parts[0], {})[parts] = Token(kind, value, phrase)
    return found


_PHRASES: Final = _phrases()
_LENGTHS: Final = {word: sorted({*map(len, phrases)}, reverse=True) for word, phrases in _PHRASES.items()}


def plain(text: str) -> str:
    """Return the text in small letters without accents, dots of short forms and fraction signs."""
    text = without_dispensing(text.casefold())
    for sign, written in _FRACTIONS.items():
        text = text.replace(sign, f" {written} ")
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("×", " x ").replace("⁄", "/"))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"n['’]t\b", "nt", text)
    text = re.sub(r"(?<=[^\d\W])['’](?=\w)|(?<!\w)['’](?=[^\d\W])|[_\"“”*]|\s+(?=\n)", " ", text)
    text = re.sub(r"\((?:e?s|n|en)\)", "", text)
    text = _TAKEN_IN.sub(r"\1\2", text)
    text = _BY_MOUTH.sub("po", text)
    text = _SHORT.sub(lambda m: m[0].replace(".", "").replace(" ", "") + " ", text)
    return _DUTCH.sub(r"\1 x daily ", _TAKE_TABLETS.sub(r"take \1 tablets", text))


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens; what changes nothing is left out, what is not known is of kind "?"."""
    pieces = [_piece(match) for match in _PIECES.finditer(plain(text))]
    found: list[Token] = []
    at = 0
    while at < len(pieces):
        token, length = _longest(pieces, at)
        at += length
        if token.kind == w.STOP and token.text == "." and found and _is_short(found[-1]):
            continue
        if token.kind != w.HARMLESS:
            found.append(token)
    return found


def _is_short(token: Token) -> bool:
    return token.kind in _AFTER_SHORT and len(token.text) <= 4


def _longest(pieces: list[Token], at: int) -> tuple[Token, int]:
    """Look up the longest phrase that begins here, hyphens passed over; its token and how many pieces it takes."""
    piece = pieces[at]
    phrases = _PHRASES.get(piece.text)
    if phrases is not None:
        lengths = _LENGTHS[piece.text]
        ahead = [at]
        if lengths[0] > 1:
            most = min(at + 2 * lengths[0], len(pieces))
            ahead += [n for n in range(at + 1, most) if pieces[n].kind != w.DASH]
        for length in lengths:
            if length <= len(ahead):
                found = phrases.get(tuple([pieces[n].text for n in ahead[:length]]))
                if found is not None:
                    return found, ahead[length - 1] + 1 - at
    if piece.kind == w.UNKNOWN and len(piece.text) > 4 and antidepressants.match(piece.text) is not None:
        return piece._replace(kind=w.HARMLESS), 1
    return piece, 1


def _piece(match: re.Match[str]) -> Token:
    kind, said = match.lastgroup or "", match[0]
    if kind == "word":
        return Token(w.UNKNOWN, text=said)
    if kind == "sign":
        return Token(_SIGNS[said], text=said)
    if match["scheme"]:
        return _scheme(match)
    if kind == "fraction":
        above, below = said.split("/")
        value = int(above) / int(below)
        return Token(w.FRACTION if value < 1 else w.UNCERTAIN, value, said)
    if kind == "clock":
        return _clock(said)
    simple = {"date": w.DATE, "unclear": w.UNCERTAIN}.get(kind)
    if simple:
        return Token(simple, text=said)
    if kind == "thousands":
        return Token(w.NUMBER, float(re.sub(r"\D", "", said)), said)
    return Token(w.NUMBER, float(match["number"].replace(",", ".")), match["number"])


def _clock(said: str) -> Token:
    hour = int(re.split(r"[:h]", said)[0]) % 12 + 12 * ("p" in said) if "m" in said else int(re.split(r"[:h]", said)[0])
    return Token(w.SLOT, slot_at(hour), said)


def slot_at(hour: float) -> float:
    """Return the part of the day that an hour of the clock lies in."""
    ends = ((4, w.NIGHT), (11, w.MORNING), (14, w.NOON), (17, w.AFTERNOON), (20, w.EVENING))
    return float(next((slot for end, slot in ends if hour < end), w.NIGHT))


def _scheme(match: re.Match[str]) -> Token:
    """Read "1-0-1": what is taken in the morning, at noon, in the evening, at night; mg only where mg stands there."""
    said = match["scheme"].removesuffix(match["scheme_mg"] or "")
    parts = [re.findall(r"\d+/\d|\d+(?:[.,]\d+)?", part) for part in re.split(r"[-–—+]", said)]
    values = tuple(sum(_number(one) for one in part) for part in parts)
    mg = match["scheme_mg"] is not None
    if len(values) > 4 or (not mg and max(values) > 10) or not any(values):
        return Token(w.UNCERTAIN, text=said)
    return Token(w.SCHEME, float(mg), said, values)


def _number(said: str) -> float:
    above, slash, below = said.replace(",", ".").partition("/")
    return float(above) / float(below) if slash else float(above)
