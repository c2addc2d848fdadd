"""Exports of well-known tools, as their users point the program at them: one file, one tool's folder, several
tools together. The files are our own (Tests/Fixtures/exports), their headers are the vendors'."""

import csv
import datetime
import json
import shutil

import pytest

from orbits_program import CHECKOUT, WRONG_DATA, answers, orbits

FOLDER = CHECKOUT / "Tests" / "Fixtures" / "exports"


def rows(name):
    with open(FOLDER / name, newline="") as file:
        return list(csv.DictReader(file))


def ask(sentence, *files):
    [answer] = answers([sentence], *[FOLDER / file for file in files])
    return [tuple(row.values()) for row in answer]


# One file alone: who makes the journeys, how many events of each kind, in how many stages.
SINGLE = [
    ("salesforce_account.csv", 10, {}),
    ("salesforce_account_report.csv", 10, {}),
    ("salesforce_opportunity.csv", 12, {}),
    ("salesforce_opportunity_report.csv", 12, {}),
    ("salesforce_opportunityhistory.csv", 12, {}),
    ("salesforce_opportunityfieldhistory.csv", 12, {}),
    ("salesforce_case.csv", 10, {"case": 15, "case_closed": 12}),
    ("salesforce_case_report.csv", 10, {"case": 15, "case_closed": 12}),
    ("hubspot_companies.csv", 10, {}),
    ("hubspot_deals.csv", 12, {}),
    ("hubspot_deals_dates.csv", 12, {}),
    ("hubspot_property_history.csv", 12, {}),
    ("hubspot_tickets.csv", 10, {"ticket": 14, "ticket_resolved": 10}),
    ("zendesk_tickets.csv", 10, {"ticket": 16, "ticket_resolved": 12}),
    ("mixpanel_events.csv", 6, {"Logged In": 6, "Report Created": 6, "Report Shared": 6, "Signed Up": 6}),
    ("gainsight_company.csv", 10, {}),
    ("gainsight_cta.csv", 10, {"cta": 12, "cta_closed": 8}),
    ("gainsight_timeline.csv", 10, {"Call": 4, "Email": 4, "Meeting": 3, "Update": 3}),
    ("gainsight_health.csv", 10, {"health_score": 20}),
    ("stripe_subscriptions.csv", 10,
     {"subscription_ended": 3, "subscription_started": 12}),
    ("stripe_subscriptions.jsonl", 10,
     {"subscription_ended": 3, "subscription_started": 12}),
    ("mixpanel_events.jsonl", 6, {"Logged In": 6, "Report Created": 6, "Report Shared": 6, "Signed Up": 6}),
    ("amplitude_events.jsonl", 6, {"Logged In": 6, "Report Created": 6, "Report Shared": 6, "Signed Up": 6}),
    ("segment_events.jsonl", 6,
     {"group": 6, "identify": 4, "page": 4, "Logged In": 4, "Report Created": 4, "Report Shared": 4, "Signed Up": 4}),
    ("zendesk_tickets.jsonl", 10, {"ticket": 16}),
    ("zendesk_satisfaction_ratings.jsonl", 9, {"csat": 12}),
    ("surveymonkey_responses.csv", 10, {"csat": 12, "nps": 14}),
    ("typeform_responses.csv", 10, {"ces": 12, "nps": 12}),
    ("delighted_responses.csv", 10, {"nps": 15}),
]


@pytest.mark.parametrize("file, accounts, kinds", SINGLE, ids=[single[0] for single in SINGLE])
def test_one_export_alone(file, accounts, kinds):
    assert ask("accounts show count", file) == [(accounts,)]
    if kinds:
        assert dict(ask("events by kind show count", file)) == kinds
    # What was chosen is said once, with the way out.
    said = orbits(FOLDER / file, "-c", "accounts show count").is_fine().err
    assert said.count("because its columns are those of ") == 1, said
    assert "`reading export none` says otherwise" in said
    assert "warning" not in said


def test_tickets_are_read_row_by_row():
    tickets = rows("zendesk_tickets.csv")
    solved = [ticket for ticket in tickets if ticket["Solved at"]]
    assert ask("events where kind is ticket_resolved show count", "zendesk_tickets.csv") == [(len(solved),)]
    urgent = sum(ticket["Priority"] == "Urgent" for ticket in tickets)
    assert ask("events where kind is ticket and priority is Urgent show count", "zendesk_tickets.csv") == [(urgent,)]


def test_opportunities_alone_are_the_journeys():
    won = sum(row["StageName"] == "Closed Won" for row in rows("salesforce_opportunity.csv"))
    assert ask("accounts where stage is `Closed Won` show count", "salesforce_opportunity.csv") == [(won,)]
    lost = sum(row["StageName"] == "Closed Lost" for row in rows("salesforce_opportunity.csv"))
    assert ask("accounts where lost show count", "salesforce_opportunity.csv") == [(lost,)]


def test_a_history_gives_the_opportunities_their_way():
    both = ["salesforce_opportunity.csv", "salesforce_opportunityhistory.csv"]
    entered = {(row["OpportunityId"], row["StageName"]) for row in rows(both[1])}
    negotiating = sum(stage == "Negotiation/Review" for _, stage in entered)
    assert ask("visits where stage is `Negotiation/Review` show count", *both) == [(negotiating,)]


def test_a_salesforce_folder(tmp_path):
    names = ["account", "opportunity", "opportunityhistory", "case"]
    for name in names:
        shutil.copy(FOLDER / f"salesforce_{name}.csv", tmp_path)
    [accounts, kinds, acme] = answers(
        ["accounts show count", "events by kind show count",
         "events where account is \"Acme Ltd\" and kind is case show count"], tmp_path)
    assert accounts == [{"count": 10}]
    assert {row["kind"]: row["count"] for row in kinds} == {
        "case": 15, "case_closed": 12, "opportunity_created": 12, "opportunity_lost": 2, "opportunity_won": 6}
    [account] = [row["Id"] for row in rows("salesforce_account.csv") if row["Name"] == "Acme Ltd"]
    assert acme == [{"count": sum(row["AccountId"] == account for row in rows("salesforce_case.csv"))}]


def test_a_hubspot_folder():
    files = ["hubspot_companies.csv", "hubspot_deals_dates.csv"]
    expected = {}
    for row in rows("hubspot_companies.csv"):
        expected[row["Lifecycle Stage"]] = expected.get(row["Lifecycle Stage"], 0) + 1
    assert dict(ask("accounts by stage show count", *files)) == expected
    plain = ["hubspot_companies_plain.csv", "hubspot_deals_dates.csv"]
    dates = [column for column in rows(plain[1])[0] if column.startswith("Date entered")]
    lost = [column for column in dates if "Closed lost" in column]
    entries = sum(bool(row[column]) for row in rows(plain[1]) for column in dates if column not in lost)
    assert ask("visits show count", *plain) == [(entries,)]


def test_tools_together(tmp_path):
    names = ["salesforce_account.csv", "zendesk_tickets.csv", "hubspot_companies.csv", "hubspot_tickets.csv",
             "gainsight_company.csv", "stripe_subscriptions.csv", "typeform_responses.csv", "segment_events.jsonl"]
    for name in names:
        shutil.copy(FOLDER / name, tmp_path)
    run = orbits(tmp_path, "-c", "accounts show count").is_fine()
    assert "do not have" not in run.err and "warning" not in run.err, run.err
    accounts, acme, users, stages = answers(
        ["accounts show count", "events where account is \"Acme Ltd\" and kind is ticket show count",
         "events where account is \"Birch & Co\" and kind is `Report Created` show count",
         "accounts by stage show count"], tmp_path)
    assert accounts == [{"count": 10}]
    zendesk = sum(row["Organization"].lower() == "acme ltd" for row in rows("zendesk_tickets.csv"))
    hubspot = sum(row["Associated Company"] == "Acme Ltd" for row in rows("hubspot_tickets.csv"))
    assert acme == [{"count": zendesk + hubspot}]
    # Segment's group calls say that user u1 belongs to the second account.
    with open(FOLDER / "segment_events.jsonl") as file:
        calls = [json.loads(line) for line in file]
    created = sum(call["userId"] == "u1" and call.get("event") == "Report Created" for call in calls)
    assert users == [{"count": created}] and created > 0
    assert [row["count"] for row in stages] == [8, 2]


def test_what_another_tool_knows_is_joined():
    files = ["salesforce_account.csv", "gainsight_company.csv"]
    known = {row["Name"]: float(row["ARR"]) for row in rows(files[1])}
    assert dict(ask("accounts show name, ARR", *files)) == known


def test_exports_of_several_weeks_are_one(tmp_path):
    lines = (FOLDER / "salesforce_case.csv").read_text().splitlines(keepends=True)
    (tmp_path / "week1.csv").write_text("".join(lines[:9]))
    (tmp_path / "week2.csv").write_text("".join(lines[:1] + lines[9:]))
    [kinds] = answers(["events by kind show count"], tmp_path)
    assert {row["kind"]: row["count"] for row in kinds} == {"case": 15, "case_closed": 12}


# What the user says holds.


def load(tmp_path, clause, *sentences):
    shutil.copy(FOLDER / "salesforce_case.csv", tmp_path)
    (tmp_path / "cases.orbits").write_text(clause + "\n")
    return answers(list(sentences), "-w", tmp_path / "cases.orbits")


def test_none_switches_it_off(tmp_path):
    [count] = load(tmp_path, 'load from "salesforce_case.csv" reading export none', "accounts show count")
    assert count == [{"count": 15}]


def test_a_role_takes_the_readings_columns(tmp_path):
    [kinds] = load(tmp_path, 'load events from "salesforce_case.csv"', "events by kind show count")
    assert [row["count"] for row in kinds] == [15, 12]


def test_columns_that_are_said_win(tmp_path):
    clause = 'load events from "salesforce_case.csv" with account = ContactId, at = ClosedDate, kind = "done"'
    [kinds, accounts] = load(tmp_path, clause, "events by kind show count", "accounts show count")
    assert kinds == [{"kind": "done", "count": 12}]
    assert accounts == [{"count": 6}]


def test_a_reading_by_name(tmp_path):
    [kinds] = load(
        tmp_path, 'load from "salesforce_case.csv" reading export "salesforce cases"', "events by kind show count")
    assert [row["count"] for row in kinds] == [15, 12]


def test_a_name_that_is_none(tmp_path):
    shutil.copy(FOLDER / "salesforce_case.csv", tmp_path)
    run = orbits("-c", 'load from "salesforce_case.csv" reading export "Salesforce case"', "-c", "accounts show count",
                 cwd=tmp_path)
    assert run.status == WRONG_DATA, run
    assert 'write `reading export "Salesforce cases"`' in run.err


def test_events_lie_where_the_export_says():
    first = min(datetime.datetime.strptime(row["Created at"], "%Y-%m-%d %H:%M:%S")
                for row in rows("zendesk_tickets.csv"))
    [row] = ask("events show min at", "zendesk_tickets.csv")
    assert row[0].replace("T", " ").startswith(first.strftime("%Y-%m-%d %H:%M")), row
