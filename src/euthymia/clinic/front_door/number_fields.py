"""The fields of every form that asks for a number: typed as text, so that no wheel and no arrow key changes it."""

from typing import Any

from django import forms
from django.core.validators import BaseValidator

from euthymia.medicine import number_entry


class NumberInput(forms.TextInput):
    """A text field with the keypad of numbers; a browser's own number field changes under the mouse wheel."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, inputmode: str = "decimal") -> None:
        super().__init__({"inputmode": inputmode, "autocomplete": "off", **(attrs or {})})


class NumberField(forms.FloatField):
    """A number with its bounds, which the server checks."""

    widget = NumberInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _say_bounds(self)

    def to_python(self, value: Any) -> float | None:
        """Return the number; None for an empty field. Raises ValidationError with what was read."""
        return None if value in self.empty_values else _read(number_entry.number, value, self.label)


class WholeNumberField(forms.IntegerField):
    """A whole number with its bounds, which the server checks."""

    def __init__(self, *, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(widget=NumberInput(attrs, inputmode="numeric"), **kwargs)
        _say_bounds(self)

    def to_python(self, value: Any) -> int | None:
        """Return the whole number; None for an empty field. Raises ValidationError with what was read."""
        return None if value in self.empty_values else _read(number_entry.whole, value, self.label)


def _read(reads: Any, value: object, label: object) -> Any:
    try:
        return reads(str(value), str(label))
    except number_entry.NotANumber as refusal:
        raise forms.ValidationError(str(refusal), code="invalid") from None


def _say_bounds(field: forms.FloatField | forms.IntegerField) -> None:
    low, high = field.min_value, field.max_value
    bounds = f"below {low}" if high is None else f"above {high}" if low is None else f"not between {low} and {high}"
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = f"%(show_value)g is {bounds}. Read it again, and type it."
