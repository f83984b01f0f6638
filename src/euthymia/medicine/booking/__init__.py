"""When a place is free: opening hours, bookings and rules in, places and what stands against each out."""

from euthymia.medicine.booking.local_times import NoSuchTime, WhichOfTwo, moment
from euthymia.medicine.booking.opening import Hours, Opening
from euthymia.medicine.booking.places import Booked, Diary, Obstacle, Place, Wish
from euthymia.medicine.booking.policy import BookingPolicy

__all__ = [
    "Booked",
    "BookingPolicy",
    "Diary",
    "Hours",
    "NoSuchTime",
    "Obstacle",
    "Opening",
    "Place",
    "WhichOfTwo",
    "Wish",
    "moment",
]
