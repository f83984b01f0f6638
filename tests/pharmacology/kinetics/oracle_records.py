"""The plain oracle of a record: at each look, all doses so far written out as one schedule; steady states as a long
run-in."""

from euthymia.pharmacology.kinetics import Bolus, Infusion, Schedule, simulate

RUN_IN_MIN = 60 * 1440.0


def looked(model, records):
    """Return what plasma would read at each look, one simulation a look; one body throughout."""
    found = []
    for number, line in enumerate(records):
        if line.looks:
            schedule = Schedule(tuple(so_far(records[: number + 1])))
            found.append(simulate(model, schedule, [line.at_min], person=line.person)["plasma"][0])
    return found


def so_far(records):
    """Write out each dose that has begun by the last line, since the body was last emptied."""
    doses, now_min = [], records[-1].at_min
    for line in records:
        given = line.given
        if line.empties or (given and given.steady == "set"):
            doses = []
        if not given:
            continue
        if given.endless:
            doses.append(Infusion(line.at_min - RUN_IN_MIN, RUN_IN_MIN, RUN_IN_MIN * given.mg_per_min))
            continue
        before = int(RUN_IN_MIN // given.every_min) if given.steady else 0
        times = (line.at_min + given.every_min * k for k in range(-before, given.more + 1))
        doses += [dose(given, at_min) for at_min in times if at_min <= now_min + 1e-9]
    return doses


def dose(given, at_min):
    """One dose of a schedule."""
    if given.mg_per_min:
        return Infusion(at_min, given.mg / given.mg_per_min, given.mg)
    return Bolus(at_min, given.mg)
