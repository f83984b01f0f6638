from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "euthymia.clinic.booking"
