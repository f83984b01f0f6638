"""A number as a hand typed it is read in one way, or refused with what was read."""

import pytest

from euthymia.medicine import number_entry


@pytest.mark.parametrize(("text", "value"), [
    ("0.5", 0.5), ("0,5", 0.5), (" 72 ", 72), ("68,25", 68.25), ("-10", -10), ("0,125", 0.125), ("12,5", 12.5),
    ("1,0005", 1.0005), ("1234.5", 1234.5),
])  # fmt: skip
def test_digits_with_one_decimal_sign_are_a_number(text, value):
    assert number_entry.number(text, "Dose") == value


@pytest.mark.parametrize("text", [
    "", "1_0", "1e3", "1E3", "nan", "inf", "-inf", "Infinity", "１２", "٣", "1 000", "1,2,3", "1.2.3", "1,234.5", ".5",
    "5.", "+5", "0x1F", "1/2", "−5", "--5", "12 mg", "9" * 13,
])  # fmt: skip
def test_whatever_else_python_or_a_browser_would_read_is_refused(text):
    with pytest.raises(number_entry.NotANumber, match=r"is not a number\. Type digits"):
        number_entry.number(text, "Dose")


@pytest.mark.parametrize(("text", "either"), [("1,000", "1000 or 1.000"), ("36,625", "36625 or 36.625")])
def test_a_comma_that_may_part_thousands_is_asked_about(text, either):
    with pytest.raises(number_entry.NotANumber, match=f'Dose: "{text}" may be {either}. Type it with a point'):
        number_entry.number(text, "Dose")


def test_a_whole_number_has_no_part():
    assert (number_entry.whole("12", "CADSS"), number_entry.whole("12.0", "CADSS")) == (12, 12)
    with pytest.raises(number_entry.NotANumber, match=r"CADSS: 12\.5 is not a whole number"):
        number_entry.whole("12,5", "CADSS")
