"""The inner loops of a population, compiled: roots, exponentials, recursion. Imported only where a population is run.

Exponentials are a polynomial of degree 13 after taking powers of two out, over a block of people at a time, so that the
processor's wide registers are used; each is within 2 units of the last place.
"""

import math
from typing import Any, Final

import numba
import numpy as np

from euthymia.pharmacology.kinetics.exact import Numbers

WIDTH: Final = 16  # people in a block
_MODES: Final = 4
_LOG2_E: Final = 1.4426950408889634
_LN2_HIGH: Final = 0.6931471803691238  # its last bits are zero, so that its multiples are exact
_LN2_LOW: Final = 1.9082149292705877e-10
_ROUND: Final = 6755399441055744.0  # 1.5 * 2**52: adding it leaves the nearest whole number in the last bits
_LEAST: Final = -700.0  # exp of less is zero here

jit: Any = numba.njit(cache=True, error_model="numpy", boundscheck=False)


@jit  # type: ignore[untyped-decorator]
def _roots(k10: float, k12: float, k21: float, k13: float, k31: float) -> tuple[float, float, float]:
    """Return the three rates of decay, fastest first: real, by the angle formula, then made sharper by Newton."""
    a = k10 + k12 + k13 + k21 + k31
    b = k10 * k21 + k10 * k31 + k21 * k31 + k12 * k31 + k13 * k21
    c = k10 * k21 * k31
    third = a / 3
    p = third * third - b / 3
    q = third * third * third - third * b / 2 + c / 2
    radius = math.sqrt(max(p, 1e-300))
    angle = math.acos(min(1.0, max(-1.0, q / (radius * radius * radius)))) / 3
    first = _sharper(third + 2 * radius * math.cos(angle), a, b, c)
    third_root = _sharper(third + 2 * radius * math.cos(angle + 2 * math.pi / 3), a, b, c)
    second = _sharper(third + 2 * radius * math.cos(angle - 2 * math.pi / 3), a, b, c)
    return first, second, third_root


@jit  # type: ignore[untyped-decorator]
def _sharper(root: float, a: float, b: float, c: float) -> float:
    for _ in range(2):
        value = ((root - a) * root + b) * root - c
        slope = (3 * root - 2 * a) * root + b
        if slope != 0.0:
            root -= value / slope
    return root


@jit  # type: ignore[untyped-decorator]
def _modes(person: Numbers, rate: Numbers, gain: Numbers, weight: Numbers, lane: int) -> float:
    """Fill one lane: each mode's rate, its gain (ng/mL a mg) and its weight in the effect site.

    Gives how close the two closest rates are, relatively.
    """
    v1, k10, k12, k21, k13, k31, ke0 = person
    roots = _roots(k10, k12, k21, k13, k31)
    closest, effect = np.inf, 0.0
    for i in range(3):
        root, below = roots[i], 1.0
        for j in range(3):
            if j != i:
                below *= roots[j] - root
                closest = min(closest, abs(roots[j] - root) / root)
        closest = min(closest, abs(ke0 - root) / root)
        rate[i, lane] = root
        gain[i, lane] = 1000.0 / v1 * (k21 - root) * (k31 - root) / below
        weight[i, lane] = ke0 / (ke0 - root)
        effect += gain[i, lane] * weight[i, lane]
    rate[3, lane], gain[3, lane], weight[3, lane] = ke0, -effect, 1.0
    return closest


@jit  # type: ignore[untyped-decorator]
def _decays(rate: Numbers, minutes: float, decay: Numbers, shifted: Numbers) -> None:
    """Fill in exp(-rate * minutes) of a block."""
    whole = shifted.view(np.int64)
    for lane in range(decay.size):
        shifted[lane] = max(-rate[lane] * minutes, _LEAST) * _LOG2_E + _ROUND
    for lane in range(decay.size):
        power = shifted[lane] - _ROUND
        x = (max(-rate[lane] * minutes, _LEAST) - power * _LN2_HIGH) - power * _LN2_LOW
        y = 1.6059043836821613e-10
        y = y * x + 2.08767569878681e-09
        y = y * x + 2.505210838544172e-08
        y = y * x + 2.755731922398589e-07
        y = y * x + 2.7557319223985893e-06
        y = y * x + 2.48015873015873e-05
        y = y * x + 0.0001984126984126984
        y = y * x + 0.001388888888888889
        y = y * x + 0.008333333333333333
        y = y * x + 0.041666666666666664
        y = y * x + 0.16666666666666666
        y = y * x + 0.5
        y = y * x + 1.0
        decay[lane] = y * x + 1.0
    for lane in range(decay.size):
        whole[lane] = (whole[lane] + 1023) << 52
    for lane in range(decay.size):
        decay[lane] *= shifted[lane]


@jit  # type: ignore[untyped-decorator]
def run_blocks(
    people: Numbers,
    lengths_min: Numbers,
    length: Any,
    mg_per_min: Numbers,
    bolus_mg: Numbers,
    output: Any,
    plasma: Numbers,
    effect: Numbers,
) -> Numbers:
    """Run all blocks; write plasma and effect (n, m), give how close each person's closest rates are.

    people  (n, 7), n a multiple of WIDTH; the rest as in `population.Steps`
    """
    closest = np.empty(len(people))
    rate, gain, weight = np.empty((_MODES, WIDTH)), np.empty((_MODES, WIDTH)), np.empty((_MODES, WIDTH))
    decay = np.empty((len(lengths_min), _MODES * WIDTH))
    shifted = np.empty(_MODES * WIDTH)
    for first in range(0, len(people), WIDTH):
        for lane in range(WIDTH):
            closest[first + lane] = _modes(people[first + lane], rate, gain, weight, lane)
        for number in range(len(lengths_min)):
            _decays(rate.reshape(_MODES * WIDTH), lengths_min[number], decay[number], shifted)
        _block(first, rate, gain, weight, decay, length, mg_per_min, bolus_mg, output, plasma, effect)
    return closest


@jit  # type: ignore[untyped-decorator]
def _block(  # noqa: PLR0913
    first: int,
    rate: Numbers,
    gain: Numbers,
    weight: Numbers,
    decay: Numbers,
    length: Any,
    mg_per_min: Numbers,
    bolus_mg: Numbers,
    output: Any,
    plasma: Numbers,
    effect: Numbers,
) -> None:
    width = _MODES * WIDTH
    held = np.zeros(width)
    gains, steady = gain.reshape(width), (gain / rate).reshape(width)
    c, e = np.empty(WIDTH), np.empty(WIDTH)
    for step in range(len(length)):
        decays, mg, bolus = decay[length[step]], mg_per_min[step], bolus_mg[step]
        for lane in range(width):
            goal = mg * steady[lane]
            held[lane] = goal + (held[lane] - goal) * decays[lane]
        if bolus:
            for lane in range(width):
                held[lane] += bolus * gains[lane]
        row = output[step]
        if row >= 0:
            for lane in range(WIDTH):
                one, two, three = held[lane], held[WIDTH + lane], held[2 * WIDTH + lane]
                c[lane] = max(one + two + three, 0.0)
                e[lane] = weight[0, lane] * one + weight[1, lane] * two + weight[2, lane] * three
                e[lane] = max(e[lane] + held[3 * WIDTH + lane], 0.0)
            for lane in range(WIDTH):
                plasma[first + lane, row] = c[lane]
                effect[first + lane, row] = e[lane]
