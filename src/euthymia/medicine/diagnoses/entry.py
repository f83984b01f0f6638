"""One diagnosis as it was read: its kind, how it stands, and what that means for the rule of resistance."""

from typing import Final, Literal, NamedTuple

Kind = Literal[
    "",
    "major depression",
    "major depression with psychotic features",
    "other depression",
    "bipolar disorder",
    "psychotic disorder",
    "schizotypal disorder",
    "dementia",
    "impaired cognition",
]
# none: denied, ruled out, another person's, or only looked for
Standing = Literal["present", "past", "doubtful", "none"]
Effect = Literal["rules out", "names depression", "asks", "asks unless depressed", "listed"]

DEPRESSIONS: Final[tuple[Kind, ...]] = ("major depression", "other depression")
SOURCE: Final = "house:diagnosis"


class Entry(NamedTuple):
    """One diagnosis. What is not read has the kind "", and is listed by its words.

    said      as somebody wrote it, or our words for its code
    because   why it stands so, "" where it simply does
    passing   a single short psychosis, or one after childbirth
    induced   by a drug or another illness
    """

    kind: Kind
    standing: Standing
    said: str
    because: str = ""
    passing: bool = False
    induced: bool = False

    @property
    def effect(self) -> Effect:
        """Return what it means for a rule of unipolar depression.   Source: house:diagnosis

        Bipolar and primary psychotic disorders are lifelong; psychotic features belong to their own episode.
        """
        if self.standing == "none" or self.kind in ("", "dementia", "impaired cognition"):
            return "listed"
        if self.kind in DEPRESSIONS:
            return "names depression" if self.standing == "present" else "asks unless depressed"
        if self.standing == "doubtful" or self.induced or self.kind == "schizotypal disorder":
            return "asks"
        of_its_time = self.passing or self.kind == "major depression with psychotic features"
        return "asks" if self.standing == "past" and of_its_time else "rules out"

    @property
    def look_at(self) -> str:
        """Return what a person should look at before confirming it; "" where it simply stands."""
        if self.standing == "none":
            return f"It reads as {self.because or 'none'}: it decides nothing."
        if self.effect == "asks":
            return "It is not certain, or over: ask about it. Until then it neither counts nor rules anything out."
        if self.effect == "asks unless depressed":
            return "It is not certain, or over: is there a depression now?"
        if self.effect == "rules out" and self.standing == "past":
            return "It is lifelong: it counts although the record says that it is over."
        return ""

    @property
    def sentence(self) -> str:
        """Return the diagnosis as written, with its kind and why it stands as it does."""
        notes = ", ".join(filter(None, [self.kind, self.because]))
        return f'"{self.said}" ({notes})' if notes else f'"{self.said}"'
