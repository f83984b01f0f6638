"""The pages of the cascade, printed from parameters, split and fit: docs/cascade.md and docs/validation.md."""

from collections.abc import Iterator, Sequence
from functools import cache

from euthymia.medicine.sources import SOURCES
from euthymia.pharmacology.cascade import posterior
from euthymia.pharmacology.cascade.chain import CHAIN
from euthymia.pharmacology.cascade.parameters import ACUTE, COURSE, INPUT, Parameter, shrinkage, told
from euthymia.pharmacology.cascade.studies import STUDIES, Figure, Study, split_hash
from euthymia.research.calibration import validate
from euthymia.research.calibration.validate import Row, said

CHAIN_PAGE, TABLE_PAGE = "docs/cascade.md", "docs/validation.md"
CHAIN_HEAD = """# From the blood to relief: the cascade

Printed from `pharmacology/cascade` (`make rulebook`). Research: it explains and predicts; it doses nobody. It is the
smallest chain that the trials can carry. What holds it to data, what is only a prior, and what is speculation is said
beside each step and each parameter. How well it predicts trials it never saw is on [its own page](validation.md).

"""
CHAIN_TAIL = """
## What to know before reading any of it

- **Dose and response are not identified.** Every trial that calibrates gave 0.5 mg/kg. Effects at any other dose are
  *prior prediction*, and every table, file and picture of them says so.
- **In open treatment the drug's own effect and expectation cannot be told apart.** The split between them is a prior.
- **Belief in having had the drug was measured beside outcome in no study here.** What the fit says of it
  rests on how far people are assumed to believe, by context, which is a proposal: open 1, saline 0.9 and 0.1, midazolam
  0.8 and 0.4, under anaesthesia 0.5 in both arms.
- **Glutamate, AMPA receptors, BDNF and mTOR are told, not computed.** (2R,6R)-hydroxynorketamine is no driver of
  benefit: in people, more of it went with less.
- **Saturation is forced by data.** Single doses added up would predict a difference at day 15 of 22.8 points (twice a
  week) and 35.7 (three times); 12.7 and 14.6 were seen.
- Drive varies between people only through what they are given: how people's kinetics differ is in the spread of relief.
- Tablets are as Shigetome 2025 published them. There was no placebo arm: it is a course on the drug.
- The delay between strength and score is first order, the mean of it a parameter. A hard delay of 4 h would leave
  nothing of the drug at 2 h, where the open course of 2013 reports its largest fall; so that figure speaks to delay and
  to open expectation together, and cannot part them.
"""
READ_SO = """
How we read them, none of it changed in the model:

- Control arms have no spread between studies of their own here, only their context's and people's: the few there are
  could not have told it. Misses in control arms are what that looks like.
- Relapse after ELEKT-D is far rarer than expected. Its definition and what its responders went on taking are not held;
  the model was given no further treatment, and all it knows of wear-off is 17 responders and one seventh day.
- Under an anaesthetic that hides it (Lii) the controls did as well as those who had the drug. The model has no way to
  let masking take the drug's effect away.
- The interval for tablets holds people alone: no uncertainty of that model's parameters is published in what was read,
  and its people began at a mean of 39.6.
- Of the figures that were fitted, two lie outside too: Ionescu's null, which τ must stretch to reach, and the small
  spread of one saline arm.
"""
FITTED = """
Each arm's figures are means over people: jointly normal around what the model expects, with the covariance of the
model's own people over n. A p value without its direction is a folded normal. The pooled rise of pressure does not say
whether it is each person's largest rise or that of a mean, so it is read both ways, half each.

The model's own people are 192, spread evenly. Beside 40,000 drawn by chance they miss a mean by up to 0.2 points, an SD
by up to 0.6 and a share by up to 4 in 100: less than the studies can tell, and left so once the table had been seen.
"""
TABLE_HEAD = """# The cascade beside trials it never saw

Printed from the fit (`make rulebook`; `euthymia validate` prints the same). The split was committed before any fit, and
a test holds each fit to the hash of the split it was made with. Each interval is a 90% predictive interval *for that
statistic, at that n, schedule and context*, with the spread between studies in it. Misses are shown, and nothing was
changed after they were seen. Those who chose priors and readings had both sides' figures before them: no split undoes
that. The naive interval is a random-effects mean of the calibrating trials' own figures.

"""


@cache
def pages() -> dict[str, str]:
    """Print both."""
    return {CHAIN_PAGE: "\n".join(_chain()) + "\n", TABLE_PAGE: "\n".join(_table()) + "\n"}


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"


def _heads(*cells: str) -> list[str]:
    return [_row(*cells), _row(*["---"] * len(cells))]


def _chain() -> Iterator[str]:
    yield CHAIN_HEAD + "## The steps\n"
    yield from _heads("step", "what", "computed by", "ground")
    yield from (_row(one.name, one.what, f"`{one.stands}`" if one.stands else "nothing", one.ground) for one in CHAIN)
    yield CHAIN_TAIL
    yield from _parameters()
    yield from _diagnoses()
    yield from _split()


def _parameters() -> Iterator[str]:
    yield "## Parameters\n"
    yield "Priors and posteriors are on the scale named; the middle column turns them into the parameter's own unit."
    yield "Shrinkage is the share of the prior's variance that data took away; it says nothing of a shift:"
    yield "τ hardly narrows, and lies twice as high as its prior.\n"
    yield from _heads(
        "parameter", "meaning", "scale", "prior mean, SD", "posterior mean, SD", "in its unit (90%)", "shrinkage",
        "fixed by", "mark",
    )  # fmt: skip
    for fit, parameters in ((posterior.COURSE, COURSE), (posterior.ACUTE, ACUTE)):
        yield from (_parameter(one, fit) for one in parameters)
    yield from (_input(one) for one in INPUT)
    yield ""


def _parameter(one: Parameter, fit: posterior.Fit) -> str:
    found = fit.diagnoses[one.name]
    low, middle, high = (one.natural(value) for value in _quantiles(fit.draws[one.name]))
    return _row(
        f"{one.symbol} `{one.name}`", one.meaning, one.scale, f"{one.prior.mean:.2f}, {one.prior.sd:.2f}",
        f"{found.mean:.2f}, {found.sd:.2f}", f"{_short(middle)} ({_short(low)} to {_short(high)}) {one.unit}".strip(),
        told(shrinkage(one.prior.sd, found.sd)), one.fixed_by, one.mark,
    )  # fmt: skip


def _short(value: float) -> str:
    return f"{float(f'{value:.2g}'):g}"


def _quantiles(draws: Sequence[float]) -> Sequence[float]:
    ordered = sorted(draws)
    return [ordered[round(share * (len(ordered) - 1))] for share in (0.05, 0.5, 0.95)]


def _input(one: Parameter) -> str:
    low, middle, high = (one.natural(one.prior.quantile(share)) for share in (0.05, 0.5, 0.95))
    unit = f"{_short(middle)} ({_short(low)} to {_short(high)}) {one.unit}"
    prior = f"{one.prior.mean:.2f}, {one.prior.sd:.2f}"
    return _row(
        f"{one.symbol} `{one.name}`",
        one.meaning,
        one.scale,
        prior,
        "the prior",
        unit,
        told(0.0),
        one.fixed_by,
        one.mark,
    )


def _diagnoses() -> Iterator[str]:
    yield "## How the fit was made\n"
    for name, fit in (("course", posterior.COURSE), ("acute", posterior.ACUTE)):
        worst = max(one.r_hat for one in fit.diagnoses.values())
        least = min(one.ess for one in fit.diagnoses.values())
        yield (
            f"- **{name}**: emcee, {fit.ensembles} ensembles of 64 walkers from starts of their own, {fit.steps} steps "
            f"each, the first two fifths thrown away; seed {fit.seed}; split `{fit.split}`. "
            f"Acceptance {fit.acceptance:.2f}; largest R-hat {worst:.3f}; fewest independent draws {least:.0f}."
        )
    yield FITTED
    yield "![What was fitted, and what the fit expects of it](screenshots/cascade-fitted.png)\n"


def _split() -> Iterator[str]:
    yield "## The split\n"
    yield f"Hash `{split_hash()}`. A figure marked low is shown and never scored; what is left out says why.\n"
    for side, heading in (
        ("calibrate", "Studies that calibrate"),
        ("validate", "Studies that validate"),
        ("shown", "Shown, neither"),
    ):
        yield f"### {heading}\n"
        for study in STUDIES:
            if study.side == side:
                yield from _study(study)
        yield ""


def _study(study: Study) -> Iterator[str]:
    yield f"- **{study.title}** [{study.key}, {SOURCES[study.key].mark}]"
    if study.assumed:
        yield f"  - assumed: {'; '.join(study.assumed)}"
    for figure in study.figures:
        yield f"  - {figure.name}{_whose(study, figure)}: {_figure(figure)} ({figure.mark}){_aside(figure)}"


def _whose(study: Study, figure: Figure) -> str:
    return f", {figure.arms[0]}" if len(figure.arms) == 1 and len(study.arms) > 1 else ""


def _figure(figure: Figure) -> str:
    return f"{figure.value:g}" if figure.statistic == "other" else said(figure, figure.value)


def _aside(figure: Figure) -> str:
    if figure.left_out:
        return f"; left out: {figure.left_out}"
    return f"; {figure.reading}" if figure.reading else ""


def _table() -> Iterator[str]:
    found = list(validate.rows())
    total = validate.summary(found)
    yield TABLE_HEAD + f"**{total.inside} of {total.figures}** figures lie inside. {validate.PERFECT}\n"
    if total.compared:
        yield (
            f"Where the naive mean has an interval ({total.compared} figures), {total.inside_compared} lie inside the "
            f"model's and {total.naive_inside} inside the naive one; the model's interval score is "
            f"{total.score_ratio:.2f} of the naive one's (geometric mean; under 1 is better).\n"
        )
    yield "![Predictive intervals and figures](screenshots/cascade-validation.png)\n"
    yield from _heads(
        "study",
        "figure",
        "n",
        "mark",
        "reported",
        "90% predictive",
        "inside",
        "width",
        "score",
        "naive 90%",
        "its score",
    )
    yield from map(_validated, found)
    yield "\n## What misses\n"
    yield from _misses(found)
    yield READ_SO
    yield "\n## What was assumed to compute them\n"
    yield from _assumed(found)


def _validated(row: Row) -> str:
    figure = row.figure
    arms = "/".join(str(row.study.arm(name).n) for name in figure.arms) or figure.n or "-"
    naive = f"{said(figure, row.naive[0])} to {said(figure, row.naive[1])}" if row.naive else "-"
    its = "-" if row.naive_score is None else said(figure, row.naive_score)
    return _row(
        row.study.title, f"{figure.name}{_whose(row.study, figure)}", arms, figure.mark, said(figure, figure.value),
        f"{said(figure, row.low)} to {said(figure, row.high)}", "inside" if row.inside else "**miss**",
        said(figure, row.high - row.low), said(figure, row.score), naive, its,
    )  # fmt: skip


def _misses(found: Sequence[Row]) -> Iterator[str]:
    missed = [row for row in found if not row.inside]
    if not missed:
        yield "None."
    for row in missed:
        side = "above" if row.figure.value > row.high else "below"
        yield (
            f"- {row.study.title}, {row.figure.name}{_whose(row.study, row.figure)}: "
            f"{said(row.figure, row.figure.value)} was seen, {side} "
            f"{said(row.figure, row.low)} to {said(row.figure, row.high)}."
        )


def _assumed(found: Sequence[Row]) -> Iterator[str]:
    for study in dict.fromkeys(row.study for row in found):
        readings = dict.fromkeys(row.figure.reading for row in found if row.study is study and row.figure.reading)
        if parts := [*study.assumed, *readings]:
            yield f"- {study.title}: {'; '.join(parts)}."
    left_out = [(study, one) for study in STUDIES if study.side == "validate" for one in study.figures if one.left_out]
    yield from (f"- {study.title}, {one.name}: left out, {one.left_out}." for study, one in left_out)
