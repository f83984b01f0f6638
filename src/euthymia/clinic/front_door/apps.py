from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "euthymia.clinic.front_door"

    def ready(self) -> None:
        """Let the list of today show who asked for a consult."""
        from euthymia.clinic.front_door import actions  # models are there only now
        from euthymia.clinic.tasks import about

        about.READERS.append(actions.people_asking)
