"""Patterns against brute force: random journeys with ties, gaps and missing values, random patterns; whom they find, when the
first match begins, how many there are, and for whom the order of events at one time decides."""

import re

import pytest

import journeys as reference
from orbits_program import SCALE, answers, orbits

ACCOUNTS, PATTERNS = 150, 40


@pytest.mark.parametrize("seed", range(round(20 * SCALE)))
def test_random_patterns_over_random_journeys(seed, tmp_path):
    draw, with_stages, journeys, patterns = reference.generate(seed, ACCOUNTS, PATTERNS)
    workspace = reference.write(tmp_path, journeys, draw, with_stages)
    hits = 0
    in_order = {name: reference.in_order(*parts) for name, parts in journeys.items()}
    found = answers(
        [f"accounts matching {pattern.words} order by id show id, first match called begins, matches called n"
         for pattern in patterns]
        + [f"accounts never {pattern.words} order by id show id" for pattern in patterns],
        "-w", workspace, cwd=tmp_path)
    for pattern, rows, missing in zip(patterns, found, found[PATTERNS:]):
        expected = {name: reference.answer(pattern, journey) for name, journey in in_order.items()}
        assert [(row["id"], row["begins"], row["n"]) for row in rows] == [
            (name, begins.isoformat() + "Z", count)
            for name, (truth, begins, count) in expected.items() if truth == reference.YES], pattern.words
        hits += len(rows) > 5
        assert [row["id"] for row in missing] == [
            name for name, (truth, _, _) in expected.items() if truth == reference.NO], pattern.words
    assert hits > PATTERNS / 4


@pytest.mark.parametrize("seed", range(1000, 1000 + round(10 * SCALE)))
def test_what_ties_decide_is_in_the_footer(seed, tmp_path):
    draw, with_stages, journeys, patterns = reference.generate(seed, ACCOUNTS, PATTERNS)
    workspace = reference.write(tmp_path, journeys, draw, with_stages)
    in_order = [reference.in_order(*parts) for parts in journeys.values()]
    arguments = [part for pattern in patterns for part in ("-c", f"accounts matching {pattern.words} show count")]
    run = orbits("-w", workspace, "--format", "csv", *arguments, cwd=tmp_path).is_fine()
    # The load report ends like a footer.
    _, *footers, _ = re.split(rf"^(?:\d+ of |none of )?{ACCOUNTS} accounts(?:, .*)?$", run.err, flags=re.M)
    assert len(footers) == PATTERNS, run
    for pattern, footer in zip(patterns, footers):
        said = re.search(r"at the same time decides for ([\d,]+) account", footer)
        decided = sum(reference.is_decided_by_ties(pattern, journey) for journey in in_order)
        assert (int(said[1]) if said else 0) == decided, (pattern.words, footer)
