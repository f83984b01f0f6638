"""What the tests share: a short design, run small, in which something happens to everybody."""

from euthymia.pharmacology.virtual_trial import Arm, DropOut, Endpoint, Population, Rescue, Trial
from euthymia.research.virtual_trials.plan import Plan
from euthymia.research.virtual_trials.result import together
from euthymia.research.virtual_trials.run import run

DAYS = (0.0, 3.0, 7.0)
VISITS = (1.0, 7.0, 14.0, 21.0)
KETAMINE = Arm(name="ketamine", days=DAYS)
MIDAZOLAM = Arm(name="midazolam", days=DAYS, ketamine=False)
ENDPOINTS = (
    Endpoint(kind="change", day=14.0),
    Endpoint(kind="response", day=1.0),
    Endpoint(kind="response", day=14.0, on_rescue="composite"),
    Endpoint(kind="change", day=21.0, on_rescue="hypothetical"),
    Endpoint(kind="relapse-free days", day=7.0),
    Endpoint(kind="peak systolic rise"),
    Endpoint(kind="dissociation noted"),
)


def design(**asked):
    """Make a design; every part can be asked for otherwise."""
    return Trial(
        **{
            "arms": (KETAMINE, MIDAZOLAM),
            "control": "midazolam",
            "visits_days": VISITS,
            "endpoints": ENDPOINTS,
            "population": Population(entry_least=28.0),
            "drop_out": DropOut(per_visit=0.08, odds_per_10=2.0),
            "rescue": Rescue(from_day=7.0, least=32.0, relief=0.3),
            **asked,
        }
    )


def plan(**asked):
    """Make a plan of that design."""
    return Plan(**{"design": design(), "per_arm": (20, 30), "trials": 6, **asked})


def ran(asked):
    """Run a plan in this process."""
    return together(asked, [run(asked, block) for block in asked.blocks()])
