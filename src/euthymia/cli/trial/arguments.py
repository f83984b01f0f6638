"""The arguments of `euthymia trial`. What it does is imported only when it is asked for."""

import argparse

Commands = argparse._SubParsersAction  # the type add_subparsers gives has no public name


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    text = "research: run a trial that nobody takes part in: power, assurance, and what its people go through"
    trial = commands.add_parser("trial", help=text, description=text)
    trial.set_defaults(run=_trial)
    trial.add_argument("design", metavar="DESIGN.yaml", help='arms, visits and endpoints; "-" is standard input')
    trial.add_argument("--trials", type=int, help="how often; 0 asks about the people alone (else as the design says)")
    trial.add_argument("--people", type=int, nargs="+", metavar="N", help="an arm, rising (else as the design says)")
    trial.add_argument("--doubt", choices=["point", "drawn", "both"], help="power, assurance, or both")
    trial.add_argument("--no-effect", action="store_true", help="neither drug nor belief helps: how often is it found?")
    trial.add_argument("--seed", type=int, help="the same seed is the same people")
    trial.add_argument("--out", default="", metavar="FOLDER", help="answers and summary there, as Parquet")
    trial.add_argument("--everybody", action="store_true", help="with --out: everybody's own row too")
    trial.add_argument("--plot", default="", metavar="FILE", help="a picture, .png or .svg")
    trial.add_argument("--jobs", type=int, default=None, help="processes (default: one a core)")
    trial.add_argument(
        "--spark", default="", metavar="MASTER", help="run on Spark instead, such as spark://host:7077: same numbers"
    )


def _trial(arguments: argparse.Namespace) -> int:
    from euthymia.cli.trial.command import Asked, run

    return run(
        Asked(
            design=arguments.design,
            trials=arguments.trials,
            people=tuple(arguments.people) if arguments.people else None,
            doubt=arguments.doubt,
            effect=not arguments.no_effect,
            seed=arguments.seed,
            jobs=arguments.jobs,
            spark=arguments.spark,
        ),
        out=arguments.out,
        everybody=arguments.everybody,
        plot=arguments.plot,
    )
