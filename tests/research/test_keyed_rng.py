"""Keyed chance: the published vectors, the same bits in any company, and a battery that would see a bad generator."""

import hashlib
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtri

from euthymia.research.keyed_rng import PURPOSES, ImpossibleKey, UnknownPurpose, normals, uniforms
from euthymia.research.philox import block, inverse
from tests.examples import examples

few = examples(50)
DIGEST = "5cd7d8b3a305e58f33360101ae55ee60b17b6ab355d18d0759d1b2d0e5e8548d"
seeds = st.integers(0, 2**64 - 1)
words = st.integers(0, 2**32 - 1)
purposes = st.sampled_from(sorted(PURPOSES))


def plain_philox(counter, key):
    """The oracle: the rounds as the paper has them, in Python's whole numbers."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c0, 2**32)
        high1, low1 = divmod(0xCD9E8D57 * c2, 2**32)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c0, c1, c2, c3


def compiled(counter, key):
    return tuple(int(word) for word in block(*(np.uint64(word) for word in (*counter, *key))))


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_the_published_vectors_of_philox_come_out(counter, key, words):
    assert " ".join(f"{word:08x}" for word in compiled(counter, key)) == words
    assert plain_philox(counter, key) == compiled(counter, key)


@few
@given(counter=st.tuples(*[words] * 4), key=st.tuples(*[words] * 2))
def test_the_compiled_rounds_are_the_plain_ones(counter, key):
    assert compiled(counter, key) == plain_philox(counter, key)


@few
@given(
    seed=seeds,
    patient=st.integers(0, 2**63 - 1),
    purpose=purposes,
    occasion=st.integers(0, 65535),
    draw=st.integers(0, 9),
)
def test_a_number_hangs_on_its_key_alone(seed, patient, purpose, occasion, draw):
    counter = (draw // 2, PURPOSES[purpose] << 16 | occasion, patient % 2**32, patient >> 32)
    a, b, c, d = plain_philox(counter, (seed % 2**32, seed >> 32))
    high, low = ((a, b), (c, d))[draw % 2]
    expected = (((high << 32 | low) >> 12) + 0.5) * 2.0**-52

    found = uniforms(seed, np.array([7, patient]), purpose, draws=10, occasion=occasion)
    assert found[1, draw] == expected and 0 < expected < 1


# The same bits in any company


@few
@given(seed=seeds, cut=st.integers(0, 40), draws=st.integers(1, 9))
def test_blocks_and_partitions_change_no_bit(seed, cut, draws):
    patients = np.arange(40) * 977
    whole = normals(seed, patients, "kinetics", draws=draws)
    parts = [normals(seed, some, "kinetics", draws=draws) for some in (patients[:cut], patients[cut:])]

    assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert normals(seed, patients[::-1], "kinetics", draws=draws)[::-1].tobytes() == whole.tobytes()


def test_more_draws_more_patients_purposes_or_occasions_shift_nothing():
    patients = np.arange(100)
    before = normals(5, patients, "kinetics", draws=4)

    assert normals(5, np.arange(200), "kinetics", draws=7)[:100, :4].tobytes() == before.tobytes()
    for other in (
        normals(5, patients, "effect", draws=4),
        normals(5, patients, "kinetics", draws=4, occasion=1),
        normals(6, patients, "kinetics", draws=4),
    ):
        assert not (other == before).any()
    assert normals(5, patients, "kinetics", draws=4).tobytes() == before.tobytes()


def test_threads_draw_the_same_numbers():
    patients, found = np.arange(20_000), {}
    halves = {0: patients[:9_999], 1: patients[9_999:]}
    threads = [
        threading.Thread(target=lambda n=n: found.__setitem__(n, normals(1, halves[n], "assay", draws=5)))
        for n in halves
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    whole = normals(1, patients, "assay", draws=5)
    assert np.concatenate([found[0], found[1]]).tobytes() == whole.tobytes()


def test_the_streams_of_old_trials_stay_what_they_were():
    """A change here changes every trial that was ever drawn: add purposes, never renumber them."""
    drawn = uniforms(2026, np.arange(1000), "covariates", draws=3, occasion=2)

    assert list(PURPOSES.values()) == list(range(1, len(PURPOSES) + 1))
    assert hashlib.sha256(drawn.tobytes()).hexdigest() == DIGEST


# Normal numbers


@pytest.mark.parametrize("p", [2.0**-53, 1e-15, 1e-9, 1e-4, 0.02, 0.075, 0.0751, 0.3, 0.5, 0.925, 0.9999, 1 - 2.0**-53])
def test_the_inverse_is_scipys(p):
    assert inverse(p) == pytest.approx(ndtri(p), rel=4e-15, abs=1e-16)


@few
@given(p=st.floats(2.0**-53, 1 - 2.0**-52))
def test_the_inverse_is_scipys_everywhere_and_rises(p):
    assert inverse(p) == pytest.approx(ndtri(p), rel=1e-14, abs=1e-15)
    assert inverse(np.nextafter(p, 1.0)) >= inverse(p) - 1e-14


# A battery: each p-value would be under 1e-4 once in ten thousand runs, and the numbers are the same in each run

SEEDS = [1, 2026, 2**63 + 11]
LEAST_P = 1e-4


@pytest.mark.parametrize("seed", SEEDS)
def test_moments_are_those_of_the_normal_distribution(seed):
    z = normals(seed, np.arange(250_000), "effect", draws=4).ravel()

    for power, (mean, variance) in {1: (0, 1), 2: (1, 2), 3: (0, 15), 4: (3, 96)}.items():
        assert abs((z**power).mean() - mean) < 4 * np.sqrt(variance / z.size)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("draw", range(4))
def test_numbers_are_normal_at_each_draw(seed, draw):
    z = normals(seed, np.arange(200_000), "kinetics", draws=4)[:, draw]

    assert stats.kstest(z, "norm").pvalue > LEAST_P


@pytest.mark.parametrize("seed", SEEDS)
def test_cells_of_the_unit_cube_fill_evenly(seed):
    """Three draws in a row of each patient, 16 cells a side."""
    u = uniforms(seed, np.arange(400_000), "kinetics", draws=3)
    cells = np.bincount((np.floor(u * 16) @ [1, 16, 256]).astype(int), minlength=4096)

    assert stats.chisquare(cells).pvalue > LEAST_P


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lag", [1, 2, 64])
def test_neighbouring_patients_do_not_hang_together(seed, lag):
    z = normals(seed, np.arange(200_000), "kinetics", draws=1)[:, 0]

    assert abs(np.corrcoef(z[lag:], z[:-lag])[0, 1]) < 4 / np.sqrt(len(z) - lag)


@pytest.mark.parametrize("seed", SEEDS)
def test_purposes_occasions_draws_and_seeds_do_not_hang_together(seed):
    patients = np.arange(100_000)
    columns = [normals(seed, patients, one, draws=2) for one in PURPOSES]
    columns += [normals(seed, patients, "occasion", draws=2, occasion=n) for n in (1, 2)]
    columns.append(normals(seed + 1, patients, "covariates", draws=2))
    apart = np.corrcoef(np.concatenate(columns, axis=1).T)[np.triu_indices(2 * len(columns), 1)]

    assert np.abs(apart).max() < 5 / np.sqrt(len(patients))


def test_each_bit_of_the_key_turns_half_of_the_bits_over():
    generator = np.random.default_rng(1)
    for word in range(6):
        for bit in range(0, 32, 5):
            turned = []
            for _ in range(60):
                key = generator.integers(0, 2**32, 6).tolist()
                other = [*key]
                other[word] ^= 1 << bit
                one, two = compiled(key[:4], key[4:]), compiled(other[:4], other[4:])
                turned.append(sum((a ^ b).bit_count() for a, b in zip(one, two, strict=True)))
            assert abs(np.mean(turned) - 64) < 5 * np.sqrt(32 / 60)


def test_no_two_numbers_of_a_million_are_one():
    assert len(np.unique(uniforms(3, np.arange(250_000), "rater", draws=4))) == 1_000_000


# What is refused


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"purpose": "luck"}, UnknownPurpose),
        ({"seed": -1}, ImpossibleKey),
        ({"seed": 2**64}, ImpossibleKey),
        ({"seed": 1.5}, ImpossibleKey),
        ({"occasion": 65536}, ImpossibleKey),
        ({"draws": -1}, ImpossibleKey),
        ({"patients": np.array([-1])}, ImpossibleKey),
        ({"patients": np.array([0.5])}, ImpossibleKey),
        ({"patients": np.array([[1]])}, ImpossibleKey),
    ],
)
def test_a_key_that_keys_nothing_is_refused(asked, wrong):
    whole = {"seed": 1, "patients": np.array([1]), "purpose": "assay", "draws": 1, "occasion": 0, **asked}

    with pytest.raises(wrong):
        normals(whole.pop("seed"), whole.pop("patients"), whole.pop("purpose"), **whole)
