"""Words that stand in records for good. One that this version does not know is shown as it stands, never dropped."""

from enum import StrEnum


def known(word: str, words: type[StrEnum]) -> bool:
    """Return whether a stored word is one of these."""
    try:
        words(word)
    except ValueError:
        return False
    return True


def not_known(word: str) -> str:
    """Return how an unknown word is shown."""
    return f"{word} (not known to this version)"


def shown(word: str, words: type[StrEnum]) -> str:
    """Return a stored word as a person reads it."""
    return word if known(word, words) else not_known(word)
