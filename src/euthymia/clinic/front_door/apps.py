from django.apps import AppConfig


class FrontDoorConfig(AppConfig):
    name = "euthymia.clinic.front_door"
