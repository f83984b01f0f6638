"""The rule of resistance as a plain loop over days, for histories in which nothing is unknown but the improvement."""

from dataclasses import replace
from datetime import date, timedelta

from euthymia.medicine.drugs import antidepressants


def failed_drugs(history, rule):
    """Return the drugs that surely failed: day by day, dose by dose, rows that adjoin as one."""
    return {t.drug for t in _joined(history.trials) if _failed(t, history, rule)}


def _joined(trials):
    """Join rows that begin on the day on which the only other one of that drug ended, pair by pair."""
    rows = list(trials)
    while True:
        pairs = [(one, other) for one in rows for other in rows if one is not other and _goes_on(one, other)]
        pair = next((p for p in pairs if _alone(p, pairs)), None)
        if pair is None:
            return rows
        one, other = pair
        poor = "poor" if "poor" in (one.adherence, other.adherence) else "unknown"
        adherence = one.adherence if one.adherence == other.adherence else poor
        both = replace(other, doses=(*one.doses, *other.doses), adherence=adherence)
        rows = [row for row in rows if row is not one and row is not other] + [both]


def _alone(pair, pairs):
    return sum(p[0] is pair[0] for p in pairs) == 1 and sum(p[1] is pair[1] for p in pairs) == 1


def _goes_on(one, other):
    same = one.drug == other.drug and one.ended_for not in ("intolerance", "ongoing")
    ends = [(min(d.began for d in t.doses), max(d.ended or date.max for d in t.doses)) for t in (one, other) if t.doses]
    return same and len(ends) == 2 and ends[0][1] == ends[1][0] and ends[0][0] != ends[0][1]


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
