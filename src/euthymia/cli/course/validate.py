"""`euthymia validate`: each figure of a study the fit never saw, beside what was expected of it. Misses stay in."""

import csv as csv_module
import io
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from euthymia.cli.course import plots
from euthymia.cli.kinetics.plots import check as check_plot
from euthymia.cli.output import write
from euthymia.pharmacology.cascade.flags import RESEARCH
from euthymia.pharmacology.cascade.studies import split_hash
from euthymia.research.calibration import validate
from euthymia.research.calibration.validate import Row

_COLUMNS: Final = (
    "study", "figure", "arms", "n", "mark", "source", "value", "p05", "p50", "p95", "inside", "width", "interval_score",
    "naive_p05", "naive_p95", "naive_interval_score", "assumed", "split", "label",
)  # fmt: skip


def run(*, fitted: bool, csv: str, plot: str) -> int:
    """Predict, print, write."""
    if plot:
        check_plot(plot)
    found = list(validate.fitted_rows() if fitted else validate.rows())
    if csv == "-":
        sys.stdout.write(table(found))
        return 0
    print("\n".join(lines(found, fitted=fitted)))
    if csv:
        write(csv, lambda path: path.write_text(table(found), "utf-8"))
    if plot:
        title = "Figures that were fitted: a check of the fit" if fitted else "Figures the fit never saw"
        write(plot, lambda path: plots.save_rows(path, found, title))
    return 0


def lines(found: Sequence[Row], *, fitted: bool) -> Iterator[str]:
    """Print the table."""
    yield RESEARCH
    if fitted:
        yield "These figures were fitted: that they lie inside checks the fit and validates nothing."
    last = ""
    for row in found:
        if row.study.key != last:
            yield f"\n{row.study.title} [{row.study.key}]"
            last = row.study.key
        yield _line(row)
    yield ""
    yield from _summed(found)


def _line(row: Row) -> str:
    naive = f"   naive {_said(row, *row.naive)}" if row.naive else ""
    inside = "inside" if row.inside else "MISS  "
    what = f"{row.figure.name}{_whose(row)}"
    return f"  {inside}  {what:<58.58}{_one(row, row.figure.value):>8}   {_said(row, row.low, row.high):<18}{naive}"


def _whose(row: Row) -> str:
    return f", {row.figure.arms[0]}" if len(row.figure.arms) == 1 and len(row.study.arms) > 1 else ""


def _one(row: Row, value: float) -> str:
    return validate.said(row.figure, value)


def _said(row: Row, low: float, high: float) -> str:
    return f"{_one(row, low)} to {_one(row, high)}"


def _summed(found: Sequence[Row]) -> Iterator[str]:
    total = validate.summary(found)
    yield f"{total.inside} of {total.figures} inside their 90% predictive interval. {validate.PERFECT}"
    if total.compared:
        yield (
            f"Beside the naive random-effects mean, where it has an interval ({total.compared} figures): "
            f"{total.inside_compared} inside against {total.naive_inside}; score {total.score_ratio:.2f} of its own."
        )


def table(found: Sequence[Row]) -> str:
    """Write the table as CSV; shares are 0 to 1, changes in points."""
    text = io.StringIO()
    writer = csv_module.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_cells(row) for row in found)
    return text.getvalue()


def _cells(row: Row) -> tuple[object, ...]:
    figure, study = row.figure, row.study
    arms = [study.arm(name) for name in figure.arms]
    assumed = "; ".join(one for one in (*study.assumed, figure.reading) if one)
    naive = (*(row.naive or ("", "")), "" if row.naive_score is None else row.naive_score)
    return (
        study.key, figure.name, " - ".join(figure.arms), "/".join(str(arm.n) for arm in arms) or figure.n or "",
        figure.mark, figure.source, figure.value, row.low, row.middle, row.high, row.inside, row.high - row.low,
        row.score, *naive, assumed, split_hash(), RESEARCH,
    )  # fmt: skip
