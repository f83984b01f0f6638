"""A diagnosis as somebody wrote or coded it, read as what it names, of whom, when and how surely.

Codes first, then words; where the two name different disorders, a person is asked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from euthymia.medicine.diagnoses import scope, words
from euthymia.medicine.diagnoses.codes import Coded, codes_in, read_code
from euthymia.medicine.diagnoses.entry import DEPRESSIONS, Entry, Kind, Standing
from euthymia.medicine.diagnoses.modifiers import Says


class Code(NamedTuple):
    """One code of one of the systems that `codes.system_of` names."""

    code: str
    system: str


class _Hit(NamedTuple):
    """One disorder that a text names: which, and what the words beside it say."""

    term: words.Term
    standing: Standing
    because: str
    of: str  # its part of the text


_WHY: Final[dict[Says | None, tuple[Standing, str]]] = {
    None: ("present", ""),
    "denied": ("none", "denied or ruled out"),
    "another's": ("none", "another person's"),
    "looked for": ("none", "looked for, not found"),
    "doubtful": ("doubtful", "not certain"),
    "past": ("past", "in the past"),
}
_RANK: Final[dict[Standing, int]] = {"present": 3, "past": 2, "doubtful": 1, "none": 0}


@lru_cache(maxsize=1024)  # many histories carry the same few words
def read_words(text: str) -> tuple[Entry, ...]:
    """Read every disorder that a text names, by code or word; one entry of kind "" where it names none we know.

    "Bipolar disorder ruled out; recurrent depression" is two: one denied, one present.   Source: house:diagnosis
    """
    found = [*_of_codes(text), *(entry for one in _sentences(text) for entry in _entries(one, text))]
    known = list(_strongest(found))
    return tuple(known) or (Entry("", "present", text.strip()),)


def _of_codes(text: str) -> Iterator[Entry]:
    """Read the codes in a text, unless the words around them deny or doubt them."""
    for coded, code in codes_in(text):
        if coded is not None:
            around = words.plain(text).replace(code.lower(), " xxcodexx ")
            says = _says_of_code(around)
            standing, because = _WHY[says]
            yield _coded(coded, text.strip(), standing, because)


def _says_of_code(around: str) -> Says | None:
    for sentence in scope.sentences(around):
        for place, part in enumerate(sentence):
            if (begins := part.find("xxcodexx")) >= 0:
                beside = _beside(sentence, place)
                return scope.said_of(part, (begins, begins + len("xxcodexx")), beside=beside)
    return None


def _coded(coded: Coded, said: str, standing: Standing = "present", because: str = "") -> Entry:
    if coded.over and standing == "present":
        standing, because = "past", "in remission"
    return Entry(coded.kind, standing, said, because, passing=coded.passing, induced=coded.induced)


def _sentences(text: str) -> Iterator[list[_Hit]]:
    """Find the disorders that each sentence names."""
    left = words.NO_DISORDER.sub(" ", words.plain(text))
    if not any(pattern.search(left) for _, pattern in words.TERMS):
        return  # most conditions of a record name nothing of ours: they are not cut up
    for sentence in scope.sentences(left):
        hits: list[_Hit] = []
        for place, part in enumerate(sentence):
            goes_on = _goes_on(sentence[place:], hits)
            hits += list(_hits(part, _beside(sentence, place), goes_on))
        yield hits


def _beside(sentence: Sequence[str], place: int) -> str:
    """Return what stands beside a part and speaks of it: what follows and says nothing else, or what leads it."""
    after = []
    for part in sentence[place + 1 :]:
        if scope.says_alone(part):
            after.append(part)
        elif not scope.is_empty(part):
            break
    before = sentence[place - 1] if place == 1 and scope.says_alone(sentence[0]) else ""
    return " ".join([before, *after])


def _hits(part: str, beside: str, goes_on: Says | None) -> Iterator[_Hit]:
    """Find the disorders that one part names; the longer name first, so that nothing is read twice."""
    places = list(_places(part))
    for term, place in places:
        others = [begins for _, (begins, _) in places if begins != place[0]]
        says = scope.said_of(part, place, others=others, beside=beside)
        standing, because = _WHY[says or (goes_on if term != "major" else None)]
        yield _Hit(term, standing, because, f"{part} {beside}")


def _places(part: str) -> Iterator[tuple[words.Term, tuple[int, int]]]:
    for term, pattern in words.TERMS:
        yield from ((term, hit.span()) for hit in pattern.finditer(part))
        part = pattern.sub(lambda hit: " " * len(hit[0]), part)


def _goes_on(parts: Sequence[str], earlier: Sequence[_Hit]) -> Says | None:
    """Return what a list says that a part only goes on with: "no mania, hypomania or psychosis".

    Where nothing joins its parts ("no mania, psychosis") it is doubtful.
    """
    if not earlier or earlier[-1].standing != "none":
        return None
    for place, part in enumerate(parts):
        bare = part
        for _, pattern in words.TERMS:
            bare = pattern.sub(" ", bare)
        if bare == part or not scope.is_empty(scope.without_joins(bare)):
            return "doubtful" if place else None
        if scope.joins(bare):
            return next(says for says, why in _WHY.items() if why == (earlier[-1].standing, earlier[-1].because))
    return "doubtful"


def _entries(hits: Sequence[_Hit], text: str) -> Iterator[Entry]:
    """Turn the disorders of one sentence into entries: a bipolar or psychotic disorder takes its depression with it."""
    said = text.strip()
    by_term = {term: [hit for hit in hits if hit.term == term] for term, _ in words.TERMS}
    bipolar, psychotic = _best(by_term["bipolar"]), _best(by_term["psychotic"])
    depression = _best([*by_term["major"], *by_term["depression"]])
    feature = _best(by_term["feature"])
    whole = [hit for hit in (bipolar, psychotic) if hit is not None]
    yield from (_entry(_HEADS[hit.term], hit, said) for hit in whole)
    if not any(hit.standing in ("present", "past") for hit in whole):
        yield from _depressive(depression, feature, said, text)
    yield from (_entry(kind, hit, said) for term, kind in _BESIDE.items() if (hit := _best(by_term[term])) is not None)


_HEADS: Final[dict[words.Term, Kind]] = {"bipolar": "bipolar disorder", "psychotic": "psychotic disorder"}
_BESIDE: Final[dict[words.Term, Kind]] = {
    "schizotypal": "schizotypal disorder", "dementia": "dementia", "cognition": "impaired cognition",
}  # fmt: skip


def _depressive(depression: _Hit | None, feature: _Hit | None, said: str, text: str) -> Iterator[Entry]:
    """Read a depression with its psychotic features, or a psychosis that stands alone."""
    if depression is None or depression.standing == "none":
        if feature is not None:
            yield _entry("psychotic disorder", feature, said)
        if depression is not None:
            yield _entry("other depression", depression, said)
        return
    if feature is not None and feature.standing != "none":
        surely = feature.standing == "present" and depression.standing == "present"
        hit = feature if feature.standing != "present" else depression
        yield _entry("major depression with psychotic features", hit, said)
        if surely:
            return
    major = depression.term == "major" or words.MAJOR_ELSEWHERE.search(words.plain(text)) is not None
    yield _entry("major depression" if major else "other depression", depression, said)


def _entry(kind: Kind, hit: _Hit, said: str) -> Entry:
    passing = kind == "psychotic disorder" and words.PASSING.search(hit.of) is not None
    standing, because = hit.standing, hit.because
    if passing and standing == "present" and _YEAR.search(hit.of):
        standing, because = "past", "of a year"  # "postpartum psychosis 1998": whether it is over is asked
    return Entry(
        kind, standing, said, because, passing=passing,
        induced=kind in ("psychotic disorder", "bipolar disorder") and words.INDUCED.search(hit.of) is not None,
    )  # fmt: skip


_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


def _best(hits: Iterable[_Hit]) -> _Hit | None:
    """Return the hit that says most: present before past, doubtful and denied."""
    return max(hits, key=lambda hit: _RANK[hit.standing], default=None)


def _strongest(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Keep one entry of each kind, the one that says most."""
    kept: dict[Kind, Entry] = {}
    for entry in entries:
        if entry.kind not in kept or _RANK[entry.standing] > _RANK[kept[entry.kind].standing]:
            kept[entry.kind] = entry
    yield from kept.values()


# A record's condition: codes, words, and what its status says


def read(codes: Sequence[Code], texts: Sequence[str], *, over: bool = False, doubted: str = "") -> tuple[Entry, ...]:
    """Read one condition of a record.

    codes    as sent, of systems that we know;  texts  every wording of it, the person's own first
    over     its status says that it is over
    doubted  why it is not certain by its status ("provisional"); "" where it is
    """
    coded = [(hit, one) for one in codes if (hit := read_code(one.code, one.system))]
    said = next(iter(texts), "") or _said_of_code(coded, codes)
    by_code = list(_strongest(_coded(hit, said) for hit, _ in coded))
    by_word = [entry for text in texts for entry in read_words(text) if entry.kind]
    return tuple(
        _standing(one, said, over, doubted) for one in _agreed(_general_out(by_code), _general_out(by_word), said)
    )


def _said_of_code(coded: Sequence[tuple[Coded, Code]], codes: Sequence[Code]) -> str:
    if coded:
        return f"{coded[0][0].words} ({coded[0][1].system} {coded[0][1].code})"
    return f"{codes[0].system} {codes[0].code}".strip() if codes else ""


def _general_out(entries: Sequence[Entry]) -> list[Entry]:
    """Leave out a plain depression beside its more special form, and a kind that was said weaker before."""
    kinds = {entry.kind for entry in entries if entry.standing != "none"}
    if "major depression with psychotic features" in kinds:
        entries = [e for e in entries if e.kind not in DEPRESSIONS or e.standing == "none"]
    elif "major depression" in kinds:
        entries = [e for e in entries if e.kind != "other depression" or e.standing == "none"]
    return list(_strongest(entries))


def _agreed(by_code: Sequence[Entry], by_word: Sequence[Entry], said: str) -> Iterator[Entry]:
    """Join what codes and words say: words that doubt, deny or date win; two different disorders are asked about."""
    if not by_code or not by_word:
        yield from by_code or by_word or [Entry("", "present", said)]
        return
    worded = {entry.kind: entry for entry in by_word}
    for entry in by_code:
        same = worded.pop(entry.kind, None) or _like(entry, worded)
        if same is None:
            yield _differing(entry, by_word)
        else:
            yield _weaker(entry, same)
    coded = {entry.kind for entry in by_code}
    yield from (_differing(entry, by_code) for kind, entry in worded.items() if kind not in coded)


def _like(entry: Entry, worded: dict[Kind, Entry]) -> Entry | None:
    """Find a plain depression among the words where the code says which kind of depression."""
    if entry.kind not in (*DEPRESSIONS, "major depression with psychotic features"):
        return None
    return next((worded.pop(kind) for kind in DEPRESSIONS if kind in worded), None)


def _weaker(entry: Entry, same: Entry) -> Entry:
    """Let words say when and how surely; a code of remission stands where the words do not say another.

    What a code names and words deny is asked about: one of the two is wrong.
    """
    if same.because == _WHY["denied"][1] and entry.effect in ("rules out", "asks"):
        return entry._replace(standing="doubtful", because=f"its code names it, its words: {same.because}")
    if same.standing != "present":
        entry = entry._replace(standing=same.standing, because=same.because)
    return entry._replace(passing=entry.passing or same.passing, induced=entry.induced or same.induced, said=same.said)


def _differing(entry: Entry, others: Sequence[Entry]) -> Entry:
    """Doubt what code and words do not both say, where it could rule out; a depression stands beside it."""
    if entry.standing == "none" or entry.effect in ("listed", "names depression", "asks unless depressed"):
        return entry
    if all(other.kind in ("dementia", "impaired cognition") for other in others):
        return entry
    return entry._replace(standing="doubtful", because="its code and its words differ")


def _standing(entry: Entry, said: str, over: bool, doubted: str) -> Entry:
    entry = entry._replace(said=said)
    if entry.standing == "none":
        return entry
    if doubted:
        return entry._replace(standing="doubtful", because=doubted)
    if over and entry.standing == "present":
        return entry._replace(standing="past", because="over, by its status")
    return entry
