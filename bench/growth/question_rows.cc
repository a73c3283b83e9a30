// What questions along the axes, and those about a whole record, cost: histories, differences,
// replays, changes of codes, rules, claims, memberships.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bench/growth/record_text.h"

namespace decree::bench {
namespace {

constexpr char kThread[] = "thread";

std::string AmendedInTurn(size_t i) {
  return absl::StrCat(R"("kind":"amended","measure":")", kMeasure, R"(","effective":{"from":")",
                      DayAfter(i, 2), R"(","to":")", DayAfter(i, 40),
                      R"("},"terms":{"tariff":{"adValorem":")", i % 100, R"(%"}})");
}

// Every other one told late, every third of no official source: most come between others.
std::string AmendedBetween(size_t i) {
  return absl::StrCat(AmendedInTurn(i), R"(,"published":")",
                      DayAfter(i % 2 == 0 ? i : i + 5'000, 0),
                      R"(","sources":[{"publisher":"p","standing":")",
                      i % 3 == 0 ? "reported" : "official", R"("}])");
}

Transaction GoodsOf(const std::string& product) {
  Transaction goods;
  goods.on = kDayAsked;
  goods.origin = "CN";
  goods.destination = "US";
  goods.products = {ParseProductCode(product).value()};
  return goods;
}

Operation History(Axis axis) {
  return Asks(absl::StrCat("history ", NameOf(axis)), [axis](Decree& store) {
    HistoryQuestion question;
    question.measure = kMeasure;
    question.effective_on = kDayAsked;
    question.axes = {axis};
    return store.History(question).status();
  });
}

Operation GoodsHistory(Axis axis) {
  return Asks(absl::StrCat("goods ", NameOf(axis)), [axis](Decree& store) {
    TransactionHistoryQuestion question;
    question.transaction = GoodsOf("HS:850440");
    question.axes = {axis};
    return store.TransactionHistory(question).status();
  });
}

Operation Difference() {
  return Asks("diff", [](Decree& store) {
    DiffQuestion question;
    question.axis = Axis::kKnown;
    question.before = "1990-01-01";
    question.after = kDayAsked;
    question.effective_on = kDayAsked;
    return store.Diff(question).status();
  });
}

Operation Ahead() {
  return Asks("outlook", [](Decree& store) {
    OutlookQuestion question;
    question.on = "1980-01-01";
    question.days = 36'525;
    return store.Outlook(question).status();
  });
}

Operation Screened(const std::string& product) {
  return Asks("screen", [product](Decree& store) {
    return store.Screen({GoodsOf(product), {}, {}}).status();
  });
}

std::vector<Operation> Along() {
  return {History(Axis::kEffective),
          History(Axis::kKnown),
          History(Axis::kRecorded),
          GoodsHistory(Axis::kEffective),
          GoodsHistory(Axis::kKnown),
          Difference(),
          Ahead()};
}

GrowthRow Row(std::string name, size_t largest, std::function<std::string(size_t i)> rest,
              std::vector<Operation> operations) {
  GrowthRow row = RowOfActs(std::move(name), largest, std::move(rest));
  row.operations = std::move(operations);
  return row;
}

Operation Replayed(bool is_timeline, Commitment floor = Commitment::kEnacted) {
  return Asks(is_timeline ? "timeline" : "replay", [is_timeline, floor](Decree& store) {
    TimelineQuestion question;
    question.thread = kThread;
    question.view.floor = floor;
    return is_timeline ? store.Timeline(question).status() : store.Replay(question).status();
  });
}

// Moves that answer each other, on so many measures.
GrowthRow Moves(std::string name, size_t measures) {
  const auto move = [measures](size_t i) {
    return absl::StrCat(R"("kind":"announced","measure":"us/m)", i % measures, R"(","threads":[")",
                        kThread, R"("],"effective":{"from":")", DayAfter(i, 30),
                        R"("},"links":[{"rel":"respondsTo","id":"a)", i - 1, R"("}])");
  };
  return Row(std::move(name), 100'000, move, {Replayed(true), Replayed(false)});
}

// In turn of official sources and of others, which paint before all of those.
std::string MoveOfTwoRanks(size_t i) {
  return absl::StrCat(R"("kind":"announced","measure":"us/m","threads":[")", kThread,
                      R"("],"effective":{"from":")", DayAfter(i, 30),
                      R"("},"sources":[{"publisher":"p","standing":")",
                      i % 2 == 0 ? "reported" : "official", R"("}])");
}

// A move of the one measure, or of what `names` names.
std::string MoveOf(size_t i, const std::string& kind, const std::string& more,
                   const std::string& names = R"("measure":"us/m")") {
  // What a kind does not use is refused.
  const bool has_start = kind != "extended",
             has_interval = kind != "withdrawn" && kind != "confirmed";
  std::string interval;
  if (has_interval) {
    interval = absl::StrCat(R"(,"effective":{)",
                            has_start ? absl::StrCat(R"("from":")", DayAfter(i, 30), R"(",)") : "",
                            R"("to":")", DayAfter(i, 90), R"("})");
  }
  return absl::StrCat(R"("kind":")", kind, R"(",)", names, R"(,"threads":[")", kThread, R"("])",
                      interval, more);
}

std::string RateOf(size_t i) {
  return absl::StrCat(R"(,"terms":{"tariff":{"adValorem":")", i % 100, R"(%"}})");
}

// What a replay must bear besides plain moves, each in turn with plans or duties.
void AddReplays(std::vector<GrowthRow>& rows) {
  const auto add = [&rows](std::string name, std::function<std::string(size_t i)> move,
                           Commitment floor = Commitment::kEnacted) {
    rows.push_back(Row(std::move(name), 65'536, std::move(move), {Replayed(false, floor)}));
  };
  add(
      "moves-planned",
      [](size_t i) {
        const char* const kinds[] = {"threatened", "announced", "proposed", "reported"};
        return MoveOf(i, kinds[i % 4], i % 2 == 0 ? RateOf(i) : "");
      },
      Commitment::kReported);
  add(
      "moves-planned-and-put",
      [](size_t i) {
        const char* const kinds[] = {"threatened", "announced", "proposed", "reported",
                                     "withdrawn",  "announced", "extended", "imposed"};
        return MoveOf(i, kinds[i % 8], i % 2 == 0 && i % 8 < 4 ? RateOf(i) : "");
      },
      Commitment::kThreatened);
  add("moves-of-instrument", [](size_t i) {
    const std::string order = R"("instrument":{"id":"us/order"})";
    if (i % 4 == 1) return MoveOf(i, "imposed", RateOf(i), R"("measure":"us/m",)" + order);
    const char* const kinds[] = {"suspended", "imposed", "resumed", "extended"};
    return MoveOf(i, kinds[i % 4], "", order);
  });
  add("moves-limited", [](size_t i) {
    if (i % 2 == 0) return MoveOf(i, "imposed", RateOf(i));
    return MoveOf(i, "suspended", R"(,"scope":{"include":[{"origin":["CN"]}]})");
  });
  add("moves-disputed", [](size_t i) {
    if (i % 4 == 1) return MoveOf(i, "imposed", RateOf(i));
    if (i % 4 == 2) return MoveOf(i, "enacted", R"(,"links":[{"rel":"confirms","id":"a1"}])");
    const std::string of = absl::StrCat(R"("target":"a)", i % 8 == 3 ? i - 2 : 1, R"(")");
    if (i % 16 == 0) return MoveOf(i, "confirmed", "", of);
    return MoveOf(i, "disputed", RateOf(i), of);
  });
  add("moves-bare", [](size_t i) {
    return absl::StrCat(R"("kind":")", i % 64 == 0 ? "imposed" : "enacted",
                        R"(","measure":"us/m","threads":[")", kThread, R"("])", RateOf(i),
                        i % 64 == 0 ? R"(,"effective":{"from":")" + DayAfter(i, 30) + R"("})" : "");
  });
  add("moves-replaced", [](size_t i) {
    return MoveOf(i, "imposed",
                  absl::StrCat(R"(,"links":[{"rel":"replaces","id":"a)", i - 1, R"("}])"));
  });
  add("moves-back-and-forth", [](size_t i) {
    return MoveOf(
        i, "announced",
        absl::StrCat(R"(,"published":")", DayAfter(i % 2 == 0 ? i : i + 5'000, 0), R"(")"));
  });
  add("moves-at-random", [](size_t i) {
    return MoveOf(
        i, "announced",
        absl::StrCat(R"(,"published":")", DayAfter(i + (i * 40'503) % 65'536, 0), R"(")"));
  });
}

std::string Rule(size_t i, const std::string& over) {
  return absl::StrCat(R"("kind":"stackingRuleSet","effective":{"from":")", DayAfter(i, 1),
                      R"("},"stacking":{"program":")", kMeasure,
                      R"(","effect":"excludes","over":[)", over, "]}");
}

std::string Split(size_t i) {
  return absl::StrCat(R"("kind":"codeSplit","effective":{"from":")", DayAfter(i, 1),
                      R"("},"code":{"system":"HTS","from":[")", 10'000'000 + i, R"("],"to":[")",
                      10'000'001 + i, R"(",")", 50'000'000 + i, R"("]})");
}

// So many authorizations of so many patterns, all of which name the measure.
GrowthRow Patterns(std::string name, size_t largest, size_t patterns) {
  const auto licence = [patterns](size_t i) {
    std::string authorizes = "\"us/on*\"";
    for (size_t p = 1; p < patterns; ++p) {
      absl::StrAppend(&authorizes, ",\"us/x", i, "-", p, "-*\"");
    }
    return absl::StrCat(R"("kind":"imposed","measure":"us/licence-)", i,
                        R"(","class":"authorization","effective":{"from":")", DayAfter(i, 2),
                        R"(","to":")", DayAfter(i, 400), R"("},"authorizes":[)", authorizes,
                        R"(],"scope":{"include":[{"origin":["CN"],"product":["HS:)",
                        850'400 + i % 90, R"("]}]})");
  };
  return Row(std::move(name), largest, licence, Along());
}

}  // namespace

std::vector<GrowthRow> QuestionRows() {
  std::vector<GrowthRow> rows;
  rows.push_back(Row("in-time", 65'536, AmendedInTurn, Along()));
  rows.push_back(Row("between-in-time", 16'384, AmendedBetween,
                     {History(Axis::kEffective), History(Axis::kKnown), History(Axis::kRecorded)}));
  rows.push_back(Row(
      "disputes-in-time", 8'192,
      [](size_t i) {
        return absl::StrCat(R"("kind":"disputed","target":"a0","effective":{"to":")",
                            DayAfter(i, 900), R"("},"terms":{"tariff":{"adValorem":")", i % 100,
                            R"(%"}})");
      },
      Along()));
  rows.push_back(Patterns("licences", 2'048, 4));
  rows.push_back(Patterns("licences-of-100", 512, 100));
  rows.push_back(Moves("moves", 50));
  rows.push_back(Moves("moves-of-one", 1));
  rows.push_back(Row("moves-of-two-ranks", 16'384, MoveOfTwoRanks, {Replayed(false)}));
  AddReplays(rows);
  rows.push_back(Row("splits", 16'384, Split, {Screened("HTS:10000001")}));
  rows.push_back(Row("rules", 4'096, [](size_t i) { return Rule(i, "\"us/two\""); },
                     {Screened("HS:850440"), GoodsHistory(Axis::kKnown)}));
  rows.push_back(Row("rules-apart", 4'096,
                     [](size_t i) { return Rule(i, absl::StrCat("\"us/two\",\"us/z", i, "\"")); },
                     {Screened("HS:850440"), GoodsHistory(Axis::kKnown)}));
  rows.push_back(Row("claims", 65'536,
                     [](size_t i) {
                       return absl::StrCat(R"("kind":"coverageSet","effective":{"from":")",
                                           DayAfter(i, 1),
                                           R"("},"coverage":{"issuer":"CN","domain":"tariffs"})");
                     },
                     {Asks("coverage", [](Decree& store) { return store.Coverage({}).status(); }),
                      Screened("HS:850440")}));
  rows.push_back(
      Row("observations", 65'536,
          [](size_t i) {
            if (i % 2 == 0 && i > 1)
              return absl::StrCat(R"("kind":"confirmed","target":"a)", i - 1, "\"");
            return absl::StrCat(
                R"("kind":"observation","observation":{"series":"s","unit":"t","period":")",
                DayAfter(4 * i, 0), R"(","value":)", 100 + i % 50, R"(,"change":"-2.5%"})");
          },
          {Asks("observations", [](Decree& store) {
            ObservationsQuestion question;
            question.series = "s";
            return store.Observations(question).status();
          })}));
  rows.push_back(Row("members", 65'536,
                     [](size_t i) {
                       return absl::StrCat(R"("kind":"membershipStarted","effective":{"from":")",
                                           DayAfter(i, 1),
                                           R"("},"membership":{"group":"tag:many","member":"HS:)",
                                           100'000 + i, "\"}");
                     },
                     {Screened("HS:850440")}));
  return rows;
}

}  // namespace decree::bench
