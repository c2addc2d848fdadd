"""Entries of several rows, pastes, history and search."""

import time

from conftest import (
    ALT_ENTER, BACKSPACE, DOWN, END, ENTER, ESCAPE, HOME, LEFT, PROMPT, RIGHT, TAB, UP, answer_to,
    ctrl, pasted)

START = len(PROMPT)


# --- Rows

def test_enter_opens_a_row_while_the_sentence_is_incomplete(shell):
    shell.type("funnel (demo," + ENTER)
    assert shell.rows() == [PROMPT + "funnel (demo,"]
    assert shell.cursor == (1, 2)
    shell.send("won)" + ENTER)
    shell.wait_for(answer_to("funnel (demo,\n  won)"))
    assert shell.rows()[:2] == [PROMPT + "funnel (demo,", "  won)"]


def test_a_row_is_indented_as_deep_as_the_one_before(shell):
    shell.type("funnel (" + ENTER + "  a," + ENTER)
    assert shell.cursor == (2, 4)


def test_alt_enter_forces_a_row(shell):
    shell.type("accounts" + ALT_ENTER + "where x")
    assert shell.rows() == [PROMPT + "accounts", "  where x"]
    shell.send(ENTER)
    shell.wait_for(answer_to("accounts\n  where x"))


def test_a_blank_row_ends_an_entry(shell):
    shell.type("define jfi" + ENTER + "tickets: weight 30" + ENTER)
    shell.send(ENTER)
    shell.wait_for(answer_to("define jfi\n  tickets: weight 30"))


def test_enter_in_the_middle_of_a_complete_entry_runs_it_whole(shell):
    shell.type("accounts in Invest" + HOME + RIGHT + ENTER)
    shell.wait_for(answer_to("accounts in Invest"))


def test_keys_move_between_rows(shell):
    shell.type("accounts" + ALT_ENTER + "where x" + ALT_ENTER + "top")
    assert shell.cursor == (2, 5)
    shell.type(UP)
    assert shell.cursor == (1, 5)
    shell.type(END)
    assert shell.cursor == (1, 9)
    shell.type(UP)
    assert shell.cursor == (0, 9)
    shell.type(HOME)
    assert shell.cursor == (0, START)
    shell.type(DOWN)
    assert shell.cursor == (1, START)
    shell.type(HOME + LEFT)
    assert shell.cursor == (0, START + 8)
    shell.type(RIGHT)
    assert shell.cursor == (1, 0)
    shell.type(BACKSPACE)
    assert shell.rows() == [PROMPT + "accounts  where x", "  top"]
    shell.send(ENTER)
    shell.wait_for(answer_to("accounts  where x\n  top"))


def test_up_and_down_keep_their_column_over_short_rows(shell):
    shell.type("accounts in Invest" + ALT_ENTER + "x" + ALT_ENTER + "where vertical is Retail")
    assert shell.cursor == (2, 26)
    shell.type(UP)
    assert shell.cursor == (1, 3)
    shell.type(UP)
    assert shell.cursor == (0, 26)
    shell.type(DOWN + DOWN)
    assert shell.cursor == (2, 26)


def test_rows_of_wide_characters_keep_the_column(shell):
    shell.type("株株株株" + ALT_ENTER + "abcdefghijk" + UP)
    assert shell.cursor == (0, 12)
    shell.type(DOWN)
    assert shell.cursor == (1, 13)


# --- Pastes

THREE = "accounts in Invest\nevents of accounts\n\tvisits in Share\n"


def test_a_paste_of_three_statements_waits_whole(shell):
    shell.type(pasted(THREE))
    assert shell.rows() == [PROMPT + "accounts in Invest", "events of accounts", "  visits in Share"]
    assert shell.cursor == (2, 17)
    shell.send(ENTER)
    shell.wait_for(answer_to("accounts in Invest\nevents of accounts\n  visits in Share"))


def test_a_pasted_tab_completes_nothing(shell):
    shell.type(pasted("be\tx"))
    assert shell.rows() == [PROMPT + "be  x"]


def test_a_paste_cannot_play_tricks_on_the_terminal(shell):
    shell.type(pasted("a\x1b[31mb\x07\x00c"))
    assert shell.rows() == [PROMPT + "a[31mbc"]


def test_a_paste_goes_where_the_cursor_is(shell):
    shell.type("[]" + LEFT + pasted("çağla 株\n"))
    assert shell.rows() == [PROMPT + "[çağla 株]"]


def test_pasted_accents_are_joined_with_their_letters(shell):
    shell.type(pasted("cafe\u0301"))
    assert shell.rows() == [PROMPT + "café"]


def test_five_hundred_rows_are_pasted_quickly(shell):
    text = "\n".join(f"  where jfi > {number} and vertical is Retail" for number in range(500))
    begin = time.monotonic()
    shell.send(pasted("accounts\n" + text) + ENTER)
    shell.wait_for(f"entry of 501 rows, {len(text) + 9} characters: accounts")
    assert time.monotonic() - begin < 2


def test_paste_mode_is_on_only_at_the_prompt(shell):
    assert shell.output.count(b"\x1b[?2004h") == 1
    shell.run("x")
    assert shell.output.count(b"\x1b[?2004l") == 1
    assert shell.output.count(b"\x1b[?2004h") == 2
    before = shell.output.rindex(b"\x1b[?2004l")
    assert before < shell.output.index(answer_to("x").encode())


def test_an_entry_that_ran_stands_there_with_true_newlines(shell):
    """So that a copy from the screen has them too."""
    shell.type("accounts" + ALT_ENTER + "where x")
    shell.output = b""
    shell.send(ENTER)
    shell.wait_for(answer_to("accounts\n  where x"))
    assert b"accounts\r\n  where x\r\n" in shell.output
    assert shell.rows()[:2] == [PROMPT + "accounts", "  where x"]


def test_an_entry_taller_than_the_screen(run_shell):
    shell = run_shell(rows=10, columns=40)
    shell.type(pasted("\n".join(f"  row {number}" for number in range(30))))
    assert shell.rows() == [f"  row {number}" for number in range(20, 30)]
    assert shell.cursor == (9, 8)
    shell.type(UP * 2 + "x")
    assert shell.rows() == [
        f"  row {number}" + ("x" if number == 27 else "") for number in range(20, 30)]
    assert shell.cursor == (7, 9)
    shell.type(UP * 20 + "y")
    assert "  row 7y" in shell.rows()
    assert shell.rows()[shell.cursor[0]] == "  row 7y"
    assert shell.cursor[1] == 8
    shell.type(UP * 7 + HOME)
    assert shell.rows()[0] == PROMPT + "  row 0"
    assert shell.cursor == (0, START)
    shell.type(DOWN * 29 + END)
    assert shell.cursor == (9, 8)
    shell.send(ENTER)
    shell.wait_for("entry of 30 rows")
    shell.wait_for_prompt()
    shell.run("accounts")


# --- History

def test_an_entry_of_several_rows_is_recalled_as_one(shell):
    shell.send("funnel (demo," + ENTER + "won)" + ENTER)
    shell.wait_for(answer_to("funnel (demo,\n  won)"))
    shell.wait_for_prompt()
    shell.run("accounts")
    shell.type(UP)
    assert shell.rows()[-1] == PROMPT + "accounts"
    shell.type(UP)
    assert shell.rows()[-2:] == [PROMPT + "funnel (demo,", "  won)"]
    shell.type(UP)  # within the entry
    assert shell.cursor[0] == len(shell.rows()) - 2
    shell.type(DOWN + DOWN)
    assert shell.rows()[-1] == PROMPT + "accounts"


def test_what_was_typed_comes_back_after_a_look_at_the_history(shell):
    shell.run("accounts")
    shell.type("events of" + UP + UP)
    assert shell.rows()[-1] == PROMPT + "accounts"
    shell.type(DOWN)
    assert shell.rows()[-1] == PROMPT + "events of"


def test_long_text_survives_a_look_at_the_history(run_shell):
    shell = run_shell(rows=60, columns=100)
    shell.run("accounts")
    text = "x" * 3_000
    shell.type(pasted(text) + UP)
    assert shell.rows()[-1] == PROMPT + "accounts"
    shell.send(DOWN + ENTER)
    shell.wait_for("entry of 1 rows, 3000 characters: xxx")


def test_an_entry_with_a_space_first_and_a_repeated_one_are_not_kept(shell, home):
    shell.run("one")
    shell.run("one")
    shell.run(" secret")
    shell.leave()
    assert (home / ".local/state/orbits/history").read_text() == "one\n"


def test_the_history_lasts(run_shell, home):
    first = run_shell()
    first.send("funnel (çağla\\," + ENTER + "株)" + ENTER)
    first.wait_for(answer_to("funnel (çağla\\,\n  株)"))
    first.leave()
    file = home / ".local/state/orbits/history"
    assert file.read_text() == "funnel (çağla\\\\,\\n  株)\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    second = run_shell()
    second.type(UP)
    assert second.rows() == [PROMPT + "funnel (çağla\\,", "  株)"]


def test_two_shells_at_once_lose_nothing(run_shell, home):
    shells = [run_shell(), run_shell()]
    for number in range(20):
        for name, shell in zip("ab", shells):
            shell.send(f"{name}{number}" + ENTER)
    for name, shell in zip("ab", shells):
        shell.wait_for(answer_to(f"{name}19"))
        shell.wait_for_prompt()
    lines = (home / ".local/state/orbits/history").read_text().split()
    assert sorted(lines) == sorted(f"{name}{number}" for name in "ab" for number in range(20))


def test_the_history_file_can_be_chosen(run_shell, home):
    shell = run_shell(ORBITS_HISTORY=str(home / "elsewhere"), XDG_STATE_HOME=str(home / "state"))
    shell.run("one")
    assert (home / "elsewhere").read_text() == "one\n"
    other = run_shell(XDG_STATE_HOME=str(home / "state"))
    other.run("two")
    assert (home / "state/orbits/history").read_text() == "two\n"


def test_without_a_history_file_the_shell_works_and_says_so_once(run_shell, home):
    (home / "file").write_text("")
    shell = run_shell(ORBITS_HISTORY=str(home / "file/history"))
    shell.run("one")
    shell.run("two")
    shell.type(UP + UP)
    assert shell.rows()[-1] == PROMPT + "one"
    assert shell.text.count("Entries are kept for this session only.") == 1


# --- Search

def test_ctrl_r_finds_whole_entries(shell):
    shell.send("funnel (demo," + ENTER + "Won)" + ENTER)
    shell.wait_for(answer_to("funnel (demo,\n  Won)"))
    shell.wait_for_prompt()
    shell.run("accounts")
    shell.type(ctrl("R") + "won")
    assert shell.rows()[-3:] == [PROMPT + "funnel (demo,", "  Won)", "search the history: won"]
    shell.type(ESCAPE)
    shell.settle(0.2)
    assert shell.rows()[-2:] == [PROMPT + "funnel (demo,", "  Won)"]
    assert shell.cursor == (len(shell.rows()) - 1, 2)
    shell.send(ENTER)
    shell.wait_until(lambda: shell.text.count(answer_to("funnel (demo,\n  Won)")) == 2)


def test_ctrl_r_again_goes_further_back_and_ctrl_s_forward(shell):
    for entry in ("one a", "two", "three a"):
        shell.run(entry)
    shell.type(ctrl("R") + "a")
    assert shell.rows()[-2] == PROMPT + "three a"
    shell.type(ctrl("R"))
    assert shell.rows()[-2] == PROMPT + "one a"
    shell.type(ctrl("S"))
    assert shell.rows()[-2] == PROMPT + "three a"
    shell.type("z")
    assert shell.rows()[-2:] == [PROMPT + "three a", "not in the history: az"]
    shell.type(BACKSPACE)
    assert shell.rows()[-1] == "search the history: a"
    shell.type(ctrl("R") + ENTER)
    shell.wait_until(lambda: shell.text.count(answer_to("one a")) == 2)


def test_search_for_what_is_not_ascii(shell):
    shell.run("account of çağla 株")
    shell.run("other")
    shell.type(ctrl("R") + "ağla 株")
    assert shell.rows()[-2:] == [PROMPT + "account of çağla 株", "search the history: ağla 株"]


def test_a_cancelled_search_gives_the_text_back(shell):
    shell.run("accounts")
    for key in (ctrl("C"), ctrl("G")):
        shell.type("draft" + ctrl("R") + "acc" + key)
        assert shell.rows()[-1] == PROMPT + "draft"
        shell.type(ctrl("U"))


def test_a_key_that_moves_ends_the_search(shell):
    shell.run("accounts in Invest")
    shell.type(ctrl("R") + "in" + END + "!")
    assert shell.rows()[-1] == PROMPT + "accounts in Invest!"


# --- Completion

def test_one_candidate_is_inserted_with_a_space(shell):
    shell.type("res" + TAB)
    assert shell.rows()[0] == PROMPT + "Research"
    assert shell.cursor == (0, START + 9)


def test_several_candidates_are_inserted_as_far_as_they_agree_then_listed(shell):
    shell.type("accounts be" + TAB)
    assert shell.rows() == [PROMPT + "accounts Benchmark"]
    shell.type(TAB)
    assert shell.rows() == [
        PROMPT + "accounts Benchmark",
        "Benchmark    stage 988   Benchmark 2  stage 12",
        PROMPT + "accounts Benchmark",
    ]
    assert shell.cursor == (2, START + 18)


def test_completion_in_the_middle_keeps_the_rest(shell):
    shell.type("res x" + LEFT * 2 + TAB)
    assert shell.rows() == [PROMPT + "Research x"]


def test_candidates_beyond_ascii(shell):
    shell.type("株 ç" + TAB)
    assert shell.rows() == [PROMPT + "株 çağla 株"]


def test_nothing_to_complete_changes_nothing(shell):
    shell.type("zzz" + TAB)
    assert shell.rows() == [PROMPT + "zzz"]


def test_a_long_list_fits_the_screen(run_shell):
    shell = run_shell(rows=12, columns=60)
    shell.type("many" + TAB)
    rows = shell.rows()
    assert len(rows) <= 12
    assert rows[0] == PROMPT + "many"
    assert rows[-1] == PROMPT + "many"
    shown = sum(len(row.split()) for row in rows[1:-2])
    assert rows[-2] == f"and {200 - shown} more"


def test_a_list_under_an_entry_of_several_rows(shell):
    shell.type("accounts" + ALT_ENTER + "re" + ALT_ENTER + "x" + UP + LEFT + RIGHT)
    shell.type(HOME + RIGHT * 4 + TAB)
    assert shell.rows() == [
        PROMPT + "accounts", "  re", "  x",
        "Research  stage 1,204   Retail    vertical 77",
        PROMPT + "accounts", "  re", "  x",
    ]
    assert shell.cursor == (5, 4)
