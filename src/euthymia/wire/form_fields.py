"""The fields of the documented form: what is absent is unknown, what has another shape is refused with a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from euthymia.medicine.refusal import Refusal


class UnreadableHistory(Refusal):
    """Something in the history is not as the documented form has it."""


def list_of(fields: Mapping[str, Any], key: str) -> list[Any]:
    """Return a list, [] where it is absent. Raises UnreadableHistory."""
    given = fields.get(key, [])
    if not isinstance(given, list):
        raise UnreadableHistory(f'"{key}" is {kind_of(given)}. Give a list, [] where there is none.')
    return given


def object_of(given: object, what: str, known: Sequence[str]) -> Mapping[str, Any]:
    """Return an object's fields. Raises UnreadableHistory for another value or an unknown field."""
    if not isinstance(given, Mapping):
        raise UnreadableHistory(f"{what} is {kind_of(given)}. Give an object with {', '.join(known)}.")
    for key in given:
        if key not in known:
            raise UnreadableHistory(f"{what}: {key!r} is no field of the form. There are: {', '.join(known)}.")
    return given


def text_of(fields: Mapping[str, Any], key: str, where: str) -> str:
    """Return a text, "" where it is absent. Raises UnreadableHistory."""
    given = fields.get(key)
    if given is None:
        return ""
    if not isinstance(given, str):
        raise UnreadableHistory(f'{where}: "{key}" is {given!r}, not a text. Write it in quotes, or leave it out.')
    return given


def flag_of(fields: Mapping[str, Any], key: str, where: str) -> bool:
    """Return true or false, false where it is absent. Raises UnreadableHistory."""
    given = fields.get(key)
    if given is not None and not isinstance(given, bool):
        raise UnreadableHistory(f'{where}: "{key}" is {given!r}. Write true or false, or leave it out where unknown.')
    return bool(given)


def kind_of(given: object) -> str:
    """Name what a value of JSON is."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(given), "a number")
