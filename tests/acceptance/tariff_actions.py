"""The tariff actions of 2025 as events: measures with scopes, acts with their dates, stacking rules.

One measure an action, one programme a legal basis. What replaces what is a rule over programmes, in
force from the day of the action that set it. Exemptions are authorizations: they carve goods out of the
measures they name, and a measure that is carved out excludes no other.
"""

SOURCE = {"publisher": "trade-war-redux-2025", "standing": "reported"}
METALS, CARS = "us/section-232-metals", "us/section-232-cars"
METALS_BRITAIN, CARS_NEIGHBOURS = "us/section-232-metals-britain", "us/section-232-cars-neighbours"
FENTANYL, BORDER = "us/ieepa-fentanyl", "us/ieepa-border"
RECIPROCAL, RECIPROCAL_CHINA, ANNEX_I = "us/reciprocal", "us/reciprocal-china", "us/reciprocal-annex-i"
SECTORS = [METALS, METALS_BRITAIN, CARS, CARS_NEIGHBOURS]


class Actions:
    """`places`: names the origin of a Census code; `lists`, `annex_i` as `ThreeSteps` has them."""

    def __init__(self, lists, annex_i, places):
        self.events = []
        self.lists = {name: [f"HTS:{code}" for code in codes] for name, codes in lists.items()}
        self.china, self.hong_kong = places["5700"], places["5820"]
        self.canada, self.mexico, self.britain = places["1220"], places["2010"], places["4120"]
        own_actions = {self.china, self.hong_kong, self.canada, self.mexico}
        self.annex_i = [(places[code], rate) for code, _, rate in annex_i if places[code] not in own_actions]
        self.emergency_acts()
        self.metals()
        self.cars()
        self.reciprocal()
        self.exemptions()
        self.metals_doubled()

    def add(self, kind, day, effective=None, **fields):
        made = {"id": f"{day}-{len(self.events):03}-{kind}", "kind": kind, "actor": {"jurisdiction": "US"},
                "stated": day, "effective": effective or {"from": day}, "sources": [SOURCE]}
        self.events.append(made | fields)

    def impose(self, measure, day, percent, title, origins=None, products=None, without=(), **fields):
        clause = {"origin": origins or ["*"], "destination": ["US"], "product": products or ["*"]}
        scope = {"include": [clause]}
        if without:
            scope["exclude"] = [{"origin": list(without)}]
        self.add("imposed", day, measure=measure, title=title, appliesBy="entry", scope=scope,
                 terms={"tariff": {"adValorem": f"{percent}%"}}, **{"class": "tariff"}, **fields)

    def amend(self, measure, day, percent, **fields):
        self.add("amended", day, measure=measure, terms={"tariff": {"adValorem": f"{percent}%"}}, **fields)

    def rule(self, day, program, over, effective=None):
        self.add("stackingRuleSet", day, effective,
                 stacking={"program": program, "effect": "excludes", "over": over})

    def emergency_acts(self):
        self.impose(FENTANYL, "2025-02-04", "20", "Emergency duty on China and Hong Kong",
                    [self.china, self.hong_kong], program="fentanyl")
        for place, percent in ((self.canada, "8.75"), (self.mexico, "4.5")):
            self.impose(f"{BORDER}-{place.lower()}", "2025-03-06", percent,
                        "Emergency duty, averaged over goods in and outside the regional agreement", [place],
                        program="border")

    def metals(self):
        self.impose(METALS, "2025-03-12", "25", "Steel and aluminium",
                    products=self.lists["steel"] + self.lists["aluminium"], program="metals")
        self.rule("2025-03-12", "metals", ["fentanyl", "border"])

    def cars(self):
        neighbours = [self.canada, self.mexico]
        self.impose(CARS, "2025-04-03", "25", "Cars and their parts", products=self.lists["cars"],
                    without=neighbours, program="cars")
        self.impose(CARS_NEIGHBOURS, "2025-04-03", "15", "Cars and their parts, Canada and Mexico", neighbours,
                    self.lists["cars"], program="cars")
        self.rule("2025-04-03", "cars", ["fentanyl", "border"])
        self.rule("2025-04-03", "cars", ["metals"])

    def reciprocal(self):
        own_acts = [self.china, self.hong_kong, self.canada, self.mexico]
        self.impose(RECIPROCAL, "2025-04-05", "10", "Reciprocal duty, all partners", without=own_acts,
                    program="reciprocal")
        for place, percent in self.annex_i:
            self.impose(f"{ANNEX_I}-{place.lower()}", "2025-04-05", percent, "Reciprocal duty by country",
                        [place], program="reciprocal-annex-i", instrument="us/reciprocal-order-annex-i")
        self.impose(RECIPROCAL_CHINA, "2025-04-05", "34", "Reciprocal duty, China and Hong Kong",
                    [self.china, self.hong_kong], program="reciprocal")
        self.rule("2025-04-05", "reciprocal-annex-i", ["reciprocal"])
        for sector in ("metals", "cars"):
            self.rule("2025-04-05", sector, ["reciprocal", "reciprocal-annex-i"])
        self.amend(RECIPROCAL_CHINA, "2025-04-08", "84")
        self.add("suspended", "2025-04-09", instrument="us/reciprocal-order-annex-i")
        self.amend(RECIPROCAL_CHINA, "2025-04-09", "105")
        self.amend(RECIPROCAL_CHINA, "2025-05-12", "10")

    def exempt(self, name, title, products):
        """From all duties but the emergency duty on China and Hong Kong."""
        self.add("imposed", "2025-04-11", measure=f"us/exempt-{name}", title=title,
                 authorizes=SECTORS + [f"{RECIPROCAL}*", f"{BORDER}*"], **{"class": "authorization"},
                 scope={"include": [{"product": products}]})

    def exemptions(self):
        self.exempt("electronics", "Consumer electronics", self.lists["electronics"])
        self.exempt("annex-ii", "Goods of Annex II", self.lists["annexII"])
        in_annex_ii = set(self.lists["annexII"])
        self.add("imposed", "2025-04-11", measure="us/exempt-electronics-hong-kong", authorizes=[FENTANYL],
                 title="Consumer electronics of Hong Kong", **{"class": "authorization"},
                 scope={"include": [{"origin": [self.hong_kong],
                                     "product": [p for p in self.lists["electronics"] if p not in in_annex_ii]}]})

    def metals_doubled(self):
        day = "2025-06-03"
        products = self.lists["steel"] + self.lists["aluminium"]
        self.amend(METALS, day, "50", scope={"exclude": [{"origin": [self.britain]}]})
        self.impose(METALS_BRITAIN, day, "25", "Steel and aluminium, United Kingdom", [self.britain], products,
                    program="metals")
        self.rule(day, "cars", ["metals"], {"from": "2025-04-03", "to": day})  # the older rule, now with its end
        self.rule(day, "metals", ["cars"])
