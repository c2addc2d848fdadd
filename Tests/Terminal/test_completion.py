"""Tab: what may stand at the cursor, with the words of the company that orbits carries with it."""

from conftest import ALT_ENTER, HOME, LEFT, PROMPT, RIGHT, TAB, UP

START = len(PROMPT)


def complete(shell, text):
    """Types `text`, then Tab; the first Tab of a shell may have to read the data."""
    shell.type(text)
    before = len(shell.output)
    shell.send(TAB)
    shell.wait_until(lambda: len(shell.output) > before)
    shell.settle(0.15)


def test_one_candidate_is_inserted_with_a_space(shell):
    complete(shell, "accounts in ben")
    assert shell.rows() == [PROMPT + "accounts in Benchmark"]
    assert shell.cursor == (0, START + 22)


def test_stages_come_in_the_order_of_the_journey_with_their_counts(shell):
    complete(shell, "accounts in stage ")
    rows = shell.rows()
    assert rows[0] == rows[-1] == PROMPT + "accounts in stage"
    listed = " ".join(" ".join(row.split()) for row in rows[1:-1])
    for stage in ("Obstacle 15", "Research 23", "Benchmark 37", "Invest 12", "Transform 82", "Share 78"):
        assert stage in listed
    assert shell.cursor == (len(rows) - 1, START + 18)


def test_the_values_of_a_field_come_commonest_first(shell):
    complete(shell, "accounts where vertical is ")
    words = " ".join(shell.rows()[1:-1]).split()
    assert "SaaS" in words and words[words.index("SaaS") + 1] == "76"
    assert '"Public' in words  # in the quotes it needs
    first = [row.split()[:2] for row in shell.rows()[1:4]]
    assert first == [["SaaS", "76"], ["Retail", "44"], ["Healthcare", "38"]]


def test_several_candidates_are_inserted_as_far_as_they_agree_then_listed(shell):
    complete(shell, "accounts where renewal")
    assert shell.rows() == [PROMPT + "accounts where renewal_date"]
    complete(shell, "\x15accounts where los")
    assert shell.rows()[-1] == PROMPT + "accounts where lost"
    complete(shell, "")
    assert shell.rows()[-1] == PROMPT + "accounts where lost"
    listed = shell.rows()[-2].split()
    assert [word for word in listed if word.startswith("lost")] == ["lost", "lost_at", "lost_on"]


def test_fields_come_before_the_words_of_the_language(shell):
    complete(shell, "accounts where ")
    names = [row.split()[0] for row in shell.rows()[1:4]]
    assert names == ["id", "name", "stage"]
    assert "upper(" not in shell.text


def test_a_function_comes_with_its_bracket_and_without_quotes(shell):
    complete(shell, "accounts where upp")
    assert shell.rows() == [PROMPT + "accounts where upper("]
    assert shell.cursor == (0, START + 21)


def test_a_keyword_of_two_words(shell):
    complete(shell, "accounts ord")
    assert shell.rows() == [PROMPT + "accounts order by"]
    complete(shell, "\x15accounts order ")
    assert shell.rows() == [PROMPT + "accounts order by"]
    assert shell.cursor == (0, START + 18)


def test_after_a_pipe_come_the_columns_of_the_result(shell):
    shell.run("accounts by vertical show count, avg jfi where vertical is Retail")
    complete(shell, "| where ")
    listed = "\n".join(row for row in shell.rows() if not row.startswith(PROMPT))
    assert "jfi" not in [row.split()[0] for row in listed.split("\n")]
    complete(shell, "\x15accounts by region | order by co")
    assert shell.rows()[-1] == PROMPT + "accounts by region | order by count"
    for name in ("vertical", "count", "avg jfi"):
        assert any(row.startswith((name, f"`{name}`")) for row in listed.split("\n")), name


def test_files_of_the_folder(shell, home):
    (home / "customers.csv").write_text("id\n1\n")
    (home / "data").mkdir()
    (home / "data/株.csv").write_text("id\n1\n")
    complete(shell, 'load accounts from "cu')
    assert shell.rows() == [PROMPT + 'load accounts from "customers.csv"']
    complete(shell, '\x15load accounts from "da')
    complete(shell, "")
    assert shell.rows() == [PROMPT + 'load accounts from "data/株.csv"']


def test_values_beyond_ascii(shell):
    complete(shell, 'accounts where owner is "El')
    assert shell.rows() == [PROMPT + 'accounts where owner is "Elin Sjöberg"']
    complete(shell, '\x15accounts where name is "株')
    assert shell.rows() == [PROMPT + 'accounts where name is "株式会社ひかり"']
    complete(shell, '\x15accounts where name is Öre')
    assert shell.rows() == [PROMPT + 'accounts where name is "Öresund Kod AB"']


def test_completion_in_the_middle_keeps_the_rest(shell):
    complete(shell, "accounts in ben x" + LEFT * 2)
    assert shell.rows() == [PROMPT + "accounts in Benchmark x"]


def test_nothing_to_complete_changes_nothing(shell):
    complete(shell, "zzz")
    assert shell.rows() == [PROMPT + "zzz"]


def test_a_long_list_fits_the_screen(run_shell):
    shell = run_shell(rows=12, columns=60)
    complete(shell, "events where kind is ")
    rows = shell.rows()
    assert len(rows) <= 12
    assert rows[0] == rows[-1] == PROMPT + "events where kind is"
    assert rows[-2].startswith("and ") and rows[-2].endswith(" more")
    assert all(len(row) <= 60 for row in rows)


def test_a_list_under_an_entry_of_several_rows(shell):
    shell.type("accounts in" + ALT_ENTER + "stage " + ALT_ENTER + "x" + UP)
    complete(shell, HOME + RIGHT * 8)
    rows = shell.rows()
    assert rows[:3] == rows[-3:] == [PROMPT + "accounts in", "  stage", "  x"]
    assert "Obstacle" in "\n".join(rows[3:-3])
    assert shell.cursor == (len(rows) - 2, 8)
