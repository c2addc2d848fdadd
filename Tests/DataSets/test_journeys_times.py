"""`time from A to B` of random journeys, beside R's cmprsk (by the author of Gray's test): quantiles, confidence limits and
the comparison of groups, all through the program; and `dwell`, beside lifelines."""

import csv
import datetime
import random
import re
import subprocess

import pytest

from orbits_program import SCALE, answers, orbits, same

START = datetime.date(2024, 1, 1)
NOW = datetime.date(2024, 12, 31)
GROUPS = ["north", "south", "west"]

# Prints for each group `group p50 p90 low high` and then `p VALUE`; a quantile is the first time at which F comes to it, a limit
# the first time at which a limit of F, on the scale of log(-log(1 - F)), comes to one half.
CUMINC = """
library(cmprsk)
rows <- read.csv(commandArgs(trailingOnly = TRUE)[1])
found <- cuminc(rows$days, rows$status, rows$region, cencode = 0)
first <- function(curve, values, p) {
  reached <- which(!is.na(values) & values >= p - 1e-10)
  if (length(reached)) sprintf("%.17g", min(curve$time[reached])) else "none"
}
for (region in sort(unique(rows$region))) {
  curve <- found[[paste(region, 1)]]
  est <- curve$est
  spread <- qnorm(0.975) * sqrt(curve$var) / ((1 - est) * -log(1 - est))
  bound <- function(sign) 1 - exp(-exp(log(-log(1 - est)) + sign * spread))
  cat(region, first(curve, est, 0.5), first(curve, est, 0.9), first(curve, bound(1), 0.5),
    first(curve, bound(-1), 0.5), "\\n")
}
test <- if (any(rows$status == 2)) found$Tests["1", "pv"] else {
  survdiff(Surv(days, status) ~ region, data = rows)$pvalue
}
cat("p", sprintf("%.17g", test), "\\n")
"""


@pytest.fixture(scope="session")
def cuminc(tmp_path_factory):
    script = tmp_path_factory.mktemp("r") / "cuminc.R"
    script.write_text(CUMINC)
    try:
        subprocess.run(["Rscript", "-e", "library(cmprsk)"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("R with its package cmprsk is not here: scripts/test installs it")

    def run(rows, folder):
        with open(folder / "spells.csv", "w", newline="") as file:
            csv.writer(file).writerows([["region", "days", "status"], *rows])
        done = subprocess.run(["Rscript", "--vanilla", script, folder / "spells.csv"],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        lines = [line.split() for line in done.stdout.splitlines()]
        numbers = {line[0]: [None if cell == "none" else float(cell) for cell in line[1:]] for line in lines}
        return numbers, numbers.pop("p")[0]
    return run


def company(seed, folder):
    """Accounts that enter Invest, and then come to a value, are lost, or neither by now; whole days, so that ties are many.
    Returns the spells as (region, days, status): 1 for the value, 2 for the loss, 0 for neither."""
    draw = random.Random(seed)
    leaving = draw.choice([20, 60, 300])
    pace = [draw.choice([10, 30, 90]) for _ in GROUPS]
    accounts, stages, events, spells = [], [], [], []
    for number in range(draw.choice([90, 200, 400])):
        place = draw.randrange(len(GROUPS))
        name = f"A{number:03}"
        begin = START + datetime.timedelta(days=draw.randrange(330))
        value = begin + datetime.timedelta(days=draw.randrange(1, 2 * pace[place]))
        loss = begin + datetime.timedelta(days=draw.randrange(1, leaving)) if draw.random() < 0.4 else None
        accounts.append((name, GROUPS[place]))
        stages.append((name, "Invest", begin))
        # The value of a day that is also that of the loss counts: it is not later.
        reached = value <= NOW and not (loss and loss < value)
        if value <= NOW:
            events.append((name, value, "first_value"))
        if loss and loss <= NOW:
            stages.append((name, "Lost", loss))
        if draw.random() < 0.3:
            events.append((name, begin - datetime.timedelta(days=5), "first_value"))
        if reached:
            spells.append((GROUPS[place], (value - begin).days, 1))
        elif loss and loss <= NOW:
            spells.append((GROUPS[place], (loss - begin).days, 2))
        else:
            # Now is the end of the last day.
            spells.append((GROUPS[place], (NOW - begin).days + 1, 0))
    for name, header, rows in [("accounts", ["id", "region"], accounts), ("stages", ["account", "stage", "entered"], stages),
                               ("events", ["account", "at", "kind"], events)]:
        draw.shuffle(rows)
        with open(folder / f"{name}.csv", "w", newline="") as file:
            csv.writer(file).writerows([header, *rows])
    (folder / "company.orbits").write_text(
        'load accounts from "accounts.csv" with id = id\n'
        'load stages from "stages.csv" with account = account, stage = stage, at = entered\n'
        f'load events from "events.csv"\nset now {NOW}\n')
    return spells


@pytest.mark.parametrize("seed", range(round(12 * SCALE)))
def test_time_from_beside_cmprsk(seed, tmp_path, cuminc):
    spells = company(seed, tmp_path)
    numbers, p = cuminc(spells, tmp_path)
    rows, = answers(["time from Invest to first_value of accounts by region"], "-w", tmp_path / "company.orbits")
    assert [row["region"] for row in rows] == sorted(numbers)
    for row in rows:
        own = [status for region, _, status in spells if region == row["region"]]
        assert [row["n"], row["reached"], row["open"], row["lost"]] == [
            len(own), own.count(1), own.count(0), own.count(2)]
        got = [row["p50"], row["p90"], row["low"], row["high"]]
        assert all(map(same, got, numbers[row["region"]])), (row, numbers[row["region"]])
    footer = orbits("-w", tmp_path / "company.orbits", "-c",
                    "time from Invest to first_value of accounts by region").is_fine().err
    verdict = "the groups differ" if p < 0.05 else "no difference told"
    test = "Gray's test" if any(status == 2 for _, _, status in spells) else "log-rank test"
    told = re.search(rf"{verdict}: p (=|<) ([0-9.]+) \({test}\)", footer)
    assert told, (p, footer)
    unit = 0.01 if p >= 0.1 else 0.001 if p >= 0.001 else 0.0001
    assert abs(float(told[2]) - p) < 0.51 * unit or (told[1] == "<" and p < 0.0001), (p, footer)


def test_dwell_beside_lifelines(tmp_path):
    lifelines = pytest.importorskip("lifelines", reason="the package lifelines is not here: scripts/test installs it")
    for seed in range(round(6 * SCALE)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        draw = random.Random(seed)
        stays, rows = [], []
        for number in range(120):
            begin = START + datetime.timedelta(days=draw.randrange(300))
            end = begin + datetime.timedelta(days=draw.randrange(1, 200))
            rows.append((f"A{number}", "Research", begin))
            if end <= NOW:
                rows.append((f"A{number}", "Benchmark", end))
            stays.append(((end - begin).days, True) if end <= NOW else ((NOW - begin).days + 1, False))
        with open(folder / "stages.csv", "w", newline="") as file:
            csv.writer(file).writerows([["account", "stage", "entered"], *rows])
        (folder / "company.orbits").write_text(f'load stages from "stages.csv"\nset now {NOW}\n')
        found, = answers(["dwell of accounts by stage show p25, p50, p75, p90"], "-w", folder / "company.orbits")
        row = next(row for row in found if row["stage"] == "Research")
        fitter = lifelines.KaplanMeierFitter().fit(*zip(*stays))
        for share in (25, 50, 75, 90):
            # Its own `percentile` takes 0.75 for more than 0.75 where rounding has made it so.
            left = fitter.survival_function_["KM_estimate"]
            expected = [float(time) for time, survival in left.items() if survival <= 1 - share / 100 + 1e-10]
            assert same(row[f"p{share}"], expected[0] if expected else None), (share, row)
