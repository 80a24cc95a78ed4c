"""Figures and horizons on labelled real sentences, read from ../shared; skips visibly where that is absent."""

from __future__ import annotations

from datetime import date

import pytest

from rules.reading.figures import quantities
from rules.reading.horizons import horizons
from tests.bench.figures import pair, same_horizon, same_quantity
from tests.bench.real_sentences import labelled


def test_the_bars_hold_on_real_sentences() -> None:
    read = [(label, sentence) for label, sentence in labelled() if sentence is not None]
    if len(read) < 300:
        pytest.skip("the labelled sentences of ../shared are absent")
    quantity = horizon = (0, 0)
    traps = 0
    for label, sentence in read:
        said_on = date.fromisoformat(label["said_on"]) if label["said_on"] else None
        found = list(quantities(sentence))
        q = pair(label["quantities"], found, same_quantity)
        h = pair(label["horizons"], list(horizons(sentence, said_on)), same_horizon)
        quantity = (quantity[0] + len(q[0]), quantity[1] + len(q[1]) + len(q[2]))
        horizon = (horizon[0] + len(h[0]), horizon[1] + len(h[1]) + len(h[2]))
        traps += bool(found) and not label["quantities"]
    assert 2 * quantity[0] / (2 * quantity[0] + quantity[1]) >= 0.95
    assert 2 * horizon[0] / (2 * horizon[0] + horizon[1]) >= 0.92
    assert traps <= 0.02 * sum(not label["quantities"] for label, _ in read)
