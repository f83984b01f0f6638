"""The inner loops of keyed chance, compiled: Philox 4x32 of ten rounds, and the inverse of the normal distribution.

Nothing is carried from one number to the next, so a number is the same bits no matter
who else is drawn, in whatever block.
Philox: Salmon JK and others, SC11, 2011. The inverse: Wichura MJ, algorithm AS 241 (PPND16), 1988.
"""

import math
from typing import Any, Final

import numba
import numpy as np

jit: Any = numba.njit(cache=True, error_model="numpy", nogil=True)

LOW: Final = 0xFFFFFFFF
_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_HALF_BITS: Final = 2.0**-52


@jit  # type: ignore[untyped-decorator]
def block(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Return four words of 32 bits for a counter of four words and a key of two, all as uint64."""
    low, m0, m1 = np.uint64(LOW), np.uint64(_M0), np.uint64(_M1)
    for _ in range(10):
        p0, p1 = m0 * c0, m1 * c2
        c0, c1, c2, c3 = (
            (p1 >> np.uint64(32)) ^ c1 ^ k0,
            p1 & low,
            (p0 >> np.uint64(32)) ^ c3 ^ k1,
            p0 & low,
        )
        k0, k1 = (k0 + np.uint64(_W0)) & low, (k1 + np.uint64(_W1)) & low
    return c0, c1, c2, c3


@jit  # type: ignore[untyped-decorator]
def _between(high: Any, low: Any) -> Any:
    """Make of 64 bits a number in (0, 1): 52 of them, and a half, so that neither end is ever met."""
    whole = ((high << np.uint64(32)) | low) >> np.uint64(12)
    return (np.float64(whole) + 0.5) * _HALF_BITS


@jit  # type: ignore[untyped-decorator]
def fill_uniform(seed: Any, patients: Any, stream: Any, found: Any) -> None:
    """Fill (n, draws): each number depends on seed, patient, stream and its own place alone."""
    k0, k1 = seed & np.uint64(LOW), seed >> np.uint64(32)
    for row in range(len(patients)):
        c2, c3 = patients[row] & np.uint64(LOW), patients[row] >> np.uint64(32)
        for place in range(0, found.shape[1], 2):
            a, b, c, d = block(np.uint64(place // 2), stream, c2, c3, k0, k1)
            found[row, place] = _between(a, b)
            if place + 1 < found.shape[1]:
                found[row, place + 1] = _between(c, d)


@jit  # type: ignore[untyped-decorator]
def to_normal(found: Any) -> None:
    """Turn uniform numbers into standard normal ones, in place."""
    flat = found.reshape(found.size)
    for place in range(flat.size):
        flat[place] = inverse(flat[place])


@jit  # type: ignore[untyped-decorator]
def inverse(p: float) -> float:
    """Return the standard normal number that a share p of all lie below, to 1e-14 of itself."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return q * _middle(0.180625 - q * q)  # type: ignore[no-any-return]
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    far = _side(r - 1.6) if r <= 5.0 else _end(r - 5.0)
    return -far if q < 0 else far  # type: ignore[no-any-return]


@jit  # type: ignore[untyped-decorator]
def _middle(r: float) -> float:
    above = 2.5090809287301226727e3 * r + 3.3430575583588128105e4
    above = above * r + 6.7265770927008700853e4
    above = above * r + 4.5921953931549871457e4
    above = above * r + 1.3731693765509461125e4
    above = above * r + 1.9715909503065514427e3
    above = above * r + 1.3314166789178437745e2
    above = above * r + 3.3871328727963666080
    under = 5.2264952788528545610e3 * r + 2.8729085735721942674e4
    under = under * r + 3.9307895800092710610e4
    under = under * r + 2.1213794301586595867e4
    under = under * r + 5.3941960214247511077e3
    under = under * r + 6.8718700749205790830e2
    under = under * r + 4.2313330701600911252e1
    return above / (under * r + 1.0)


@jit  # type: ignore[untyped-decorator]
def _side(r: float) -> float:
    above = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
    above = above * r + 2.41780725177450611770e-1
    above = above * r + 1.27045825245236838258
    above = above * r + 3.64784832476320460504
    above = above * r + 5.76949722146069140550
    above = above * r + 4.63033784615654529590
    above = above * r + 1.42343711074968357734
    under = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
    under = under * r + 1.51986665636164571966e-2
    under = under * r + 1.48103976427480074590e-1
    under = under * r + 6.89767334985100004550e-1
    under = under * r + 1.67638483018380384940
    under = under * r + 2.05319162663775882187
    return above / (under * r + 1.0)


@jit  # type: ignore[untyped-decorator]
def _end(r: float) -> float:
    above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    above = above * r + 1.24266094738807843860e-3
    above = above * r + 2.65321895265761230930e-2
    above = above * r + 2.96560571828504891230e-1
    above = above * r + 1.78482653991729133580
    above = above * r + 5.46378491116411436990
    above = above * r + 6.65790464350110377720
    under = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
    under = under * r + 1.84631831751005468180e-5
    under = under * r + 7.86869131145613259100e-4
    under = under * r + 1.48753612908506148525e-2
    under = under * r + 1.36929880922735805310e-1
    under = under * r + 5.99832206555887937690e-1
    return above / (under * r + 1.0)
