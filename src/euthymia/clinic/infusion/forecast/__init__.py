"""The research forecast of the chair page: a part by itself, asked for by the page, after what it shows was stored.

It writes nothing, and neither the listener nor the silence watch nor any action knows of it. The model is loaded where
it is first asked for, and that is only where a medical director has signed it on.
"""
