"""One person's measurements held against one published model: what is compared with what, and by which error."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from euthymia.medicine.refusal import Refusal
from euthymia.pharmacology.estimates.seen import Seen, Somebody
from euthymia.pharmacology.kinetics.exact import Numbers
from euthymia.pharmacology.kinetics.flags import Flag, flags_of
from euthymia.pharmacology.kinetics.follow import looked
from euthymia.pharmacology.kinetics.masses import MassNotKnown, g_per_mol, own_mass_ratio
from euthymia.pharmacology.kinetics.model import Model, Site, typical
from euthymia.pharmacology.kinetics.person import Person
from euthymia.pharmacology.kinetics.records import Plan, Record, Rule, plan
from euthymia.pharmacology.kinetics.schedule import Schedule

LEAST_NG_PER_ML: Final = 1e-12  # a prediction under this is taken as this, so that its error is never zero


class NoSpreadPublished(Refusal):
    """Individual estimates were asked of a model whose spread between people nobody printed."""


class NotRead(Refusal):
    """A substance was measured that the model does not read, or on a basis that cannot be held against an assay."""


class AnotherSite(Refusal):
    """Samples of one site, and a model of another."""


class NothingGivenYet(Refusal):
    """A level was measured where the model has no drug in the body at all."""


class Measured(NamedTuple):
    """The measurements among the looks, (m,) each, in ng/mL of the substance itself.

    places  which of the looks;  limit  NaN where it is not said;  proportional, additive, on_log  of the error
    """

    places: NDArray[np.int64]
    value: Numbers
    below: NDArray[np.bool_]
    limit: Numbers
    proportional: Numbers
    additive: Numbers
    on_log: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.places)

    def only(self, some: NDArray[np.bool_]) -> "Measured":
        """Return some of them."""
        return Measured(
            self.places[some],
            self.value[some],
            self.below[some],
            self.limit[some],
            self.proportional[some],
            self.additive[some],
            self.on_log[some],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A person, a model, and what lies between them.

    names    the parameters that vary, with their covariance and its lower root, (n, n)
    read     the substance of each look;  ratios  from the model's basis to the substance's own mass, (looks,)
    person   the body at the last line, of whom the parameters are told
    """

    key: str
    model: Model
    plan: Plan
    person: Person
    names: tuple[str, ...]
    covariance: Numbers
    root: Numbers
    read: tuple[str, ...]
    ratios: Numbers
    measured: Measured
    flags: tuple[Flag, ...]

    @property
    def looks(self) -> tuple[Record, ...]:
        """Return the lines at which a concentration is asked for."""
        return self.plan.looks

    def predict(self, standard: Numbers) -> Numbers:
        """Return what each look would read, (k, looks) ng/mL of the substance itself.

        standard  (k, n)  independent standard normal numbers; zero is the typical person
        """
        etas = standard @ self.root.T
        found = looked(self.model, self.plan, [dict(zip(self.names, row, strict=True)) for row in etas.tolist()])
        columns = [found[name][:, place] for place, name in enumerate(self.read)]
        return np.stack(columns, axis=1) * self.ratios if columns else np.zeros((len(standard), 0))

    def at_measurements(self, standard: Numbers) -> Numbers:
        """Return the same at the measurements alone, never quite zero, (k, m)."""
        return np.maximum(self.predict(standard)[:, self.measured.places], LEAST_NG_PER_ML)


def case(model: Model, somebody: Somebody, *, site: Site, covariates: Rule = "nocb") -> Case:
    """Hold one person's record against a model.

    site  where the samples were drawn, as the asker says
    Raises NoSpreadPublished, AnotherSite, NotRead, NothingGivenYet.
    """
    check(model, site)
    laid = plan(somebody.records, rule=covariates)
    names, covariance = model.spread
    read = tuple(seen.name if seen else "plasma" for seen in somebody.seen)
    ratios = _ratios(model, laid, somebody.seen, read)
    person = somebody.records[-1].person
    found = Case(
        key=somebody.key,
        model=model,
        plan=laid,
        person=person,
        names=names,
        covariance=covariance,
        root=np.asarray(np.linalg.cholesky(covariance), dtype=np.float64),
        read=read,
        ratios=ratios,
        measured=_measured(model, somebody.seen, ratios),
        flags=_flags(model, laid, person, site),
    )
    _check_given(found)
    return found


def check(model: Model, site: Site) -> None:
    """Refuse a model that cannot tell of one person. Raises NoSpreadPublished, AnotherSite."""
    if not (model.variances and model.residuals):
        raise NoSpreadPublished(
            f"{model.name}: neither the spread between people nor the error of measurement is printed in what was "
            "read, so nobody can be told from the typical person. Choose otto, perez-ruixo, simons or ashraf."
        )
    if "not verified" not in (site, model.site) and site != model.site:
        raise AnotherSite(
            f"The samples are {site} and {model.name} was made of {model.site} ones, which peak differently. Choose a "
            f"model of {site} samples (`euthymia models` lists them)."
        )


def _flags(model: Model, laid: Plan, person: Person, site: Site) -> tuple[Flag, ...]:
    """Return what must be read beside the estimate, each once; doses on both sides of a reset are never joined."""
    found = [flag for doses in laid.given for flag in flags_of(model, Schedule(doses), person)]
    if "not verified" in (site, model.site):
        what = "where its samples or these were drawn is not known; arterial and venous levels peak differently"
        found.append(Flag("site", model.name, what))
    return tuple(dict.fromkeys(found))


def _ratios(model: Model, laid: Plan, seen: Sequence[Seen | None], read: Sequence[str]) -> Numbers:
    """Return what turns the model's basis into ng of the substance itself. Raises NotRead."""
    readings = {one.name: one for one in model.structure(typical(model, laid.people[0])).readings}
    ratios = []
    for one, name, record in zip(seen, read, laid.looks, strict=True):
        if name not in readings or (one and name not in model.residuals):
            raise NotRead(
                f"Row {record.row}: {name} was measured, and {model.name} reads {' and '.join(model.residuals)}. Leave "
                "the row out (MDV 1), or choose another model."
            )
        try:
            ratios.append(own_mass_ratio(name, readings[name].basis))
        except MassNotKnown:
            raise NotRead(
                f"Row {record.row}: {model.name} has {name} as it was fitted, its litres standing for an unknown share "
                "as well, so no assay can be held against it. Leave the row out (MDV 1), or choose another model."
            ) from None
    return np.array(ratios)


def _measured(model: Model, seen: Sequence[Seen | None], ratios: Numbers) -> Measured:
    found = [(place, one, model.residuals[one.name]) for place, one in enumerate(seen) if one]
    return Measured(
        places=np.array([place for place, _, _ in found], dtype=np.int64),
        value=np.array([_own(one, one.value) for _, one, _ in found]),
        below=np.array([one.below for _, one, _ in found], dtype=np.bool_),
        limit=np.array([np.nan if one.limit is None else _own(one, one.limit) for _, one, _ in found]),
        proportional=np.array([residual.proportional for _, _, residual in found]),
        additive=np.array([residual.additive_ng_per_ml * ratios[place] for place, _, residual in found]),
        on_log=np.array([residual.on_log_scale for _, _, residual in found], dtype=np.bool_),
    )


def _own(seen: Seen, value: float) -> float:
    return value * g_per_mol(seen.name) if seen.unit == "umol/L" else value  # umol/L times g/mol is ng/mL


def _check_given(found: Case) -> None:
    read = found.predict(np.zeros((1, len(found.names))))[0, found.measured.places]
    for place in np.flatnonzero((read <= 0) & ~found.measured.below & (found.measured.additive == 0)):
        raise NothingGivenYet(
            f"Row {found.looks[found.measured.places[place]].row}: a level was measured before anything was given. Add "
            "the dose it came from, write MDV 1, or mark it as censored (CENS 1)."
        )
