"""The staff of the demo clinic. Nobody here exists."""

from typing import NamedTuple


class Colleague(NamedTuple):
    """One role's login: the mail address is <login>@demo.example."""

    login: str
    name: str
    role: str

    @property
    def email(self) -> str:
        return f"{self.login}@demo.example"


STAFF = (
    Colleague("owner", "Ola Berg", "owner"),
    Colleague("director", "Mira Castell", "medical_director"),
    Colleague("prescriber", "Pavel Novak", "prescriber"),
    Colleague("nurse", "Nia Okoro", "nurse"),
    Colleague("nurse2", "Sam Reyes", "nurse"),
    Colleague("desk", "Finn Larsen", "front_desk"),
    Colleague("researcher", "Rita Sol", "researcher"),
)
