"""The one family of errors that are written for the person at the screen."""


class Refusal(ValueError):
    """What was seen, what is wrong, what to do; never who the patient is.

    Each way to go wrong has a subclass beside the function that raises it. The clinic shows the sentence with status
    422 and never logs it.
    """
