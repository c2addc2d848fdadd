"""Sentences about journeys that were once answered wrongly or not at all."""

from orbits_program import FINE, answers, orbits

EVENTS = "account,at,kind\nX,2026-03-30T22:30:00Z,a\nX,2026-03-31T22:30:00Z,b\nY,2026-03-31T10:00:00Z,a\n"


def test_now_is_the_end_of_its_day_in_the_zone_whatever_the_order(tmp_path):
    (tmp_path / "e.csv").write_text(EVENTS)
    settings = ['set timezone "Europe/Berlin"', "set now 2026-03-31"]
    for first, second in [settings, settings[::-1]]:
        (tmp_path / "w.orbits").write_text(f'{first}\n{second}\nload events from "e.csv"\n')
        [rows] = answers(["events during today show count, list kind"], "-w", tmp_path / "w.orbits")
        assert rows[0]["count"] == 2 and rows[0]["list kind"] == "a", (first, rows)


def test_the_option_now_too(tmp_path):
    (tmp_path / "e.csv").write_text(EVENTS)
    (tmp_path / "w.orbits").write_text('set timezone "Europe/Berlin"\nload events from "e.csv"\n')
    [rows] = answers(["events during today show list kind"], "-w", tmp_path / "w.orbits", "--now", "2026-03-31")
    assert rows[0]["list kind"] == "a"


def test_count_of_events_is_the_accounts_own(tmp_path):
    (tmp_path / "e.csv").write_text(EVENTS)
    run = orbits(tmp_path / "e.csv", "--quiet", "--format", "csv", "-c", "accounts order by id show id, count of events called n")
    assert run.status != FINE or run.out.split() == ["id,n", "X,2", "Y,1"], run


def test_matches_is_a_name_before_a_clause():
    for sentence in ["accounts matching ticket show id, matches as csv", "accounts matching ticket where matches > 3",
                     "accounts matching ticket top 3 by matches"]:
        orbits("-c", sentence).is_fine()


def test_weekday_of():
    orbits("-c", "events by weekday of at show count").is_fine()


def test_first_match_in_where():
    orbits("-c", "accounts matching ticket where first match before 2026-01-01 show count").is_fine()


def test_kinds_that_are_stages_enter_them_in_their_order(tmp_path):
    (tmp_path / "e.csv").write_text("account,at,kind\nX,2024-01-01T00:00:00Z,beta\nX,2024-01-01T00:00:00Z,alpha\nX,2024-01-05T00:00:00Z,alpha\n")
    (tmp_path / "w.orbits").write_text('stages alpha -> beta\nload events from "e.csv"\nset now 2024-01-10\n')
    [rows] = answers(["visits show stage"], "-w", tmp_path / "w.orbits")
    assert [row["stage"] for row in rows] == ["alpha", "beta", "alpha"], rows
