"""A course of infusions: what is expected of people like this one, and of one person whose scores are known."""

from euthymia.pharmacology.cascade.course.drawn import Course, Plan, draw, drives
from euthymia.pharmacology.cascade.course.outlook import Asked, Outlook, outlook
from euthymia.pharmacology.cascade.course.people import CourseChance, People, Session, Setting, before_noise, people_of
from euthymia.pharmacology.cascade.course.told import NotABaseline, Rating, Told, UnknownContext, part
from euthymia.pharmacology.cascade.course.weighed import Weighed, weighed

__all__ = [
    "Asked", "Course", "CourseChance", "NotABaseline", "Outlook", "People", "Plan", "Rating", "Session", "Setting",
    "Told", "UnknownContext", "Weighed", "before_noise", "draw", "drives", "outlook", "part", "people_of", "weighed",
]  # fmt: skip
