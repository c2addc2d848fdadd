"""Entries of several rows, pastes, history and search."""

import time

from conftest import (
    ALT_ENTER, BACKSPACE, BOTH_ROWS, DOWN, END, ENTER, ESCAPE, HOME, LEFT, PROMPT, RIGHT, ROWS, UP,
    answer_to, ctrl, pasted)

START = len(PROMPT)


# --- Rows

def test_enter_opens_a_row_while_the_sentence_is_incomplete(shell):
    shell.type(ROWS[0] + ENTER)
    assert shell.rows() == [PROMPT + ROWS[0]]
    assert shell.cursor == (1, 2)
    shell.send(ROWS[1] + ENTER)
    shell.wait_for(answer_to(BOTH_ROWS))
    assert shell.rows()[:2] == [PROMPT + ROWS[0], "  " + ROWS[1]]


def test_a_row_is_indented_as_deep_as_the_one_before(shell):
    shell.type("accounts where jfi in (" + ENTER + "  1," + ENTER)
    assert shell.cursor == (2, 4)


def test_alt_enter_forces_a_row(shell):
    shell.type("help xyz" + ALT_ENTER + "where x")
    assert shell.rows() == [PROMPT + "help xyz", "  where x"]
    shell.send(ENTER)
    shell.wait_for(answer_to("help xyz\n  where x"))


def test_a_blank_row_ends_an_entry(shell):
    shell.type("define jfi" + ENTER + "tickets: count of ticket weight 30" + ENTER)
    assert shell.cursor == (2, 2)
    shell.send(ENTER)
    shell.wait_for(answer_to("define jfi\n  tickets: count of ticket weight 30"))


def test_enter_in_the_middle_of_a_complete_entry_runs_it_whole(shell):
    shell.type("help xx yy" + HOME + RIGHT + ENTER)
    shell.wait_for(answer_to("help xx yy"))


def test_keys_move_between_rows(shell):
    shell.type("help aaa" + ALT_ENTER + "where x" + ALT_ENTER + "top")
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
    assert shell.rows() == [PROMPT + "help aaa  where x", "  top"]
    shell.send(ENTER)
    shell.wait_for(answer_to("help aaa where x top"))


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

THREE = "help xa\nhelp xb\n\txc\nhelp xd\n"


def test_a_paste_of_three_statements_waits_whole_and_runs_them_all(shell):
    shell.type(pasted(THREE))
    assert shell.rows() == [PROMPT + "help xa", "help xb", "  xc", "help xd"]
    assert shell.cursor == (3, 7)
    shell.send(ENTER)
    shell.wait_for_prompt()
    assert [row.split(". ")[0] for row in shell.rows()[4:-1]] == [
        "There is no help on `xa`", "There is no help on `xb xc`", "There is no help on `xd`"]


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
    text = "\n".join(f"  {number}," for number in range(500))
    begin = time.monotonic()
    shell.send(pasted("explain accounts where jfi in (\n" + text + "\n  500)"))
    shell.wait_for("  500)")
    assert time.monotonic() - begin < 2
    shell.send(ENTER)
    shell.wait_for(" 499, 500)")


def test_paste_mode_is_on_only_at_the_prompt(shell):
    assert shell.output.count(b"\x1b[?2004h") == 1
    shell.run("help xx")
    assert shell.output.count(b"\x1b[?2004l") == 1
    assert shell.output.count(b"\x1b[?2004h") == 2
    before = shell.output.rindex(b"\x1b[?2004l")
    assert before < shell.output.index(answer_to("help xx").encode())


def test_an_entry_that_ran_stands_there_with_true_newlines(shell):
    """So that a copy from the screen has them too."""
    shell.type("help xyz" + ALT_ENTER + "where x")
    shell.output = b""
    shell.send(ENTER)
    shell.wait_for(answer_to("help xyz where x"))
    assert b"xyz\r\n  where x\r\n" in shell.output
    assert shell.rows()[:2] == [PROMPT + "help xyz", "  where x"]


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
    shell.wait_for("and 25 more like these")
    shell.wait_for_prompt()
    shell.run("help xx")


# --- History

def test_an_entry_of_several_rows_is_recalled_as_one(shell):
    shell.send(ROWS[0] + ENTER + ROWS[1] + ENTER)
    shell.wait_for(answer_to(BOTH_ROWS))
    shell.wait_for_prompt()
    shell.run("help xx")
    shell.type(UP)
    assert shell.rows()[-1] == PROMPT + "help xx"
    shell.type(UP)
    assert shell.rows()[-2:] == [PROMPT + ROWS[0], "  " + ROWS[1]]
    shell.type(UP)  # within the entry
    assert shell.cursor[0] == len(shell.rows()) - 2
    shell.type(DOWN + DOWN)
    assert shell.rows()[-1] == PROMPT + "help xx"


def test_what_was_typed_comes_back_after_a_look_at_the_history(shell):
    shell.run("help xx")
    shell.type("events of" + UP + UP)
    assert shell.rows()[-1] == PROMPT + "help xx"
    shell.type(DOWN)
    assert shell.rows()[-1] == PROMPT + "events of"


def test_long_text_survives_a_look_at_the_history(run_shell):
    shell = run_shell(rows=80, columns=100)
    shell.run("help xx")
    text = "help " + "x" * 3_000
    shell.type(pasted(text) + UP)
    assert shell.rows()[-1] == PROMPT + "help xx"
    shell.send(DOWN + ENTER)
    shell.wait_until(lambda: shell.text.count("x`.") == 2)
    shell.wait_for_prompt()
    assert "".join(shell.rows()).count("x" * 3_000 + "`.") == 1


def test_an_entry_with_a_space_first_and_a_repeated_one_are_not_kept(shell, home):
    shell.run("help xx")
    shell.run("help xx")
    shell.run(" help secret")
    shell.leave()
    assert (home / ".local/state/orbits/history").read_text() == "help xx\n"


def test_the_history_lasts(run_shell, home):
    first = run_shell()
    first.type("explain accounts where name in ('çağla\\\\'," + ENTER + "'株')" + ENTER)
    first.wait_for("keep")
    first.leave()
    file = home / ".local/state/orbits/history"
    assert file.read_text() == (
        "explain accounts where name in ('çağla\\\\\\\\',\\n  '株')\n")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    second = run_shell()
    second.type(UP)
    assert second.rows() == [
        PROMPT + "explain accounts where name in ('çağla\\\\',", "  '株')"]


def test_two_shells_at_once_lose_nothing(run_shell, home):
    shells = [run_shell(), run_shell()]
    for number in range(20):
        for name, shell in zip("ab", shells):
            shell.send(f"help {name}{number}" + ENTER)
    for name, shell in zip("ab", shells):
        shell.wait_for(answer_to(f"help {name}19"))
        shell.wait_for_prompt()
    lines = (home / ".local/state/orbits/history").read_text().splitlines()
    assert sorted(lines) == sorted(f"help {name}{number}" for name in "ab" for number in range(20))


def test_the_history_file_can_be_chosen(run_shell, home):
    shell = run_shell(ORBITS_HISTORY=str(home / "elsewhere"), XDG_STATE_HOME=str(home / "state"))
    shell.run("help xa")
    assert (home / "elsewhere").read_text() == "help xa\n"
    other = run_shell(XDG_STATE_HOME=str(home / "state"))
    other.run("help xb")
    assert (home / "state/orbits/history").read_text() == "help xb\n"


def test_without_a_history_file_the_shell_works_and_says_so_once(run_shell, home):
    (home / "file").write_text("")
    shell = run_shell(ORBITS_HISTORY=str(home / "file/history"))
    shell.run("help xa")
    shell.run("help xb")
    shell.type(UP + UP)
    assert shell.rows()[-1] == PROMPT + "help xa"
    assert shell.text.count("Entries are kept for this session only.") == 1


# --- Search

def test_ctrl_r_finds_whole_entries(shell):
    shell.send(ROWS[0] + ENTER + ROWS[1] + ENTER)
    shell.wait_for(answer_to(BOTH_ROWS))
    shell.wait_for_prompt()
    shell.run("help xx")
    shell.type(ctrl("R") + "retail")
    assert shell.rows()[-3:] == [
        PROMPT + ROWS[0], "  " + ROWS[1], "search the history: retail"]
    shell.type(ESCAPE)
    shell.settle(0.2)
    assert shell.rows()[-2:] == [PROMPT + ROWS[0], "  " + ROWS[1]]
    assert shell.cursor == (len(shell.rows()) - 1, 2)
    shell.send(ENTER)
    shell.wait_until(lambda: shell.text.count(answer_to(BOTH_ROWS)) == 2)


def test_ctrl_r_again_goes_further_back_and_ctrl_s_forward(shell):
    for entry in ("help xx a", "help yy", "help zz a"):
        shell.run(entry)
    shell.type(ctrl("R") + "a")
    assert shell.rows()[-2] == PROMPT + "help zz a"
    shell.type(ctrl("R"))
    assert shell.rows()[-2] == PROMPT + "help xx a"
    shell.type(ctrl("S"))
    assert shell.rows()[-2] == PROMPT + "help zz a"
    shell.type("z")
    assert shell.rows()[-2:] == [PROMPT + "help zz a", "not in the history: az"]
    shell.type(BACKSPACE)
    assert shell.rows()[-1] == "search the history: a"
    shell.type(ctrl("R") + ENTER)
    shell.wait_until(lambda: shell.text.count(answer_to("help xx a")) == 2)


def test_search_for_what_is_not_ascii(shell):
    shell.run("help çağla 株")
    shell.run("help xx")
    shell.type(ctrl("R") + "ağla 株")
    assert shell.rows()[-2:] == [PROMPT + "help çağla 株", "search the history: ağla 株"]


def test_a_cancelled_search_gives_the_text_back(shell):
    shell.run("help acc")
    for key in (ctrl("C"), ctrl("G")):
        shell.type("draft" + ctrl("R") + "acc" + key)
        assert shell.rows()[-1] == PROMPT + "draft"
        shell.type(ctrl("U"))


def test_a_key_that_moves_ends_the_search(shell):
    shell.run("help in Invest")
    shell.type(ctrl("R") + "inv" + END + "!")
    assert shell.rows()[-1] == PROMPT + "help in Invest!"
