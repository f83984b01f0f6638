"""A diagnosis in the documented form of a history: its words, or an entry as it was read elsewhere."""

from typing import Any, Final, get_args

from euthymia.medicine.diagnoses import Entry, Kind, Standing, read_words
from euthymia.wire.form_fields import UnreadableHistory, flag_of, object_of, text_of

DIAGNOSIS_FIELDS: Final = (*Entry._fields, "from_resources", "effect")


def read_diagnosis(given: object) -> tuple[Entry, ...]:
    """Read a diagnosis beside the main one: its words, or an entry as `diagnosis_form` writes it.

    Raises UnreadableHistory.
    """
    if isinstance(given, str):
        return read_words(given)
    fields = object_of(given, '"diagnoses"', DIAGNOSIS_FIELDS)
    for key, choices in (("kind", get_args(Kind)), ("standing", get_args(Standing))):
        if fields.get(key) not in choices:
            named = ", ".join(repr(choice) for choice in choices)
            raise UnreadableHistory(f'"diagnoses": {key} is {fields.get(key)!r}. Choose one of: {named}.')
    said, because = (text_of(fields, key, '"diagnoses"') for key in ("said", "because"))
    passing, induced = (flag_of(fields, key, '"diagnoses"') for key in ("passing", "induced"))
    return (Entry(fields["kind"], fields["standing"], said, because, passing, induced),)


def diagnosis_form(one: Entry) -> dict[str, Any]:
    """Write a diagnosis as JSON's dict; what says nothing is left out, but its kind."""
    return {key: value for key, value in one._asdict().items() if value or key == "kind"}
