"""Typing and editing one row: the cells a person sees."""

import pytest

from conftest import (
    BACKSPACE, CTRL_LEFT, CTRL_RIGHT, DELETE, END, ENTER, ESCAPE, HOME, LEFT, PROMPT, RIGHT,
    answer_to, ctrl)

START = len(PROMPT)


def test_typed_text_stands_behind_the_prompt(shell):
    shell.type("accounts in Invest")
    assert shell.rows() == [PROMPT + "accounts in Invest"]
    assert shell.cursor == (0, START + 18)


def test_an_entry_is_run_by_enter_alone(shell):
    shell.run("accounts in Invest where jfi > 99 show id")
    assert shell.rows() == [
        PROMPT + "accounts in Invest where jfi > 99 show id", "id", "──", PROMPT.rstrip()]


def test_an_empty_entry_gives_a_fresh_prompt(shell):
    shell.send(ENTER + ENTER)
    shell.wait_until(lambda: shell.rows() == [PROMPT.rstrip()] * 3)


def test_wide_characters_take_two_cells(shell):
    shell.type("help çağla 株式 x")
    assert shell.cursor == (0, START + 17)
    shell.type(LEFT * 3)
    assert shell.cursor == (0, START + 13)
    shell.type("ü")
    assert shell.rows()[0].replace("\u0000", "") == PROMPT + "help çağla 株ü式 x"
    shell.type(BACKSPACE * 2 + DELETE)
    assert shell.rows() == [PROMPT + "help çağla  x"]
    assert shell.cursor == (0, START + 11)
    shell.send(ENTER)
    shell.wait_for(answer_to("help çağla x"))


def test_a_wide_character_wraps_whole_at_the_edge(run_shell):
    shell = run_shell(columns=20)
    shell.type("a" * 11 + "株b")
    assert shell.rows() == [PROMPT + "a" * 11, "株b"]
    assert shell.cursor == (1, 3)
    shell.type(BACKSPACE * 3)
    assert shell.rows() == [PROMPT + "a" * 10]
    assert shell.cursor == (0, 18)


def test_an_accent_of_its_own_is_one_character_with_its_letter(shell):
    shell.type("help cafe\u0301 x")
    shell.type(LEFT * 2 + BACKSPACE)
    shell.send(ENTER)
    shell.wait_for(answer_to("help caf x"))


def test_a_combined_character_is_drawn_in_its_cell(shell):
    shell.type("cafe\u0301!")
    assert shell.cursor == (0, START + 5)
    shell.type(HOME + "x")
    assert shell.rows()[0] in (PROMPT + "xcafé!", PROMPT + "xcafe\u0301!")


def test_a_joined_emoji_is_deleted_whole(shell):
    shell.type("help xa\U0001F469\u200D\U0001F4BBb")
    shell.type(LEFT + BACKSPACE)
    shell.send(ENTER)
    shell.wait_for(answer_to("help xab"))


def test_moves_by_word_and_to_the_ends(shell):
    shell.type("accounts in stage_1 Invest")
    for key, column in [
        (CTRL_LEFT, 20), (CTRL_LEFT, 12), (CTRL_RIGHT, 19), (HOME, 0), (CTRL_RIGHT, 8), (END, 26),
        (ctrl("A"), 0), ("\x1bf", 8), ("\x1bb", 0), (ctrl("E"), 26), (LEFT, 25), (RIGHT, 26),
        ("\x1bOH", 0), ("\x1bOF", 26), ("\x1b[1~", 0), ("\x1b[4~", 26), ("\x1b[1;3D", 20),
    ]:
        shell.type(key)
        assert shell.cursor == (0, START + column), repr(key)


def test_cutting_and_putting_back(shell):
    shell.type("one two three" + ctrl("W") + ctrl("A") + ctrl("Y"))
    assert shell.rows() == [PROMPT + "threeone two"]
    shell.type(ctrl("K") + ctrl("U"))
    assert shell.rows() == [PROMPT.rstrip()]
    shell.type(ctrl("Y"))
    assert shell.rows() == [PROMPT + "three"]


@pytest.mark.parametrize(
    "key", ["\x1b[15~", "\x1b[1;2P", "\x1bOP", "\x1b[[A", "\x1b[5~", "\x1b[Z", "\x1b[2;5~",
            "\x1b]11;rgb:0000/0000/0000\x07", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b[?1;2c",
            "\x1b[I", "\x1b[<0;10;10M"])
def test_keys_that_mean_nothing_leave_nothing(shell, key):
    shell.type("a" + key + "b")
    assert shell.rows() == [PROMPT + "ab"]


def test_a_lone_escape_does_not_eat_the_next_key(shell):
    shell.type("a" + ESCAPE)
    shell.settle(0.2)
    shell.type("cd")
    assert shell.rows() == [PROMPT + "acd"]


def test_bytes_that_are_no_utf8_are_seen(shell):
    shell.process.send(b"a\xe9b")
    shell.wait_until(lambda: shell.rows() == [PROMPT + "a\ufffdb"] or
                     shell.rows() == [PROMPT + "a\ufffd"])


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LANG": None}, {"LC_ALL": "xx_YY"}])
def test_any_locale_takes_utf8(run_shell, environment):
    shell = run_shell(**environment)
    shell.run("help çağla 株")
    assert shell.rows()[0] == PROMPT + "help çağla 株"


def test_text_typed_while_nothing_asks_is_kept(shell):
    shell.send("help xa" + ENTER + "help xb" + ENTER + "three")
    shell.wait_for(answer_to("help xb"))
    shell.wait_until(lambda: shell.rows()[-1] == PROMPT + "three")
