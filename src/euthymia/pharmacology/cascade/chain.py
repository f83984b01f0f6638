"""The chain as it is explained: each step, what stands for it in the model, and what of it is speculation.

Glutamate, AMPA receptors, BDNF and mTOR are told, because readers ask; no data here reach them: none has a parameter.
(2R,6R)-hydroxynorketamine is no driver of benefit: what is known in people points the other way.
"""

from typing import Final, Literal, NamedTuple

Ground = Literal["published", "fitted", "prior only", "explanation only"]


class Step(NamedTuple):
    """One step. `stands` is what computes it, "" for a step that is only told."""

    name: str
    what: str
    stands: str
    ground: Ground


CHAIN: Final = (
    Step("dose", "an infusion, as given", "pharmacology/kinetics/schedule", "published"),
    Step("plasma", "ketamine in the blood, by a published model that names its sampling site", "pharmacology/kinetics",
         "published"),
    Step("effect site", "a site that follows the blood by minutes", "t½ke0 of the session's effects", "prior only"),
    Step("NMDA receptors held", "C / (C + K)", "occupancy", "prior only"),
    Step("drive of a session", "occupancy over time, beside that of 0.5 mg/kg over 40 min", "occupancy.session_drive",
         "prior only"),
    Step("glutamate", "thought to surge when inhibition of inhibition lifts", "", "explanation only"),
    Step("AMPA receptors", "thought to carry that surge on", "", "explanation only"),
    Step("BDNF and mTOR", "thought to turn it into protein and new contacts", "", "explanation only"),
    Step("synaptic strength", "x⁺ = 1 − (1 − x⁻)·exp(−a·D) at a session, then dx/dt = −k·x", "synapse", "fitted"),
    Step("shown strength", "y follows x with a delay of hours", "synapse", "fitted"),
    Step("score", "B·(1 − P(t))·(1 − φ·y) and a rater's noise; P is placebo and belief, by context", "score", "fitted"),
    Step("relapse", "each study's own definition, on the simulated scores at its visits", "relapse", "fitted"),
    Step("dissociation", "s·C·(θ + (1 − θ)·exp(−λ(n − 1))), often none", "dissociation", "fitted"),
    Step("pressure and pulse", "rest, anticipation, s·C, what wanders, the cuff", "pressure", "fitted"),
    Step("tablets", "% reduction = Emax·t / (ET50 + t), a course on the drug", "tablets", "published"),
)  # fmt: skip
