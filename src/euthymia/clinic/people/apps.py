from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "euthymia.clinic.people"

    def ready(self) -> None:
        from euthymia.clinic.people import sign_in  # noqa: F401 - connects the sign-in signals
