from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "euthymia.clinic.tasks"

    def ready(self) -> None:
        from euthymia.clinic.tasks import (
            opened_charts,  # noqa: F401 - hears of charts opened with a reason
            unsent,  # noqa: F401 - hears of messages that nothing took
        )
