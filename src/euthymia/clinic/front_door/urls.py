from django.urls import path

from euthymia.clinic.front_door import views

app_name = "front_door"
urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("ketamine", views.ketamine, name="ketamine"),
    path("how-it-works", views.how_it_works, name="how_it_works"),
    path("check", views.self_check, name="self_check"),
    path("help", views.help_now, name="help"),
    path("sources", views.sources, name="sources"),
    path("consult", views.consult, name="consult"),
    path("consult/received", views.consult_received, name="consult_received"),
    path("offline", views.offline, name="offline"),
    path("offline.js", views.offline_worker, name="offline_worker"),
    path("desk/requests", views.requests, name="requests"),
    path("desk/requests/<uuid:key>/register", views.register, name="register_request"),
    path("desk/clinic", views.clinic, name="clinic"),
]
