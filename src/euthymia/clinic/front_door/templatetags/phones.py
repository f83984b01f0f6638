"""{{ person.phone|dialled }}: what a tap dials."""

from django import template

from euthymia.clinic.front_door import phones

register = template.Library()
register.filter("dialled", phones.dialled)
