"""How often intervals of Krippendorff's alpha hold the truth, and how long reliability takes.

``python tests/benchmarks/bench_reliability.py`` draws units coded by two coders who err independently, and prints for
several sizes the share of samples whose 95 % interval holds the alpha of the population; samples without an interval
are counted apart. Then the processor time of `reliability` for 1,000 units, 3 coders and 20 items.
"""

from time import process_time

import numpy as np
import pandas as pd

from bingkai.contrast.agreement import Codings, coefficients
from bingkai.contrast.reliability import reliability

SHARES = {"2 values, 70/30": [0.7, 0.3], "2 values, 90/10": [0.9, 0.1], "4 values": [0.4, 0.3, 0.2, 0.1]}
RUNS, DRAWS = 300, 500


def coded(rng, n, shares, error=0.2):
    truth = rng.choice(len(shares), size=n, p=shares)
    guess = rng.choice(len(shares), size=(n, 2), p=shares)
    return np.where(rng.random((n, 2)) < error, guess, truth[:, None])


def alpha(codes, weights, n_values):
    codings = Codings(codes, np.arange(float(n_values)), np.arange(len(codes)))
    return coefficients(codings, weights, "nominal")["alpha_nominal"]


def coverage():
    rng = np.random.default_rng(7)
    for name, shares in SHARES.items():
        everything = coded(rng, 300_000, shares)
        truth = alpha(everything, np.ones((1, len(everything))), len(shares))[0]
        for n in (12, 20, 30, 50, 100, 200):
            held, without = [], 0
            for _ in range(RUNS):
                weights = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float)
                drawn = alpha(coded(rng, n, shares), weights, len(shares))
                low, high = np.nanquantile(drawn, [0.025, 0.975]) if np.isfinite(drawn).any() else (0.0, 0.0)
                without += high == low
                held += [low <= truth <= high] if high > low else []
            print(f"{name:<16} alpha {truth:.2f} n {n:>3}: held {np.mean(held):.3f}, without {without / RUNS:.3f}")


def speed():
    rng = np.random.default_rng(7)
    units = [f"u{number:04}" for number in range(1000)]
    frames = [
        pd.DataFrame({"unit_id": units, "article_id": units, "model": "uji", "item": f"butir{item:02}",
                      "coder": coder, "value": rng.choice(["ya", "tidak"], 1000), "blind": rng.random(1000) < 0.2})
        for item in range(20) for coder in "ABC"
    ]  # fmt: skip
    codes = pd.concat(frames).astype({"value": "str"})
    codes["blind"] = codes.groupby("unit_id")["blind"].transform("first")
    begun = process_time()
    reliability(codes)
    print(f"1,000 units, 3 coders, 20 items, 2,000 draws: {process_time() - begun:.1f} s")


if __name__ == "__main__":
    coverage()
    speed()
