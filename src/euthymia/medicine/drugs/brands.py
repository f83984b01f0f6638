"""Further names of drugs of the tables: brands of other countries, old names, compounds written as one word.

Brands and old names are recalled or read at public lists; none carries a dose. A name that holds two drugs is in
`COMBINATIONS` instead.
"""

from typing import Final

MORE_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "escitalopram": ("Seroplex", "Entact", "Sipralexa", "Esertia", "Lexamil", "Elicea"),
    "citalopram": ("Prisdal", "Elopram"),
    "fluoxetine": ("Adofen", "Reneuron", "Fontex", "Fluoxeren"),
    "paroxetine": ("Deroxat", "Motivan", "Paxetil", "Tagonis", "Frosinor", "Sereupin", "Eutimil", "Daparox"),
    "sertraline": ("Besitran", "Aremis", "Gladem", "Serlain", "Tatig"),
    "fluvoxamine": ("Floxyfral", "Dumirox"),
    "venlafaxine": ("Dobupal", "Vandral"),
    "duloxetine": ("Xeristar", "Yentreve", "Ariclaim"),
    "mirtazapine": ("Norset", "Rexer", "Vastat", "Mirtabene"),
    "mianserin": ("Lantanon", "Athymil"),
    "amitriptyline": ("Laroxyl", "Tryptizol", "Redomex"),
    "nortriptyline": ("Nortrilen", "Noritren", "Norfenazin"),
    "trimipramine": ("Herphonal",),
    "doxepin": ("Quitaxon",),
    "maprotiline": ("Deprilept",),
    "trazodone": ("Thombran", "Deprax"),
    "nefazodone": ("Nefadar",),
    "bupropion": ("Budeprion", "Quomem", "amfebutamone"),
    "agomelatine": ("Thymanax",),
    "reboxetine": ("Norebox", "Irenor", "Solvex"),
    "milnacipran": ("Dalcipran",),
    "moclobemide": ("Moclamine",),
    "lithium": (
        "Quilonum", "Hypnorex", "Lithiofor", "Plenur", "Lithicarb", "Teralithe", "Carbolithium", "lithiumcarbonat",
        "lithiumcarbonate", "lithiumcitrat", "lithiumsulfat",
    ),
    "quetiapine": ("Xeroquel",),
    "liothyronine": ("Thybon", "Cynomel", "Tertroxin", "triiodothyronine", "triiodthyronin"),
}  # fmt: skip
