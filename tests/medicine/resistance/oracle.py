"""The rule of resistance as a plain loop over days, for histories in which nothing is unknown but the improvement."""

from datetime import timedelta

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.resistance.adjoining import joined


def failed_drugs(history, rule):
    """Give the drugs that surely failed: day by day, dose by dose."""
    return {t.drug for t in joined(history.trials) if _failed(t, history, rule)}


def _failed(trial, history, rule):
    drug = antidepressants.find(trial.drug)
    least_mg = drug.minimum_mg_strict if rule.dose == "strict" else drug.minimum_mg_permissive
    longest = run = 0
    day = min((d.began for d in trial.doses), default=history.as_of)
    while day < history.as_of:
        mg = sum(d.mg_per_day for d in trial.doses if d.began <= day and (d.ended is None or day < d.ended))
        in_scope = rule.scope == "lifetime" or day >= history.episode_began
        run = run + 1 if mg >= least_mg and in_scope else 0
        longest = max(longest, run)
        day += timedelta(days=1)
    if longest < rule.min_weeks * 7:
        return False
    if trial.adherence == "poor" or (rule.adherence == "affirmed" and trial.adherence != "affirmed"):
        return False
    below = trial.improvement.at_most < rule.fail_if_improvement_below_pct
    return below or (trial.ended_for == "no response" and not trial.improvement.measured)
