"""The work that `bench.trials` times, in a process of its own so that its peak of memory is its own.

`python -m bench.trials_work PEOPLE HOW`, HOW a number of processes or a Spark master; prints one line of JSON.
"""

import json
import resource
import sys
import time
from functools import partial

from euthymia.pharmacology.virtual_trial import Arm, DropOut, Endpoint, Population, Rescue, Trial
from euthymia.research.engines.processes import on_processes
from euthymia.research.engines.spark import on_spark
from euthymia.research.virtual_trials.plan import Plan
from euthymia.research.virtual_trials.result import together
from euthymia.research.virtual_trials.run import run


def plan_of(people: int) -> Plan:
    """Return two arms, six sessions, an entry threshold, loss and rescue, eight endpoints of score and session."""
    six = (0.0, 3.0, 7.0, 10.0, 14.0, 17.0)
    design = Trial(
        arms=(Arm(name="ketamine", days=six), Arm(name="midazolam", days=six, ketamine=False)),
        control="midazolam",
        visits_days=(1.0, 7.0, 15.0, 21.0, 28.0, 42.0, 56.0, 84.0),
        endpoints=(
            Endpoint(kind="response", day=1.0),
            Endpoint(kind="change", day=15.0),
            Endpoint(kind="remission", day=21.0, on_rescue="composite"),
            Endpoint(kind="relapse-free days", day=21.0),
            Endpoint(kind="peak CADSS"),
            Endpoint(kind="dissociation noted"),
            Endpoint(kind="peak systolic rise"),
            Endpoint(kind="pressure above limit"),
        ),
        population=Population(entry_least=28.0),
        drop_out=DropOut(per_visit=0.04, odds_per_10=2.0),
        rescue=Rescue(from_day=21.0, least=30.0, relief=0.3),
    )
    return Plan(design=design, per_arm=(people,))


def main(people: int, how: str) -> None:
    """Run everybody; print seconds without compiling, the peak of memory, and all sums."""
    plan = plan_of(people)
    blocks, job = plan.blocks(), partial(run, plan)
    run(plan, blocks[0])  # compiles
    began_s = time.perf_counter()
    done = on_processes(job, blocks, jobs=int(how)) if how.isdigit() else on_spark(job, blocks, master=how)
    found = together(plan, done)
    took_s = time.perf_counter() - began_s
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    sums = sorted((key, one.total, one.squares, one.counts.tolist()) for key, one in found.people.items())
    print(json.dumps({"s": took_s, "peak_mb": max(peaks) / 1024, "sums": repr(sums)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
