"""`euthymia migrate`: bring the database to today's tables, after a copy, and report what was done."""


def run(*, quiet: bool = False) -> int:
    """Migrate.   `quiet` prints nothing where nothing was to be done, or the database is new."""
    from euthymia.clinic.server import start
    from euthymia.clinic.server.installation import migration

    start.ready()
    steps: list[str] = []
    done = migration.migrate(report=steps.append)
    if quiet and done.copy is None:
        return 0
    for step in steps:
        print(step)
    print(f"{len(done.steps) or 'Nothing to do'}{' steps' if done.steps else ''}: the tables are today's.")
    if done.copy is not None:
        print("The copy holds the keys: move it away, or delete it once you have looked at the clinic.")
    return 0
