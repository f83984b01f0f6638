from django.urls import path

from euthymia.clinic.booking import pages

app_name = "booking"
urlpatterns = [
    path("desk/bookings", pages.bookings, name="bookings"),
    path("desk/bookings/<uuid:key>/cancel", pages.cancel_booking, name="cancel"),
    path("desk/bookings/<uuid:key>/move", pages.move_booking, name="move"),
    path("desk/find", pages.find, name="find"),
    path("desk/book/<uuid:patient_key>", pages.book, name="book"),
]
