"""Dora is in danger and closes the form half-way: her answer to item 9 acts the moment it is touched."""

from datetime import date

from euthymia.demo.cast.story import Story, helped_little

DORA = Story(
    login="dora",
    given="Dora",
    family="Feld",
    born=date(1996, 9, 9),
    shows="in danger, and closes the form half-way",
    weight_kg=58,
    height_cm=163,
    episode_began=date(2025, 8, 1),
    trials=(helped_little("escitalopram", 15, date(2025, 9, 1)),),
    history_complete=False,
)
