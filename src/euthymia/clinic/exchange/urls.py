from django.urls import path

from euthymia.clinic.exchange import views

app_name = "exchange"
urlpatterns = [
    path("registry", views.registry, name="registry"),
    path("registry/snapshot", views.make, name="make_snapshot"),
]
