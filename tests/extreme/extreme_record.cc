#include "tests/extreme/extreme_record.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/model/place/subdivision_table.h"
#include "tests/extreme/event_writer.h"

namespace decree::extreme {
namespace {

using oracle::Draws;

class Piler : private EventWriter {
 public:
  Piler(Draws& draws, size_t size, Lines& lines) : EventWriter(draws, lines), size_(size) {}

  void ActsOnOneMeasure() {
    for (size_t i = 0; i < size_; ++i) Act(Kind(), Measure());
  }

  // Repairs one on the other, of acts of every family.
  void RepairChains() {
    std::string target = Root();
    size_t depth = 0;
    for (size_t i = 0; i < size_; ++i) {
      if (depth == 64 || draws_.Percent(3)) {
        target = Root();
        depth = 0;
      }
      target = Repair(target);
      ++depth;
    }
  }

  // Of one act, side by side.
  void RepairsOfOneAct() {
    const std::string root = Root();
    for (size_t i = 0; i < size_; ++i) Repair(root);
  }

  void DisputesOnDisputes() {
    std::string target = Act("imposed", "us/p-0");
    const std::string first = target;
    for (size_t i = 0; i < size_; ++i) {
      std::string rest = absl::StrCat(R"("target":")", draws_.Percent(50) ? first : target, "\"");
      if (draws_.Percent(60)) absl::StrAppend(&rest, ",", Interval());
      if (draws_.Percent(40)) absl::StrAppend(&rest, ",", Terms());
      target = Add(draws_.Percent(80) ? "disputed" : "confirmed", rest + "," + Sources());
    }
  }

  void StaysAndLiftings() {
    Act("imposed", "us/p-1");
    for (size_t i = 0; i < size_; ++i) {
      Act(draws_.OneOf<std::string>({"stayed", "stayLifted", "challenged", "heldUnlawful", "upheld",
                                     "annulled", "suspended", "resumed", "waived"}),
          "us/p-1");
    }
  }

  // Acts that lift each other in circles, and links that lead nowhere.
  void LinksInCircles() {
    const std::string prefix = absl::StrCat("l", lines_.size(), "-");
    for (size_t i = 0; i < size_; ++i) {
      const auto link = [&](const char* rel, size_t to) {
        return absl::StrCat(R"({"rel":")", rel, R"(","id":")", prefix, to % (size_ + 1), "\"}");
      };
      AddAs(absl::StrCat(prefix, i), draws_.OneOf<std::string>({"imposed", "announced"}),
            absl::StrCat(R"("measure":"us/p-2",)", Interval(), R"(,"links":[)",
                         link("replaces", i + 1), ",", link("confirms", i + 7), ",",
                         link("respondsTo", i + 3), "]"));
    }
  }

  void GroupsInGroups() {
    for (size_t i = 0; i < size_; ++i) {
      const std::string group = draws_.Percent(80) ? absl::StrCat("g-", i % 40) : "tag:x";
      const std::string member =
          draws_.Percent(70) ? absl::StrCat("g-", (i + 1) % 40)
                             : draws_.OneOf<std::string>({"CN", "acme", "HTS:1000", "tag:x", "EU"});
      Add(draws_.Percent(80) ? "membershipStarted" : "membershipEnded",
          absl::StrCat(R"("membership":{"group":")", group, R"(","member":")", member, "\"},",
                       Interval()));
    }
    AddMeasureOver(R"("origin":["g-0"],"destination":["g-1"])");
    AddMeasureOver(R"("party":["g-2"],"ownershipAtLeast":"50%")");
  }

  void CodesInCircles() {
    for (size_t i = 0; i < size_; ++i) {
      const auto code = [](size_t n) { return std::to_string(1000 + n % 300); };
      std::vector<std::string> to = {code(i + 1)};
      if (draws_.Percent(30)) to.push_back(code(i * 7));
      Add(draws_.OneOf<std::string>({"codeSplit", "codeMerged", "codeRenamed"}),
          absl::StrCat(R"("code":{"system":"HTS","from":[")", code(i), R"("],"to":)", Quoted(to),
                       "},", Interval()));
    }
    AddMeasureOver(R"("product":["HTS:1000","HTS:1005"])");
  }

  void RulesInCircles() {
    constexpr size_t kPrograms = 12;
    for (size_t i = 0; i < kPrograms; ++i) {
      Add("imposed",
          absl::StrCat(R"("measure":"us/r-)", i, R"(","program":"r-)", i,
                       R"(","class":"tariff","effective":{"from":"2025-01-01"},)", Terms()));
    }
    for (size_t i = 0; i < size_; ++i) {
      const size_t from = draws_.Below(kPrograms);
      std::vector<std::string> over = {absl::StrCat("r-", (from + 1) % kPrograms)};
      if (draws_.Percent(30)) over.push_back(absl::StrCat("r-", draws_.Below(kPrograms)));
      std::sort(over.begin(), over.end());
      over.erase(std::unique(over.begin(), over.end()), over.end());
      const bool caps = draws_.Percent(30);
      Add("stackingRuleSet",
          absl::StrCat(R"("stacking":{"program":"r-)", from, R"(","effect":")",
                       caps ? "cappedBy" : "excludes", R"(","over":)", Quoted(over),
                       caps ? R"(,"cap":"100000000%")" : "", "},", Interval()));
    }
  }

  // One instrument for all, in force and not.
  void InstrumentOfManyMeasures() {
    for (size_t i = 0; i < size_; ++i) {
      if (draws_.Percent(70)) {
        Act("imposed", absl::StrCat("us/q-", i), R"(,"instrument":{"id":"us/eo-1"})");
      } else {
        Add(Kind(), absl::StrCat(R"("instrument":{"id":"us/eo-1"},)", Interval()));
      }
    }
  }

  void AuthorizationsByPattern() {
    for (size_t i = 0; i < size_; ++i) {
      const std::vector<std::string> named = {
          draws_.OneOf<std::string>({"us/*", "us/p-?", "us/q-*", "u?/p-1", "us/p-0", "us/lic-*"})};
      Add(draws_.OneOf<std::string>({"imposed", "revoked", "amended"}),
          absl::StrCat(R"("measure":"us/lic-)", i % 50,
                       R"(","class":"authorization","authorizes":)", Quoted(named), ",", Interval(),
                       R"(,"scope":{"include":[{"origin":["CN"]}]})"));
    }
  }

  void MaximalLists() {
    std::vector<std::string> slugs, threads, places, codes, links, sources;
    for (int i = 0; i < 1'000; ++i) slugs.push_back(absl::StrCat("us/", i < 500 ? "w-*" : "w-", i));
    for (int i = 0; i < 64; ++i) threads.push_back(absl::StrCat("x-", i));
    for (const SubdivisionRow& row : kSubdivisionTable) {
      for (const absl::string_view part : absl::StrSplit(row.parts, ' ')) {
        if (places.size() < 2'000) places.push_back(absl::StrCat(row.country, "-", part));
      }
    }
    for (int i = 0; i < 9'000; ++i) {
      if (i / 100 != 67) codes.push_back(absl::StrCat("HTS:", 1000 + i));  // there is no chapter 77
    }
    for (int i = 0; i < 256; ++i) {
      links.push_back(absl::StrCat(R"({"rel":"replaces","id":"w)", i, "\"}"));
      sources.push_back(absl::StrCat(R"({"publisher":"P)", i, "\"}"));
    }
    const std::string lists =
        absl::StrCat(R"("class":"authorization","authorizes":)", Quoted(slugs), R"(,"threads":)",
                     Quoted(threads), R"(,"links":[)", absl::StrJoin(links, ","),
                     R"(],"sources":[)", absl::StrJoin(sources, ","), "]");
    std::string clauses;
    for (int i = 0; i < 1'000; ++i) {
      absl::StrAppend(&clauses, i == 0 ? "" : ",", R"({"exporter":["o-)", i, "\"]}");
    }
    const std::string big = Add(
        "imposed", absl::StrCat(R"("measure":"us/p-3","instrument":{"id":"us/eo-2"},)", lists, ",",
                                R"("effective":{"from":"2025-01-01"},"scope":{"include":[)",
                                R"({"origin":)", Quoted(places), R"(,"product":)", Quoted(codes),
                                R"(}],"exclude":[)", clauses, "]}"));
    const std::string repair =
        Add("corrected", absl::StrCat(R"("target":")", big, R"(","replacement":{)", lists, "}"));
    Add("disputed", absl::StrCat(R"("target":")", big, "\""));
    Add("retracted", absl::StrCat(R"("target":")", repair, "\""));
  }

  // The first and the last days that may be written, in every place of a date.
  void EndsOfTheCalendar() {
    for (size_t i = 0; i < size_; ++i) {
      const auto date = [&] {
        return draws_.OneOf<std::string>({"0001-01-01", "9999-12-31", "0001", "9999", "999X",
                                          "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
                                          "0001-01-01T00:00:00", "9999-12-31T23:59:59", "2025",
                                          "9999-12", "0001-01-01/9999-12-31"});
      };
      const std::string when =
          absl::StrCat(R"("stated":")", date(), R"(","published":")", date(), "\"");
      const std::string interval = absl::StrCat(
          R"("effective":{"from":")", date(), "\"",
          draws_.Percent(50)
              ? absl::StrCat(draws_.Percent(50) ? R"(,"to":")" : R"(,"through":")", date(), "\"")
              : std::string(),
          "}");
      AddDated(when, draws_.OneOf<std::string>({"imposed", "suspended", "amended", "stayed"}),
               absl::StrCat(R"("measure":"us/p-4","scope":{"include":[{"origin":["CN"],)",
                            R"("exportedBefore":")", date(), R"(","effective":{"from":")", date(),
                            "\"}}]},", interval));
    }
  }

  void Observations() {
    for (size_t i = 0; i < size_; ++i) {
      Add("observation",
          absl::StrCat(
              R"("observation":{"series":"s-)", i % 3, R"(","unit":"t","period":")",
              draws_.OneOf<std::string>(
                  {"2025", "2024", "2025-09", "2025-10", "2025-21", "0001", "9999", "2025-09-01"}),
              R"(","value":")",
              draws_.OneOf<std::string>({"0", "9223372036854775807", "-9223372036854775807",
                                         "0.000000000000000001", "5"}),
              R"(","change":")",
              draws_.OneOf<std::string>(
                  {"-100%", "0%", "9223372036854775807%", "-99.9999999999999999%", "12"}),
              "\"}"));
    }
  }

  void CoverageClaims() {
    for (size_t i = 0; i < size_; ++i) {
      Add("coverageSet",
          absl::StrCat(R"("coverage":{"issuer":")", draws_.OneOf<std::string>({"US", "g-0", "CN"}),
                       R"(","domain":"d-)", i % 5, R"(","sources":["s"]},)", Interval()));
    }
  }

 private:
  const size_t size_;
};

const std::vector<void (Piler::*)()>& Piles() {
  static const auto& piles = *new std::vector<void (Piler::*)()>{
      &Piler::ActsOnOneMeasure,        &Piler::RepairChains,
      &Piler::RepairsOfOneAct,         &Piler::DisputesOnDisputes,
      &Piler::StaysAndLiftings,        &Piler::LinksInCircles,
      &Piler::GroupsInGroups,          &Piler::CodesInCircles,
      &Piler::RulesInCircles,          &Piler::InstrumentOfManyMeasures,
      &Piler::AuthorizationsByPattern, &Piler::MaximalLists,
      &Piler::EndsOfTheCalendar,       &Piler::Observations,
      &Piler::CoverageClaims};
  return piles;
}

}  // namespace

Lines CalmLines() {
  return {
      R"({"id":"calm-1","kind":"announced","measure":"za/calm","actor":{"jurisdiction":"ZA"},)"
      R"("stated":"2025-01-10","threads":["calm"],"title":"Calm"})",
      R"({"id":"calm-2","kind":"imposed","measure":"za/calm","actor":{"jurisdiction":"ZA"},)"
      R"("stated":"2025-02-01","class":"tariff","program":"calm","effective":{"from":"2025-03-01"},)"
      R"("scope":{"include":[{"origin":["ZW"],"destination":["ZA"],"product":["tag:calm"]}]},)"
      R"("terms":{"tariff":{"adValorem":"5%"}},"threads":["calm"]})",
      R"({"id":"calm-3","kind":"suspended","measure":"za/calm","actor":{"jurisdiction":"ZA"},)"
      R"("stated":"2025-04-01","effective":{"from":"2025-05-01","to":"2025-06-01"}})",
      R"({"id":"calm-4","kind":"corrected","target":"calm-3",)"
      R"("replacement":{"effective":{"to":"2025-07-01"}}})",
      // Units and shares that the transactions asked about name.
      R"({"id":"calm-6","kind":"imposed","measure":"za/units","actor":{"jurisdiction":"ZA"},)"
      R"("stated":"2025-02-01","class":"tariff","effective":{"from":"2025-03-01"},)"
      R"("scope":{"include":[{"origin":["ZW"],"destination":["ZA"],"product":["tag:units"]}]},)"
      R"("terms":{"tariff":{"adValorem":"5%","specific":{"amount":"1","currency":"ZAR",)"
      R"("per":"kg"},"valueShare":"steel"}}})",
      R"({"id":"calm-5","kind":"observation","stated":"2025-09-01","actor":{"jurisdiction":"ZA"},)"
      R"("observation":{"series":"calm","unit":"t","period":"2025-08","value":"4"}})"};
}

Lines DrawExtremeLines(Draws& draws, size_t size) {
  Lines lines;
  Piler piler(draws, size, lines);
  for (int64_t piles = draws.Between(2, 5); piles > 0; --piles) (piler.*draws.OneOf(Piles()))();
  return lines;
}

Lines AllExtremeLines(Draws& draws, size_t size) {
  Lines lines;
  Piler piler(draws, size, lines);
  for (const auto pile : Piles()) (piler.*pile)();
  return lines;
}

}  // namespace decree::extreme
