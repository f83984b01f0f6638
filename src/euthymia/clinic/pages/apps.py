from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "euthymia.clinic.pages"
