"""Random sentences with their meaning in SQL, over random rows.

Each piece is a pair: the words of orbits, and DuckDB's words for the same. DuckDB is told the rules of
SEMANTICS: unknown last in both directions, texts in reading order (without regard to case, then by bytes),
ties by id, groups in the order of their keys.
"""

import csv
import datetime
import random

NOW = datetime.date(2026, 6, 30)  # its end
TEXTS = ["Ankara", "ankara", "Zürich", "zürich", "São Paulo", "東京", "Ósló", "a, b", "x\"y", "two\nlines", "100%",
         "O'Neil", "naïve café", "🙂", " inner space kept", "under_score", "Straße"]
GROUPS = ["red", "green", "Blue", "grey", "Ünder"]

NUMBERS = ["whole", "val", "price", "small"]
TEXT_FIELDS = ["word", "colour"]
DATES = ["day", "due"]


def write_rows(path, seed, count):
    """A CSV of accounts: unknowns, ties, negative numbers, texts that are hard to quote and to sort."""
    dice = random.Random(seed)
    ids = [f"k{number:05}" for number in range(count)]
    dice.shuffle(ids)

    def maybe(value, share=0.15):
        return "" if dice.random() < share else value

    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "word", "colour", "whole", "small", "val", "price", "day", "due", "moment", "flag"])
        for key in ids:
            writer.writerow([
                key, maybe(dice.choice(TEXTS)), maybe(dice.choice(GROUPS), 0.05),
                maybe(dice.randint(-50, 50)), maybe(dice.randint(0, 3)),
                maybe(repr(dice.choice([dice.uniform(-1000, 1000), 0.1, 0.2, 12.125, -3.5]))),
                maybe(f"{dice.randint(-10**6, 10**8) / 100:.2f}"),
                maybe((datetime.date(2025, 1, 1) + datetime.timedelta(dice.randrange(545))).isoformat()),
                maybe((NOW + datetime.timedelta(dice.randint(-60, 60))).isoformat(), 0.4),
                maybe((datetime.datetime(2025, 1, 1) + datetime.timedelta(seconds=dice.randrange(545 * 86400)))
                      .isoformat(sep=" ")),
                maybe(dice.choice(["yes", "no"]))])


def table_sql(path):
    """The same rows in DuckDB."""
    return f"""
      create table t as select key as id, word, colour, whole::bigint whole, small::bigint small, val::double val,
        price::decimal(18, 2)::double price, day::date as day, due::date as due, moment::timestamp as moment,
        case flag when 'yes' then true when 'no' then false end flag
      from read_csv('{path}', all_varchar=true, header=true, quote='"', escape='"', delim=',', parallel=false,
        nullstr='')"""


def text_literal(text):
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\"\"") + "\"", "'" + text.replace("'", "''") + "'"


def sorted_sql(column, is_text, descending=False):
    direction = " desc" if descending else ""
    if is_text:
        return [f"lower({column}){direction} nulls last", f"{column}{direction} nulls last"]
    return [f"{column}{direction} nulls last"]


class Sentences:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def pick(self, *options):
        return self.dice.choice(options)

    # --- Conditions

    def number(self, depth=0):
        if depth == 0 and self.dice.random() < 0.2:
            a, b = self.pick(*NUMBERS), self.pick(*NUMBERS)
            constant = self.dice.randint(1, 9)
            return self.pick(
                (f"({a} + {b} * {constant})", f"({a} + {b} * {constant})"),
                (f"({a} - {b})", f"({a} - {b})"),
                (f"({a} / {constant})", f"({a} / {constant}.0)"),
                (f"abs({a})", f"abs({a})"),
                (f"(-{a})", f"(-{a})"),
                (f"round({a})", f"round({a}::double)"),
                (f"floor({a} / 10)", f"floor({a} / 10.0)"),
                (f"({a} else 0)", f"coalesce({a}, 0)"),
                (f"(if flag then {a} else {b})", f"(case when flag then {a} when not flag then {b} end)"),
                (f"length(word)", "length_grapheme(word)"))
        field = self.pick(*NUMBERS)
        return field, field

    def constant(self):
        return self.pick(0, 1, 2, -7, 12, 50, -50, 1000, 0.1, 12.125, -3.5, 250000)

    def test(self):
        roll = self.dice.randrange(10)
        if roll < 4:
            left, sql = self.number()
            kind = self.dice.randrange(8)
            if kind == 0:
                low, high = self.constant(), self.constant()
                return f"{left} between {low} and {high}", f"({sql} between {low} and {high})"
            if kind == 1:
                other, other_sql = self.number()
                operation = self.pick("<", ">=", "!=")
                return f"{left} {operation} {other}", f"({sql} {operation} {other_sql})"
            operation = self.pick("=", "!=", "<", "<=", ">", ">=")
            constant = self.constant()
            return f"{left} {operation} {constant}", f"({sql} {operation} {constant})"
        if roll < 6:
            field = self.pick(*TEXT_FIELDS)
            values = TEXTS if field == "word" else GROUPS
            word, sql = text_literal(self.dice.choice([v for v in values if "\n" not in v]))
            other, other_sql = text_literal(self.dice.choice([v for v in values if "\n" not in v]))
            return self.pick(
                (f"{field} is {word}", f"({field} = {sql})"),
                (f"{field} is not {word}", f"({field} <> {sql})"),
                (f"{field} = {word}", f"({field} = {sql})"),
                (f"{field} in ({word}, {other})", f"({field} in ({sql}, {other_sql}))"),
                (f"{field} not in ({word}, {other})", f"({field} not in ({sql}, {other_sql}))"),
                (f"{field} contains \"A\"", f"contains(lower({field}), 'a')"),
                (f"{field} starts with \"z\"", f"starts_with(lower({field}), 'z')"),
                (f"{field} ends with \"E\"", f"ends_with(lower({field}), 'e')"),
                (f"upper({field}) = \"RED\"", f"(upper({field}) = 'RED')"))
        if roll < 8:
            return self.date_test()
        if roll == 8:
            return self.pick(("(flag)", "flag"), ("not flag", "(not flag)"), ("flag is yes", "flag"),
                             ("flag is no", "(not flag)"))
        field = self.pick(*NUMBERS, *TEXT_FIELDS, *DATES, "flag", "moment")
        return self.pick((f"{field} is unknown", f"({field} is null)"),
                         (f"{field} is known", f"({field} is not null)"))

    def date_test(self):
        field = self.pick(*DATES, "moment")
        day = datetime.date(2025, 1, 1) + datetime.timedelta(self.dice.randrange(545))
        later = day + datetime.timedelta(self.dice.randrange(90))
        month = day.replace(day=1)
        count = self.dice.randint(1, 400)
        since = NOW + datetime.timedelta(1) - datetime.timedelta(count)
        next_day = datetime.timedelta(1)
        return self.pick(
            (f"{field} since {day}", f"({field} >= '{day}')"),
            (f"{field} before {day}", f"({field} < '{day}')"),
            (f"{field} >= {day}", f"({field} >= '{day}')"),
            (f"{field} > {day}", f"({field} >= '{day + next_day}')"),
            (f"{field} <= {day}", f"({field} < '{day + next_day}')"),
            (f"{field} = {day}", f"({field} >= '{day}' and {field} < '{day + next_day}')"),
            (f"{field} during {month:%Y-%m}",
             f"({field} >= '{month}' and {field} < date '{month}' + interval 1 month)"),
            (f"{field} during {day.year}", f"({field} >= '{day.year}-01-01' and {field} < '{day.year + 1}-01-01')"),
            (f"{field} between {day} and {later}", f"({field} >= '{day}' and {field} < '{later + next_day}')"),
            (f"{field} in last {count} days", f"({field} >= '{since}' and {field} < '{NOW + next_day}')"),
            (f"{field} in next {count} days",
             f"({field} >= '{NOW + next_day}' and {field} < '{NOW + next_day + datetime.timedelta(count)}')"),
            (f"month({field}) = {day.month}", f"(month({field}) = {day.month})"),
            (f"weekday({field}) > 5", f"(isodow({field}) > 5)"))

    def condition(self, depth=0):
        roll = self.dice.randrange(10)
        if depth < 3 and roll < 5:
            parts = [self.condition(depth + 1) for _ in range(self.dice.randint(2, 3))]
            if roll == 4:
                return f"not ({parts[0][0]})", f"(not {parts[0][1]})"
            word = "and" if roll < 2 else "or"
            return (f"({f' {word} '.join(p[0] for p in parts)})", f"({f' {word} '.join(p[1] for p in parts)})")
        return self.test()

    # --- Sentences

    def next(self):
        return self.pick(self.rows, self.rows, self.groups, self.groups, self.each)()

    def where(self):
        if self.dice.random() < 0.2:
            return "", ""
        words, sql = self.condition()
        return f" where {words}", f" where {sql}"

    def rows(self):
        where, where_sql = self.where()
        keys, keys_sql = [], []
        for _ in range(self.dice.randint(0, 3)):
            name = self.pick(*NUMBERS, *TEXT_FIELDS, *DATES, "flag", "moment")
            descending = self.dice.random() < 0.5
            keys.append(name + (" desc" if descending else self.pick("", " asc")))
            keys_sql += sorted_sql(name, name in TEXT_FIELDS, descending)
        shown = [("id", "id"), self.number(), ("word", "word")]
        words = f"accounts{where} show " + ", ".join(
            item[0] + (f" called c{n}" if n else "") for n, item in enumerate(shown))
        limit = ""
        if keys:
            words += " order by " + ", ".join(keys)
        if not keys and self.dice.random() < 0.5:
            expression, sql = self.number()
            count = self.dice.randint(1, 40)
            lowest = self.dice.random() < 0.5
            words += f" {'lowest' if lowest else 'top'} {count} by {expression}"
            keys_sql, limit = sorted_sql(sql, False, not lowest), f" limit {count}"
        elif keys and self.dice.random() < 0.5:
            count = self.dice.randint(1, 40)
            words += f" top {count}"
            limit = f" limit {count}"
        elif not keys:
            words += " order by id"
        return words, (f"select {', '.join(item[1] for item in shown)} from t{where_sql} order by "
                       + ", ".join(keys_sql + ["id"]) + limit)

    def group(self):
        return self.pick(
            ("colour", "colour", True), ("flag", "flag", False), ("small", "small", False),
            ("month of day", "strftime(day, '%Y-%m')", True), ("quarter of moment",
             "(year(moment) || '-Q' || quarter(moment))", True),
            ("year(moment)", "year(moment)", False), ("weekday(day)", "isodow(day)", False),
            ("if whole > 0 then \"up\" else \"down\"", "(case when whole > 0 then 'up' when whole <= 0 then 'down' end)", True),
            ("left(colour, 1)", "left(colour, 1)", True), ("round(val / 500)", "round(val / 500)", False))

    def measure(self):
        number, sql = self.number()
        condition, condition_sql = self.test()
        text = self.pick(*TEXT_FIELDS, "small")
        return self.pick(
            ("count", "count(*)"), (f"count {text}", f"count({text})"),
            (f"count distinct {text}", f"count(distinct {text})"),
            (f"avg {number}", f"avg({sql}::double)"), (f"sum {number}", f"sum({sql})"),
            (f"min {number}", f"min({sql})"), (f"max {number}", f"max({sql})"),
            (f"median {number}", f"quantile_cont({sql}::double, 0.5)"),
            (f"p90 {number}", f"quantile_cont({sql}::double, 0.9)"),
            (f"p12.5 {number}", f"quantile_cont({sql}::double, 0.125)"),
            (f"stddev {number}", f"stddev_samp({sql}::double)"),
            (f"count({condition})", f"count(*) filter ({condition_sql})"),
            (f"share({condition})", f"avg(case when {condition_sql} then 1.0 when not {condition_sql} then 0.0 end)"),
            (f"avg {number} - min {number}", f"avg({sql}::double) - min({sql})"))

    def groups(self):
        where, where_sql = self.where()
        groups = []
        for group in [self.group() for _ in range(self.dice.randint(0, 2))]:
            if group not in groups:
                groups.append(group)
        measures = [self.measure() for _ in range(self.dice.randint(1, 4))]
        by = ", ".join(f"{words} called g{n}" for n, (words, _, _) in enumerate(groups))
        shown = ", ".join(f"{words} called m{n}" for n, (words, _) in enumerate(measures))
        columns = ([f"{sql} g{n}" for n, (_, sql, _) in enumerate(groups)]
                   + [f"{sql} m{n}" for n, (_, sql) in enumerate(measures)])
        sql = f"select {', '.join(columns)} from t{where_sql}"
        if groups:
            sql += " group by " + ", ".join(str(n + 1) for n in range(len(groups)))
        base = [key for n, (_, _, is_text) in enumerate(groups) for key in sorted_sql(f"g{n}", is_text)]
        if groups and self.dice.random() < 0.3:
            words = f"{shown} of accounts{where} by {by}"
        elif groups:
            words = f"accounts{where} by {by} show {shown}"
        else:
            words = f"{shown} of accounts{where}"
        order, limit, condition = base, "", ""
        if groups and self.dice.random() < 0.6:
            column = self.dice.randrange(len(measures))
            descending = self.dice.random() < 0.5
            key = sorted_sql(f"m{column}", False, descending)
            roll = self.dice.randrange(4)
            if roll == 0:
                words += f" order by m{column}" + (" desc" if descending else "")
                order = key + base
            elif roll == 1:
                count = self.dice.randint(1, 6)
                words += f" top {count} by m{column}"
                order, limit = sorted_sql(f"m{column}", False, True) + base, f" limit {count}"
            else:
                constant = self.constant()
                words += f" | where m{column} > {constant}"
                condition = f" where m{column} > {constant}"
                if roll == 3:
                    count = self.dice.randint(1, 6)
                    words += f" | order by m{column}" + (" desc" if descending else "") + f" top {count}"
                    order, limit = key + base, f" limit {count}"
        sql = f"select * from ({sql}){condition}"
        return words, sql + (" order by " + ", ".join(order) if order else "") + limit

    def each(self):
        where, where_sql = self.where()
        words, sql, is_text = self.pick(("colour", "colour", True), ("small", "small", False), ("flag", "flag", False))
        by, by_sql = self.number()
        count, lowest = self.dice.randint(1, 4), self.dice.random() < 0.5
        inner = ", ".join(sorted_sql(by_sql, False, not lowest) + ["id"])
        return (f"accounts{where} show id, {words} {'lowest' if lowest else 'top'} {count} by {by} in each {words}",
                f"select id, {sql} from t{where_sql} qualify row_number() over (partition by {sql} order by {inner}) "
                f"<= {count} order by {', '.join(sorted_sql(sql, is_text))}, {inner}")
