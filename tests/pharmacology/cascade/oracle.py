"""One person, one session, one visit at a time, in plain loops: what the arrays are held against."""

import math


def strength(sessions, visits, *, drive, gain, loss_per_day, onset_days, step_days=1e-4):
    """Return the strength shown at each visit, stepped finely: slow, and nothing in it is clever."""
    found = []
    for visit in visits:
        restored = shown = 0.0
        day, left = min([*sessions, visit]), list(zip(sessions, drive, strict=True))
        while day < visit - step_days / 2:
            while left and left[0][0] <= day + step_days / 2 and left[0][0] < visit:
                restored = 1 - (1 - restored) * math.exp(-gain * left.pop(0)[1])
            middle = restored * math.exp(-loss_per_day * step_days / 2)
            shown += (middle - shown) * -math.expm1(-step_days / onset_days)
            restored *= math.exp(-loss_per_day * step_days)
            day += step_days
        found.append(shown)
    return found


def score(baseline, *, placebo, placebo_per_day, relief, shown, day):
    """Return one person's score before noise."""
    left = baseline
    left -= left * placebo * (1 - math.exp(-placebo_per_day * day))
    left -= left * relief * shown
    return left


def relapse_day(scores, baseline, visits, *, lost_share=0.5, in_a_row=2):
    """Return the day of relapse of one person, infinity for none."""
    run = 0
    for value, day in zip(scores, visits, strict=True):
        run = run + 1 if baseline - value < lost_share * baseline else 0
        if run == in_a_row:
            return day
    return math.inf
