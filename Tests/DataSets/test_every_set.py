"""Every data set opens with the counts of its README, with as few clauses as possible: the clauses are counted.

A clause is a `load` sentence, and each item of its `with`, `join` and `reading`. Files named on the command line
need none.
"""

import re

import pytest

from orbits_program import SHARED, orbits

DATA = SHARED / "data"
COUNTS = ["count of accounts", "count of events"]

# Set; the files of the command line; the sentences that load more; clauses; counts of accounts and events.
SETS = [
    ("bpic2012", ["bpic2012.xes.gz"], [], 0, 13_087, 262_200),
    ("helpdesk-italian", ["helpdesk.xes.gz"], [], 0, 4_580, 21_348),
    ("helpdesk-italian", [], ['load events from "helpdesk.xes.gz" with account = customer'], 2, 397, 21_348),
    ("receipt", ["receipt.xes.gz"], [], 0, 1_434, 8_577),
    ("receipt", ["receipt.csv"], [], 0, 1_434, 8_577),
    ("retentioneering-ecom", ["ecom.csv.gz"], [], 0, 600, 31_106),
    # One folder, recognised: opportunities make the journey.
    ("crm-sales-maven", ["."], [], 0, 8_800, None),
    # Accounts, usage over two hops, tickets, subscriptions, churn events.
    ("ravenstack-saas", ["."], [], 0, 500, 32_600),
    ("olist-7500", [], [
        'load accounts from "olist_customers_dataset.csv" with id = customer_unique_id',
        'load events from "olist_orders_dataset.csv" join "olist_customers_dataset.csv" on customer_id '
        'with account = customer_unique_id, kind from columns (order_purchase_timestamp, order_approved_at, '
        'order_delivered_carrier_date, order_delivered_customer_date)',
    ], 6, 8_016, None),
]


def clauses(sentence):
    """`load`, each `join`, each item of `with` and `reading`."""
    bare = re.sub(r"\([^)]*\)|\"[^\"]*\"", "", sentence)
    return len(re.findall(r"\b(load|join|with|reading)\b|,", bare))


@pytest.mark.parametrize("name, files, sentences, number, accounts, events", SETS)
def test_opens_with_the_counts_of_its_readme(name, files, sentences, number, accounts, events):
    assert sum(map(clauses, sentences)) == number
    asked = COUNTS if events is not None else COUNTS[:1]
    arguments = [part for sentence in sentences + asked for part in ("-c", sentence)]
    run = orbits("--format", "csv", "--quiet", *files, *arguments, cwd=DATA / name).is_fine()
    found = [int(line) for line in run.out.split() if line.isdigit()]
    assert found == [count for count in (accounts, events) if count is not None]
