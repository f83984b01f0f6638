"""Diagnoses: what a code or somebody's words say, of whom, when and how surely; and what each means for a rule."""

from euthymia.medicine.diagnoses.entry import Effect, Entry, Kind, Standing
from euthymia.medicine.diagnoses.reading import Code, read, read_words

__all__ = ["Code", "Effect", "Entry", "Kind", "Standing", "read", "read_words"]
