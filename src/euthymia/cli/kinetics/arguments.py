"""The arguments of `euthymia simulate` and `models`. What they do is imported only when it is asked for."""

import argparse

Commands = argparse._SubParsersAction  # the type add_subparsers gives has no public name


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    text = "research: ketamine in the blood over time, by published models; it never doses anyone"
    simulate = commands.add_parser("simulate", help=text, description=text)
    simulate.set_defaults(run=_simulate)
    _what_is_given(simulate)
    _whom_and_by_what(simulate)
    _what_is_written(simulate)
    models = commands.add_parser(
        "models", help="the published models: population, sampling site, source, what they lack"
    )
    models.set_defaults(run=_models)
    models.add_argument("name", nargs="?", default="", help="all about one of them")


def _what_is_given(simulate: argparse.ArgumentParser) -> None:
    dose = "mg/kg, or with a unit: 0.5mg/kg, 35mg; of ketamine base (default 0.5)"
    simulate.add_argument("--dose", default="0.5", metavar="MG_PER_KG", help=dose)
    simulate.add_argument("--minutes", type=float, default=40.0, help="how long it runs; 0 is a bolus (default 40)")
    simulate.add_argument(
        "--pause", action="append", default=[], metavar="FROM-TO", help="the pump stands still between these minutes"
    )
    simulate.add_argument(
        "--days", default="0", metavar="0,3,7", help="the same again on each of these days, from day 0"
    )


def _whom_and_by_what(simulate: argparse.ArgumentParser) -> None:
    simulate.add_argument("--weight", type=float, default=70.0, metavar="KG", help="30 to 300 (default 70)")
    simulate.add_argument("--age", type=float, default=None, metavar="YEARS")
    names = "domino, clements, kamp, otto (default), perez-ruixo, simons, ashraf; all draws them together"
    simulate.add_argument("--model", default="", help=names)
    text = "S and R at half the dose each, R cleared as by hasan (1.06, default) or persson (1.2)"
    simulate.add_argument("--enantiomers", nargs="?", const="hasan", default="", metavar="STUDY", help=text)
    text = "draw this many people of the model's own spread, and the band of nine in ten"
    simulate.add_argument("--people", type=int, default=0, metavar="N", help=text)
    simulate.add_argument("--seed", type=int, default=1, help="the same seed is the same people (default 1)")


def _what_is_written(simulate: argparse.ArgumentParser) -> None:
    simulate.add_argument("--times", default="", metavar="0,10,40", help="minutes to give (default: the session)")
    simulate.add_argument("--csv", default="", metavar="FILE", help='a table; "-" is standard output')
    simulate.add_argument("--plot", default="", metavar="FILE", help="a picture, .png or .svg")


def _simulate(arguments: argparse.Namespace) -> int:
    from euthymia.cli.kinetics.simulate import Asked, run

    names = ("dose", "minutes", "pause", "days", "weight", "age", "model", "enantiomers", "people", "seed", "times")
    asked = Asked(**{name: getattr(arguments, name) for name in names})
    return run(asked, csv=arguments.csv, plot=arguments.plot)


def _models(arguments: argparse.Namespace) -> int:
    from euthymia.cli.kinetics.models import show

    return show(arguments.name)
