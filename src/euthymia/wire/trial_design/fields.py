"""Names and values to one of medicine's values, by the types that it declares."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from euthymia.medicine.refusal import Refusal

Made = TypeVar("Made")


class NotUnderstood(Refusal):
    """A design that was written down in a way that cannot be read."""


def only(told: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """Refuse a name that nothing is known of. Raises NotUnderstood."""
    for name in told:
        if name not in known:
            raise NotUnderstood(f"{where}: {name!r} is not known here. Known are {', '.join(known)}.")


def made(kind: type[Made], told: Any, where: str) -> Made:
    """Make a value of what was told of it. Raises NotUnderstood, and what the value itself refuses."""
    if not isinstance(told, Mapping):
        raise NotUnderstood(f"{where}: {told!r}; write names and values, such as {{{_example(kind)}: ...}}.")
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    only(told, names, where)
    given = {name: _as(hints[name], value, f"{where}, {name}") for name, value in told.items()}
    needed = [one.name for one in fields(kind) if _needed(one) and one.name not in given]  # type: ignore[arg-type]
    if needed:
        raise NotUnderstood(f"{where}: nothing is said of {', '.join(needed)}. Add it.")
    return kind(**given)


def _example(kind: type) -> str:
    return fields(kind)[0].name


def _needed(one: Any) -> bool:
    from dataclasses import MISSING

    return one.default is MISSING and one.default_factory is MISSING


def _as(hint: Any, value: Any, where: str) -> Any:
    """Take a value as a type says: numbers as numbers, yes and no, a word, a list of any of them."""
    if get_origin(hint) is UnionType:
        if value is None and type(None) in get_args(hint):
            return None
        return _as(next(one for one in get_args(hint) if one is not type(None)), value, where)
    if get_origin(hint) is tuple:
        return _listed(hint, value, where)
    if get_origin(hint) is Mapping:
        return _named(hint, value, where)
    if hint is bool and isinstance(value, bool):
        return value
    if hint is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if (hint is str or get_origin(hint) is Literal) and isinstance(value, str):
        return value  # what words are known, the value itself says
    raise NotUnderstood(f"{where}: {value!r} is no {_called(hint)}. Correct it.")


def _named(hint: Any, value: Any, where: str) -> dict[Any, Any]:
    key, inner = get_args(hint)
    if not isinstance(value, Mapping):
        raise NotUnderstood(f"{where}: {value!r}; write names and values, such as {{TIME: h}}.")
    return {_as(key, name, where): _as(inner, one, f"{where}, {name}") for name, one in value.items()}


def _listed(hint: Any, value: Any, where: str) -> tuple[Any, ...]:
    inner = get_args(hint)
    if not isinstance(value, list):
        raise NotUnderstood(f"{where}: {value!r} is no list. Write [ ] around it, with commas between.")
    if inner[-1] is not Ellipsis and len(value) != len(inner):
        raise NotUnderstood(f"{where}: {len(value)} values, and it is {len(inner)}. Correct it.")
    return tuple(_as(inner[0], one, where) for one in value)


def _called(hint: Any) -> str:
    return {bool: "yes or no", int: "whole number", float: "number"}.get(hint, "word")
