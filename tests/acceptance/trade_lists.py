"""Reads the folder of tariff actions and import lines: codes as they really are, and partners by name.

What is wrong with such lists: byte order marks, comments above the header, `NA` for nothing, dots in
codes, zeros lost at the front, codes of four, six, eight and ten digits in one column.
"""

import collections
import csv
import gzip
import io
import re
import unicodedata
from fractions import Fraction

CODE_LENGTHS = (4, 6, 8, 10)

Line = collections.namedtuple("Line", "partner product value")  # of imports: a Census code, HTS10, dollars
Figure = collections.namedtuple("Figure", "day partner percent")  # of the panel


def rows_of(path):
    """The rows of a CSV file as dictionaries, gzip or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        lines = (line for line in text if line.strip() and not line.startswith("#"))
        yield from ({k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(lines))


def tariff_code(text):
    """Digits of a tariff code. One digit short of a length in use: a zero was lost at the front."""
    digits = re.sub(r"[.\s]", "", text)
    if not digits.isdigit():
        raise ValueError(f"'{text}' is no tariff code")
    if len(digits) + 1 in CODE_LENGTHS:
        digits = "0" + digits
    if len(digits) not in CODE_LENGTHS:
        raise ValueError(f"'{text}' has {len(digits)} digits")
    return digits


def product_list(path):
    codes = [next(iter(row.values())) for row in rows_of(path)]
    return sorted({tariff_code(code) for code in codes if code not in ("", "NA")})


def partner_rates(path):
    """(Census code, name, rate in percent) of the country annex."""
    return [(row["CTY_CODE"], row["CTY_NAME"], row["tariff_rate"]) for row in rows_of(path)
            if row["tariff_rate"] not in ("", "NA")]


def import_lines(path):
    """The lines, and the partners' names by Census code."""
    names, lines = {}, []
    for row in rows_of(path):
        names[row["cty_code"]] = row["cty_name"]
        lines.append(Line(row["cty_code"], tariff_code(row["hs10"]), int(row["imports_usd"])))
    return lines, names


def panel(path, names):
    codes = {name: code for code, name in names.items()}
    return [Figure(row["date"], codes[row["country_name"]], Fraction(row["effective tariff"]))
            for row in rows_of(path)]


def plain_name(name):
    """`Korea, South` and `South Korea`, `Côte d`Ivoire` and `COTE D'IVOIRE` come out the same."""
    name = unicodedata.normalize("NFKD", name)
    name = "".join(c for c in name if not unicodedata.combining(c)).casefold()
    name = re.sub(r"\(.*?\)", " ", name)
    if name.count(",") == 1:
        name = " ".join(reversed(name.split(",")))
    return " ".join(re.findall("[a-z]+", name))


class Places:
    """Where a partner lies: its ISO code where the reference has its name, else its Census code."""

    NAME_COLUMNS = ("CLDR display name", "official_name_en", "UNTERM English Short")

    def __init__(self, path):
        self._codes = {}
        for row in rows_of(path):
            for column in self.NAME_COLUMNS:
                if row[column] and row["ISO3166-1-Alpha-2"]:
                    self._codes.setdefault(plain_name(row[column]), row["ISO3166-1-Alpha-2"])

    def of(self, census_code, name):
        if not re.fullmatch("[0-9]{4}", census_code):
            return census_code  # no such partner, whatever the name beside it
        plain = plain_name(name)
        if plain in self._codes:
            return self._codes[plain]
        longer = {code for known, code in self._codes.items() if known.startswith(plain + " ")}
        return longer.pop() if len(longer) == 1 else census_code
