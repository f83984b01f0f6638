"""The words of a record beside what was read from them, with what is unusual marked, for the person who confirms."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from euthymia.medicine.resistance import uses

_USUAL: Final = ("", "active", "completed")
# Sentences that only repeat the words, which stand beside them already.
_REPEATED: Final = ("Dose in the record's words", "Why it ended, in the record's words", "Its status in the record is")


class Words(NamedTuple):
    """One thing that the record says: in its words, as it was read, and whether a person should look twice."""

    label: str
    said: str
    read_as: str
    unusual: bool = False


def of_line(content: Mapping[str, Any]) -> tuple[Words, ...]:
    """Return the words of a line; () where it was kept before they were."""
    if "words" not in content:
        return ()
    medicine = Words("Medicine", content.get("written_as", ""), content.get("drug", ""))
    return (medicine, *dict.fromkeys(word for source in content["words"] for word in _of_source(source, content)))


def look_at(content: Mapping[str, Any]) -> list[str]:
    """Return what to look at, without the sentences that repeat the words beside them."""
    sentences = content.get("look_at", [])
    return [one for one in sentences if not ("words" in content and one.startswith(_REPEATED))]


def _of_source(source: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[Words]:
    known = source.get("mg_per_day")
    steps = source.get("steps", 0)
    dose = f"{known:g} mg a day" if known else f"{steps} steps" if steps else "dose not known"
    yield Words("Dose", source.get("dose") or "nothing written", dose, not (known or steps))
    status = source.get("status", "")
    yield Words("Status", status or "not given", "unusual" if status not in _USUAL else "", status not in _USUAL)
    if because := source.get("because", ""):
        yield Words("Why it ended", because, content.get("ended_for", "not read"), "ended_for" not in content)
    if given_for := source.get("given_for", ""):
        use = uses.use_of(given_for)
        yield Words("Given for", given_for, use or "not read", use != "depression")
    for note in source.get("notes", []):
        yield Words("Note", note, "for you to read", True)
