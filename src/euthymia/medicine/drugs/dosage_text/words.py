"""The words of a dosage text: each means a kind of token, some with a value.

Kinds are single letters, so that a rule of the grammar is a regular expression over them (`amounts.py`, `timing.py`).
"""

# Kinds of tokens as they are read
NUMBER, FRACTION, ARTICLE = "n", "f", "b"
UNIT, MASS, OTHER_UNIT, WATER = "u", "g", "l", "L"
TIMES, COUNT, PER_DAY, DAY, WEEK, MONTH = "x", "c", "F", "D", "W", "M"
EVERY, HOURS, DAYS, WEEKS, MONTHS, MINUTES = "e", "h", "d", "w", "m", "i"
SLOT, NTH_DAY, WEEKDAY = "s", "O", "y"
AND, OR, TO, DASH, SLASH, OPEN, CLOSE, STOP, COMMA = "&", "|", "t", "-", "/", "(", ")", ".", ","
THEN, AFTER, BEFORE, CHANGE, START = "T", "A", "G", "C", "S"
DENIED, MOST, UP_TO, NEEDED, DIVIDED, IF, WITH, FOR, TOTAL = "N", "X", "U", "P", "V", "I", "k", "p", "q"
BETWEEN, DISPENSED, UNCERTAIN, SCHEME, AT, DATE, FROM, UNKNOWN = "B", "R", "Q", "H", "K", "j", "o", "?"
HARMLESS, OF = "_", "5"

MORNING, NOON, AFTERNOON, EVENING, NIGHT = range(5)
Words = tuple[tuple[str, float, str], ...]  # kind, value, the words with commas between
