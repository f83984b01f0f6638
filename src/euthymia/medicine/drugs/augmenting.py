"""Agents that are added to an antidepressant. None of their doses has been confirmed: they are shown, not judged by.

Some have no dose here at all: whether it was enough is for the prescriber to say.
"""

from typing import Final

from euthymia.medicine.drugs.row import Agent
from euthymia.medicine.units import mg_from_ug

AUGMENTING: Final[tuple[Agent, ...]] = (
    Agent("lithium", "N05AN01", 6448, False, None, None, ("Lithobid", "Eskalith", "Priadel", "Camcolit"),
          ("carbonate", "citrate"), level="0.5 to 0.8 mmol/L or more", lower_mmol_l=0.5),
    Agent("aripiprazole", "N05AX12", 89013, True, 2, 15, ("Abilify",)),
    Agent("brexpiprazole", "N05AX16", 1658314, True, 1, 3, ("Rexulti",)),
    Agent("cariprazine", "N05AX15", 1667655, False, 1.5, 3, ("Vraylar", "Reagila"), ("hydrochloride",)),
    Agent("quetiapine", "N05AH04", 51272, False, 150, 300, ("Seroquel",), ("fumarate",)),
    Agent("olanzapine", "N05AH03", 61381, True, None, None, ("Zyprexa",)),
    Agent("lumateperone", "N05AD10", 2275602, False, 42, 42, ("Caplyta",), ("tosylate",)),
    Agent("liothyronine", "H03AA02", 10814, False, mg_from_ug(25), mg_from_ug(50), ("Cytomel",), ("sodium",)),
    Agent("lamotrigine", "N03AX09", 28439, True, None, None, ("Lamictal",)),
    Agent("modafinil", "", 30125, True, None, None, ("Provigil",)),
    Agent("risperidone", "N05AX08", 35636, False, None, None, ("Risperdal",)),
    Agent("buspirone", "N05BE01", None, False, None, None, ("Buspar", "Bespar"), ("hydrochloride",)),
    Agent("amisulpride", "N05AL05", None, False, None, None, ("Solian",)),
    Agent("ziprasidone", "N05AE04", None, False, None, None, ("Geodon", "Zeldox")),
    Agent("lurasidone", "N05AE05", None, False, None, None, ("Latuda",)),
    Agent("flupentixol", "N05AF01", None, False, None, None, ("Fluanxol", "flupenthixol")),
    Agent("valproate", "N03AG01", 11118, False, None, None,
          ("Depakote", "Depakine", "Orfiril", "Ergenyl", "valproinsaeure", "divalproex"), ("sodium",)),
    Agent("methylphenidate", "N06BA04", 6901, False, None, None, ("Ritalin", "Concerta", "Medikinet")),
    Agent("pramipexole", "N04BC05", None, False, None, None, ("Mirapex", "Sifrol")),
    Agent("pindolol", "C07AA03", None, False, None, None, ("Visken",)),
)  # fmt: skip

# Two drugs under one name: each is entered with its own dose.
COMBINATIONS: Final[dict[str, tuple[str, ...]]] = {
    "symbyax": ("fluoxetine", "olanzapine"),
    "limbitrol": ("amitriptyline", "chlordiazepoxide"),
    "auvelity": ("bupropion", "dextromethorphan"),
    "contrave": ("bupropion", "naltrexone"),
    "mysimba": ("bupropion", "naltrexone"),
    "deanxit": ("melitracen", "flupentixol"),
}
