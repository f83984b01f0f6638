"""Oscar becomes too sleepy, and his breathing slows."""

from datetime import date

from euthymia.demo.cast.story import Story, failed

OSCAR = Story(
    login="oscar",
    given="Oscar",
    family="Vidal",
    born=date(1969, 8, 30),
    shows="oversedated with slow breathing",
    weight_kg=77,
    height_cm=172,
    episode_began=date(2025, 3, 1),
    trials=(
        failed("fluoxetine", 40, date(2025, 3, 20), date(2025, 7, 1)),
        failed("amitriptyline", 150, date(2025, 7, 10), date(2025, 12, 1)),
    ),
    phq9=(3, 3, 3, 3, 2, 2, 3, 2, 0),
    madrs=(5, 5, 4, 5, 3, 4, 5, 5, 4, 2),
    medicines=(("Lorazepam", "1 mg", "at night", "hold"), ("Pregabalin", "75 mg", "twice a day", "take")),
    allergy=("Penicillin", "rash"),
    monitor="comen",
    body="slow breathing",
    chair="Chair 3",
)
