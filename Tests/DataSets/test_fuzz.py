"""Hundreds of random sentences, answered by orbits and by DuckDB. ORBITS_TEST_SCALE asks for more,
ORBITS_FUZZ_SEED for others."""

import os

import pytest

import duck
import random_sentences
from orbits_program import SCALE, answers, assert_rows

COUNT = round(250 * SCALE)
SEED = int(os.environ.get("ORBITS_FUZZ_SEED", "0"))


@pytest.mark.parametrize("rows, seed", [(37, 1), (700, 2), (3000, 3)])
def test_random_sentences(rows, seed, tmp_path):
    seed += 1000 * SEED
    path = tmp_path / "random.csv"
    random_sentences.write_rows(path, seed, rows)
    (tmp_path / "random.orbits").write_text(
        'load accounts from "random.csv" with id = key\nset now 2026-06-30\n', encoding="utf-8")
    connection = duck.connect()
    connection.execute(random_sentences.table_sql(path))
    generator = random_sentences.Sentences(seed)
    pairs = [generator.next() for _ in range(COUNT)]
    wrong = []
    found = answers([words for words, _ in pairs], "-w", tmp_path / "random.orbits")
    for (words, sql), rows_found in zip(pairs, found):
        expected = duck.rows(connection, sql)
        try:
            assert_rows(rows_found, expected, words)
        except AssertionError as difference:
            wrong.append(f"{difference}\n{sql}")
    assert not wrong, f"{len(wrong)} of {COUNT} sentences\n\n" + "\n\n".join(wrong[:8])
