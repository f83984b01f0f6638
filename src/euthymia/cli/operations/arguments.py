"""The flags of the commands that run a clinic. What they do is imported only when it is asked for."""

import argparse

Commands = argparse._SubParsersAction  # the type add_subparsers gives has no public name


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the commands."""
    _add_init(commands)
    _add_configure(commands)
    migrate = commands.add_parser("migrate", help="bring the database to today's tables, after a copy")
    migrate.set_defaults(run=_migrate)
    doctor = commands.add_parser(
        "doctor", help="check the clinic and its machine: what is right, what is not, what to do"
    )
    doctor.set_defaults(run=_doctor)
    doctor.add_argument("--json", action="store_true", help="print JSON")
    text = "where the web server in front is, if not where DNS has it"
    doctor.add_argument("--front", default="", metavar="ADDRESS:PORT", help=text)
    deploy = commands.add_parser("deploy", help="print a service's unit or a web server's settings for this clinic")
    deploy.set_defaults(run=_deploy)
    deploy.add_argument("what", choices=["systemd", "nginx", "caddy", "container", "install"])


def _add_init(commands: "Commands[argparse.ArgumentParser]") -> None:
    init = commands.add_parser("init", help="make a clinic: folder, settings, keys, database, first owner")
    init.set_defaults(run=_init)
    init.add_argument("--home", default="", metavar="FOLDER", help="a new or empty folder (default EUTHYMIA_HOME)")
    init.add_argument("--mode", default="production", help="production, which is the default and the only one here")
    init.add_argument("--hosts", default="", metavar="NAMES", help="what people type to reach it, like clinic.example")
    init.add_argument("--time-zone", default="", metavar="ZONE", help="the clinic's, like Europe/Berlin")
    init.add_argument("--owner-email", default="", metavar="ADDRESS", help="the first owner signs in with it")
    init.add_argument("--owner-name", default="", metavar="NAME", help='like "Ann Other"')
    init.add_argument("--password-file", default="", metavar="FILE", help="the owner's; - reads standard input")
    init.add_argument("--mail-from", default="", metavar="ADDRESS", help="who the clinic's mails come from")
    init.add_argument("--backup-into", default="", metavar="FOLDER", help="on another disk, for the nightly copy")
    init.add_argument("--no-questions", action="store_true", help="for scripts: what is missing is refused")


def _add_configure(commands: "Commands[argparse.ArgumentParser]") -> None:
    configure = commands.add_parser("configure", help="show the settings, or change one")
    configure.set_defaults(run=_configure)
    configure.add_argument("key", nargs="?", default="", help="which; without it all are shown, secrets hidden")
    text = "its new value; a secret is asked for, or read from standard input, and never written here"
    configure.add_argument("value", nargs="?", default=None, help=text)


def _init(arguments: argparse.Namespace) -> int:
    from euthymia.cli.operations import init

    return init.run(arguments)


def _configure(arguments: argparse.Namespace) -> int:
    from euthymia.cli.operations import configure

    return configure.run(arguments.key, arguments.value)


def _migrate(_arguments: argparse.Namespace) -> int:
    from euthymia.cli.operations import migrate

    return migrate.run()


def _deploy(arguments: argparse.Namespace) -> int:
    from euthymia.cli.operations import deploy

    return deploy.run(arguments.what)


def _doctor(arguments: argparse.Namespace) -> int:
    from euthymia.cli.operations import doctor

    return doctor.run(arguments.front, as_json=arguments.json)
