"""The added tariff by the naive reading of the table of actions, for one line on one day.

A base rate by partner; then a sector action replaces it for its products, later ones win; then a few
exemptions set it back. Shares nothing with the events of `tariff_actions.py`. Percent, as fractions;
partners are Census codes; days compare as text.
"""

from fractions import Fraction

CHINA, HONG_KONG, CANADA, MEXICO, BRITAIN = "5700", "5820", "1220", "2010", "4120"
CHINA_BASE = (("2025-02-04", 20), ("2025-04-05", 54), ("2025-04-08", 104), ("2025-04-09", 125),
              ("2025-05-12", 30))
NEIGHBOURS = {CANADA: Fraction("8.75"), MEXICO: Fraction("4.5")}


def covers(codes, product):
    return any(product[:length] in codes for length in (4, 6, 8, 10))


class ThreeSteps:
    def __init__(self, lists, annex_i):
        """`lists`: sets of codes by name; `annex_i`: (Census code, name, rate)."""
        self.lists = {name: set(codes) for name, codes in lists.items()}
        self.annex_i = {code: Fraction(rate) for code, _, rate in annex_i}
        self.covered = {}

    def listed(self, name, product):
        key = (name, product)
        if key not in self.covered:
            self.covered[key] = covers(self.lists[name], product)
        return self.covered[key]

    def base(self, partner, day):
        if partner in (CHINA, HONG_KONG):
            return Fraction(([0] + [rate for since, rate in CHINA_BASE if since <= day])[-1])
        if partner in NEIGHBOURS:
            return NEIGHBOURS[partner] if day >= "2025-03-06" else Fraction(0)
        if "2025-04-05" <= day < "2025-04-09":
            return self.annex_i.get(partner, Fraction(10))
        return Fraction(10 if day >= "2025-04-09" else 0)

    def rate(self, partner, product, day):
        rate = self.base(partner, day)
        is_metal = self.listed("steel", product) or self.listed("aluminium", product)
        if is_metal and day >= "2025-03-12":
            rate = Fraction(25)
        if self.listed("cars", product) and day >= "2025-04-03":
            rate = Fraction(15 if partner in NEIGHBOURS else 25)
        if is_metal and day >= "2025-06-03":
            rate = Fraction(25 if partner == BRITAIN else 50)
        if day >= "2025-04-11":
            if self.listed("electronics", product):
                rate = Fraction(20 if partner == CHINA else 0)
            if self.listed("annexII", product):
                rate = Fraction(20 if partner in (CHINA, HONG_KONG) else 0)
        return rate
