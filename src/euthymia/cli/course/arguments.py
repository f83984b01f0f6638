"""The arguments of `euthymia calibrate`, `validate` and `course`. Each is imported only when asked for."""

import argparse

Commands = argparse._SubParsersAction  # the type add_subparsers gives has no public name


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    _calibrate_words(commands)
    _validate_words(commands)
    _course_words(commands)


def _calibrate_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "research: fit the cascade to the studies that calibrate; the same seed gives the same draws"
    calibrate = commands.add_parser("calibrate", help=text, description=text)
    calibrate.set_defaults(run=_calibrate)
    calibrate.add_argument("--seed", type=int, default=1, help="as shipped: 1")
    calibrate.add_argument("--ensembles", type=int, default=4, help="each from a start of its own (as shipped: 4)")
    calibrate.add_argument("--steps", type=int, default=1200, help="of each ensemble (as shipped: 1200)")
    calibrate.add_argument("--jobs", type=int, default=None, help="processes (default: one a core)")
    calibrate.add_argument(
        "--into", default="", metavar="FOLDER", help="write course.py and acute.py there; without it they are compared"
    )


def _validate_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "research: hold the fit against studies that it never saw; misses are shown"
    validate = commands.add_parser("validate", help=text, description=text)
    validate.set_defaults(run=_validate)
    validate.add_argument("--fitted", action="store_true", help="the studies that were fitted instead: no validation")
    validate.add_argument("--csv", default="", metavar="FILE", help='a table; "-" is standard output')
    validate.add_argument("--plot", default="", metavar="FILE", help="a picture, .png or .svg")


def _course_words(commands: "Commands[argparse.ArgumentParser]") -> None:
    text = "research: what the fit expects of a course of infusions, with intervals; it recommends nothing"
    course = commands.add_parser("course", help=text, description=text)
    course.set_defaults(run=_course)
    course.add_argument("--days", default="0,3,7,10,14,17", metavar="0,3,7", help="infusions, from day 0")
    course.add_argument("--dose", type=float, default=0.5, metavar="MG_PER_KG", help="of ketamine base (default 0.5)")
    course.add_argument("--minutes", type=float, default=40.0, help="how long each runs (default 40)")
    course.add_argument("--weight", type=float, default=70.0, metavar="KG")
    course.add_argument("--baseline", type=float, default=None, metavar="POINTS", help="score before (default 33)")
    course.add_argument("--context", default="open", help="open (default), midazolam, saline or masked")
    course.add_argument("--until", type=int, default=56, metavar="DAY", help="last day (default 56)")
    course.add_argument(
        "--scores", default="", metavar="0:34,1:20", help="one person's scores so far, day:total of the MADRS"
    )
    course.add_argument("--now", type=float, metavar="DAY", help="with --scores: today (default: the last score's day)")
    course.add_argument("--one-more", type=float, metavar="DAY", help="with --scores: one more session, on this day")
    course.add_argument("--spacing", type=float, metavar="DAYS", help="with --scores: further sessions so far apart")
    course.add_argument("--seed", type=int, default=1, help="the same seed is the same people")
    course.add_argument("--csv", default="", metavar="FILE", help='a table; "-" is standard output')
    course.add_argument("--plot", default="", metavar="FILE", help="a picture, .png or .svg")


def _calibrate(arguments: argparse.Namespace) -> int:
    from euthymia.cli.course.calibrate import run

    return run(
        seed=arguments.seed,
        ensembles=arguments.ensembles,
        steps=arguments.steps,
        jobs=arguments.jobs,
        into=arguments.into,
    )


def _validate(arguments: argparse.Namespace) -> int:
    from euthymia.cli.course.validate import run

    return run(fitted=arguments.fitted, csv=arguments.csv, plot=arguments.plot)


def _course(arguments: argparse.Namespace) -> int:
    from euthymia.cli.course import command

    told, files = vars(arguments), {"csv": arguments.csv, "plot": arguments.plot}
    if arguments.scores:
        from euthymia.cli.course import one_person

        return one_person.run(one_person.Person(**{name: told[name] for name in one_person.Person.__slots__}), **files)
    command.check_alone(told)
    told["baseline"] = 33.0 if arguments.baseline is None else arguments.baseline
    return command.run(command.Asked(**{name: told[name] for name in command.Asked.__slots__}), **files)
