"""The arguments of `euthymia estimate`. What it does is imported only when it is asked for."""

import argparse

Commands = argparse._SubParsersAction  # the type add_subparsers gives has no public name


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    text = (
        "research: one person's own parameters from measured levels, under a published model. Population parameters "
        "are not estimated: NONMEM, nlmixr2, Monolix and Pumas do that"
    )
    estimate = commands.add_parser(
        "estimate", help="research: a person's own parameters from measured levels", description=text
    )
    estimate.set_defaults(run=_estimate)
    estimate.add_argument("events", help="a CSV as NONMEM reads it: ID TIME AMT RATE EVID DV and more; - reads stdin")
    text = "where the samples were drawn; a model of the other site is refused"
    estimate.add_argument("--site", required=True, choices=["venous", "arterial", "unknown"], help=text)
    estimate.add_argument("--model", default="", help="otto (default), perez-ruixo, simons, ashraf")
    _how_it_is_meant(estimate)
    _what_is_checked(estimate)


def _how_it_is_meant(estimate: argparse.ArgumentParser) -> None:
    estimate.add_argument("--salt", default="", help="what AMT counts: base, or hydrochloride (0.867 of it is base)")
    estimate.add_argument(
        "--units", default="", metavar="TIME=h,AMT=mg,DV=ng/mL,WT=kg", help="as the table says, or here"
    )
    estimate.add_argument(
        "--dvid", default="", metavar="2=norketamine", help="which substance a DVID is (0, 1: plasma)"
    )
    estimate.add_argument("--cmt", default="", metavar="2=norketamine", help="the same for CMT where there is no DVID")
    estimate.add_argument("--weight", type=float, default=None, metavar="KG", help="of everybody, without a column WT")
    text = "between two rows the body is that of the later (nocb, as NONMEM; default) or the earlier one"
    estimate.add_argument("--covariates", default="nocb", choices=["nocb", "locf"], help=text)


def _what_is_checked(estimate: argparse.ArgumentParser) -> None:
    estimate.add_argument("--csv", default="", metavar="FILE", help='a row a person; "-" is standard output')
    text = "a row a look: PRED, IPRED, IRES, IWRES, CWRES, NPDE"
    estimate.add_argument("--looks", default="", metavar="FILE", help=text)
    estimate.add_argument("--plot", default="", metavar="FILE", help="a visual predictive check, .png or .svg")
    estimate.add_argument("--corrected", action="store_true", help="prediction-corrected")
    estimate.add_argument("--check", default="plasma", metavar="SUBSTANCE", help="what is checked (default plasma)")
    text = "people drawn for each person (default 500, or ten times a person's levels)"
    estimate.add_argument("--draws", type=int, default=0, metavar="N", help=text)
    estimate.add_argument("--seed", type=int, default=1, help="the same seed is the same people (default 1)")


def _estimate(arguments: argparse.Namespace) -> int:
    from euthymia.cli.estimate.command import Asked, run

    names = (
        "events", "site", "model", "salt", "units", "dvid", "cmt", "weight", "covariates", "check", "corrected",
        "draws", "seed",
    )  # fmt: skip
    asked = Asked(**{name: getattr(arguments, name) for name in names})
    return run(asked, csv=arguments.csv, looks=arguments.looks, plot=arguments.plot)
