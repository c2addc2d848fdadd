"""A web shop whose makers planted five stories and wrote them down (retentioneering, `datasets/ecom.py`): each is found
by asking, with DuckDB's numbers.

The data do not keep every word of it: the viral article brings no more visits than other days, new users do not browse
more, the gateway incident lasts until 8 June. And the times within a visit do not follow its order of events, so what
comes *directly* after what means nothing here; what comes later in the visit does.
"""

import datetime

import pytest

import duck
from orbits_program import SHARED, answers

ACCOUNTS = {"visits": "session_id", "people": "user_id"}


class Shop:
    def __init__(self, folder):
        self.folder = folder
        file = SHARED / "data" / "retentioneering-ecom" / "ecom.csv.gz"
        if not file.is_file():
            pytest.skip(f"no shared data at {file}")
        self.connection = duck.connect()
        duck.read(self.connection, "raw", file)
        for name, key in ACCOUNTS.items():
            self.connection.execute(
                f"create table {name} as select {key} id, event, timestamp::timestamp t, platform, user_cohort cohort, "
                f"user_lifecycle life, row_number() over (partition by {key} order by timestamp, n) place "
                "from (select *, row_number() over () n from raw)")
            (folder / f"{name}.orbits").write_text(
                f'load events from "{file}" with account = {key}, at = timestamp, kind = event\n')

    def ask(self, who, questions):
        """Sentences and their SQL by name; the counts by name, found equal."""
        found = answers([sentence for sentence, _ in questions.values()], "-w", self.folder / f"{who}.orbits")
        counts = {name: rows[0]["count"] for name, rows in zip(questions, found)}
        for name, (sentence, sql) in questions.items():
            assert [(counts[name],)] == duck.rows(self.connection, sql), sentence
        return counts


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return Shop(tmp_path_factory.mktemp("shop"))


def having(step, first, last, who="visits", also="", condition="true"):
    """Accounts with such an event on one of these days."""
    after = datetime.date.fromisoformat(last) + datetime.timedelta(days=1)
    return (f"accounts matching {step}[at between {first} and {last}{also}] show count",
            f"select count(distinct id) from {who} where event = '{step}' and t >= '{first}' and t < '{after}' and {condition}")


def chain(steps, condition="true", who="visits", within=None):
    """`a.t - b.t`-like conditions name the events e0, e1, ..."""
    froms = ", ".join(f"{who} e{i}" for i in range(len(steps)))
    joined = [f"e{i}.event = '{step}'" for i, step in enumerate(steps)]
    joined += [f"e{i}.id = e0.id and e{i}.place > e{i - 1}.place" for i in range(1, len(steps))]
    return f"select count(distinct e0.id) from {froms} where {' and '.join(joined)} and {condition}"


def test_the_article_brings_lookers_who_put_little_into_the_cart(shop):
    spans = {"article": ("2024-02-29", "2024-03-03"), "before": ("2024-02-18", "2024-02-28"),
             "after": ("2024-03-04", "2024-03-14")}
    counts = shop.ask("visits", {
        (name, step): having(step, *span) for name, span in spans.items() for step in ["product_view", "add_to_cart"]})
    share = {name: counts[name, "add_to_cart"] / counts[name, "product_view"] for name in spans}
    assert share["article"] < 0.75 * min(share["before"], share["after"]), counts
    assert counts["article", "add_to_cart"] == 9


def test_the_checkout_bug_sends_phones_back_to_the_cart(shop):
    bug, later = ("2024-04-09", "2024-05-09"), ("2024-05-10", "2024-06-30")
    questions = {
        "back": ("accounts matching shipping_details -> checkout_bug -> add_to_cart show count",
                 chain(["shipping_details", "checkout_bug", "add_to_cart"])),
        "twice": ("accounts matching checkout_bug 2 times show count",
                  chain(["checkout_bug", "checkout_bug"])),
        "not on phones": ("accounts matching checkout_bug[platform is not mobile] show count",
                          "select count(*) from visits where event = 'checkout_bug' and platform <> 'mobile'"),
        "at other times": ("accounts matching checkout_bug[not (at between 2024-04-09 and 2024-05-09)] show count",
                           "select count(*) from visits where event = 'checkout_bug' and not t::date between '2024-04-09' and '2024-05-09'"),
        "in April": ("accounts matching checkout_bug in 2024-04 show count",
                     "select count(distinct id) from visits where event = 'checkout_bug' and t::date between '2024-04-01' and '2024-04-30'"),
    }
    for platform in ["mobile", "desktop"]:
        for name, (first, last) in {"bug": bug, "later": later}.items():
            where = f"platform is {platform} and at between {first} and {last}"
            sql = f"e0.platform = '{platform}' and e0.t::date between '{first}' and '{last}'"
            questions[platform, name, "shipping"] = (
                f"accounts matching shipping_details[{where}] show count", chain(["shipping_details"], sql))
            questions[platform, name, "payment"] = (
                f"accounts matching shipping_details[{where}] -> payment_details show count",
                chain(["shipping_details", "payment_details"], sql))
    counts = shop.ask("visits", questions)
    assert counts["not on phones"] == counts["at other times"] == 0 < counts["twice"] < counts["back"]
    forward = {key: counts[*key, "payment"] / counts[*key, "shipping"]
               for key in [("mobile", "bug"), ("mobile", "later"), ("desktop", "bug"), ("desktop", "later")]}
    assert forward["mobile", "bug"] < 0.6 * forward["mobile", "later"], forward
    assert forward["desktop", "bug"] > 0.9 * forward["desktop", "later"], forward


def test_the_gateway_incident_fails_payments_and_fills_the_chat(shop):
    spans = {"incident": ("2024-05-19", "2024-06-08"), "before": ("2024-04-28", "2024-05-18"),
             "after": ("2024-06-09", "2024-06-29")}
    questions = {(name, step): having(step, *span) for name, span in spans.items()
                 for step in ["payment_details", "purchase", "support_chat", "payment_error"]}
    questions |= {
        "error, chat": ("accounts matching payment_error -> support_chat within 2 hours show count",
                        chain(["payment_error", "support_chat"], "e1.t - e0.t <= interval 2 hour")),
        "error, nothing bought": ("accounts matching payment_error and never purchase show count",
                                  "select count(*) from (select id from visits where event = 'payment_error' "
                                  "except select id from visits where event = 'purchase')"),
        "error": ("accounts matching payment_error show count", chain(["payment_error"])),
        "two errors": ("accounts matching payment_error at least 2 times show count", chain(["payment_error"] * 2)),
    }
    counts = shop.ask("visits", questions)
    paid = {name: counts[name, "purchase"] / counts[name, "payment_details"] for name in spans}
    assert paid["incident"] < 0.5 * min(paid["before"], paid["after"]), paid
    assert counts["incident", "support_chat"] > 2.5 * max(counts["before", "support_chat"], counts["after", "support_chat"])
    assert counts["before", "payment_error"] == counts["after", "payment_error"] == 0 < counts["two errors"]
    assert counts["error, nothing bought"] > 0.8 * counts["error"]


def test_loyal_people_buy_and_new_ones_look(shop):
    questions = {}
    for life in ["new", "returning", "loyal"]:
        for name, kinds in {"all": None, "buying": "purchase"}.items():
            kind = kinds or "kind"
            questions[life, name] = (
                f"events where user_lifecycle is {life}{' and kind is purchase' if kinds else ''} "
                "show count distinct account.id called count",
                f"select count(distinct id) from visits where life = '{life}'{' and event = ' + repr(kind) if kinds else ''}")
    counts = shop.ask("visits", questions)
    share = {life: counts[life, "buying"] / counts[life, "all"] for life in ["new", "returning", "loyal"]}
    assert 2 * share["new"] < share["loyal"] and share["new"] < share["returning"] < share["loyal"], share


def test_the_january_cohort_takes_direct_ways_in_june(shop):
    questions = {}
    for cohort in ["2024-01", "2024-04"]:
        june = f'user_cohort is "{cohort}" and at during 2024-06'
        sql = f"e0.cohort = '{cohort}' and e0.t::date between '2024-06-01' and '2024-06-30'"
        questions[cohort, "all"] = (
            f"accounts matching product_view[{june}] or catalog[{june}] or home[{june}] or search[{june}] show count",
            f"select count(distinct id) from visits e0 where event in ('product_view', 'catalog', 'home', 'search') and {sql}")
        questions[cohort, "cart"] = (
            f"accounts matching add_to_cart[{june}] -> purchase within 1 hour show count",
            chain(["add_to_cart", "purchase"], f"{sql} and e1.t - e0.t <= interval 1 hour"))
    counts = shop.ask("visits", questions)
    share = {cohort: counts[cohort, "cart"] / counts[cohort, "all"] for cohort in ["2024-01", "2024-04"]}
    assert share["2024-01"] > 1.5 * share["2024-04"], share


def test_people_over_their_visits(shop):
    """The same log with people as accounts: what happens in one visit and what in the next."""
    counts = shop.ask("people", {
        "error, then bought": (
            "accounts matching payment_error -> purchase within 30 days show count",
            chain(["payment_error", "purchase"], "e1.t - e0.t <= interval 30 day", "people")),
        "both": ("accounts matching checkout_bug and matching payment_error show count",
                 "select count(*) from (select id from people where event = 'checkout_bug' intersect "
                 "select id from people where event = 'payment_error')"),
        "bug, then never bought": (
            "accounts matching checkout_bug and never purchase show count",
            "select count(*) from (select id from people where event = 'checkout_bug' except "
            "select id from people where event = 'purchase')"),
        "gone after the error": (
            "accounts matching payment_error followed by nothing for 14 days show count",
            """select count(distinct id) from people e where event = 'payment_error' and t + interval 14 day < '2024-06-30'
               and not exists (select * from people x where x.id = e.id and x.t > e.t and x.t <= e.t + interval 14 day)"""),
    })
    assert all(counts.values()), counts


PAGES = ["home", "catalog", "search", "filter_results", "product_view", "review_page", "compare", "wishlist_add", "promo_page",
         "account_page", "error_page", "support_chat", "add_to_cart", "cart", "shipping_details", "checkout_bug",
         "payment_details", "payment_error", "purchase"]


def test_pages_as_stages(shop):
    """What a page is left for, in a month; the same page again is one stay. Visits with two pages at one second are left
    out: what orders those is another question."""
    shop.connection.execute(f"""copy (select id, event, t from visits where id not in (
        select id from visits group by id, t having count(distinct event) > 1) order by id, place)
        to '{shop.folder}/untied.csv' (header)""")
    workspace = shop.folder / "pages.orbits"
    workspace.write_text(f"stages {' -> '.join(PAGES)}\n"
                         'load events from "untied.csv" with account = id, at = t, kind = event\n')
    stays = f"""select event, t, lead(event) over o as next_event, lead(t) over o as next_t from (
        select *, lag(event) over (partition by id order by t, n) earlier
        from (select *, row_number() over () n from read_csv('{shop.folder}/untied.csv'))) where earlier is distinct from event
        window o as (partition by id order by t, n)"""
    # A period selects what is left inside it; still there is who is there at its end.
    for words, start, end in [("", "2024-01-01", "2025-01-01"), (" during 2024-04", "2024-04-01", "2024-05-01"),
                              (" during 2024-06", "2024-06-01", "2024-07-01")]:
        [rows] = answers([f"transitions of accounts{words}"], "-w", workspace)
        found = {(row["from"], row["to"]): row["count"] for row in rows if row["count"]}
        expected = duck.rows(shop.connection, f"""
            select event, next_event, count(*) from ({stays}) where next_t >= '{start}' and next_t < '{end}' group by 1, 2
            union all select event, 'still there', count(*) from ({stays})
              where t < '{end}' and (next_t is null or next_t >= '{end}') group by 1""")
        assert len(found) > 100 and found == {(start, end): count for start, end, count in expected}, words
