#include "tests/extreme/event_writer.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace decree::extreme {

std::string Quoted(const std::vector<std::string>& words) {
  return absl::StrCat("[\"", absl::StrJoin(words, "\",\""), "\"]");
}

std::string EventWriter::Day() {
  return draws_.Percent(85) ? absl::StrCat("2025-", draws_.Percent(50) ? "0" : "1",
                                           draws_.Between(1, 2), "-1", draws_.Between(0, 9))
                            : draws_.OneOf<std::string>({"2025-03", "2025~", "2025-05-1X",
                                                         "2025-02-01/2025-09-01", "2024"});
}

std::string EventWriter::Interval() {
  const std::string from = Day();
  std::string text = absl::StrCat(R"("effective":{"from":")", from, "\"");
  if (draws_.Percent(40)) absl::StrAppend(&text, R"(,"to":"2026-0)", draws_.Between(1, 9), "\"");
  return text + "}";
}

std::string EventWriter::Terms() {
  const std::string rate = draws_.OneOf<std::string>({"0%", "10%", "100000000%", "0.0001%"});
  switch (draws_.Below(6)) {
    case 0:
      return R"("terms":{"exportControl":{"policy":"denial"}})";
    case 1:
      return R"("terms":{"tariff":{"unknown":true}})";
    case 2:
      return absl::StrCat(R"("terms":{"tariff":{"adValorem":")", rate,
                          R"(","specific":{"amount":"9223372036854775807","currency":"USD",)",
                          R"("per":"kg"}}})");
    case 3:
      return absl::StrCat(R"("terms":{"tariff":{"minimum":")", rate,
                          R"(","maximum":"1%","floorTotal":"15%","valueShare":"steel"}})");
    case 4:
      return R"("terms":{"text":"words"})";
    default:
      return absl::StrCat(R"("terms":{"tariff":{"adValorem":")", rate, R"("}})");
  }
}

std::string EventWriter::Sources() {
  return absl::StrCat(R"("sources":[{"publisher":"P","standing":")",
                      draws_.OneOf<std::string>({"official", "reported", "opinion"}), "\"}]");
}

std::string EventWriter::Kind() {
  return draws_.OneOf<std::string>({"reported",
                                    "threatened",
                                    "announced",
                                    "enacted",
                                    "imposed",
                                    "amended",
                                    "eased",
                                    "suspended",
                                    "resumed",
                                    "extended",
                                    "postponed",
                                    "revoked",
                                    "replaced",
                                    "expired",
                                    "withdrawn",
                                    "challenged",
                                    "stayed",
                                    "waived",
                                    "enforcementStopped",
                                    "statement"});
}

std::string EventWriter::Measure() { return absl::StrCat("us/p-", draws_.Below(5)); }

std::string EventWriter::Act(const std::string& kind, const std::string& measure,
                             const std::string& more) {
  std::string rest = absl::StrCat(R"("measure":")", measure, "\",");
  absl::StrAppend(&rest, kind == "extended" ? R"("effective":{"to":"2026-05"})" : Interval());
  if (draws_.Percent(40)) absl::StrAppend(&rest, ",", Terms());
  if (draws_.Percent(30)) absl::StrAppend(&rest, ",", Sources());
  if (draws_.Percent(30)) absl::StrAppend(&rest, R"(,"class":"tariff","program":"r-1")");
  if (draws_.Percent(20)) {
    absl::StrAppend(&rest, R"(,"scope":{"include":[{"origin":["CN"],"product":["HTS:1000"]}]})");
  }
  return Add(kind, rest + more);
}

void EventWriter::AddMeasureOver(const std::string& clause) {
  Add("imposed", absl::StrCat(R"("measure":"us/over-)", lines_.size(),
                              R"(","class":"sanction","effective":{"from":"2025-01-01"},)",
                              R"("scope":{"include":[{)", clause, "}]}"));
}

std::string EventWriter::Root() {
  switch (draws_.Below(7)) {
    case 0:
      return Add("observation", R"("observation":{"series":"s-9","unit":"t","period":"2025",)"
                                R"("value":"1"})");
    case 1:
      return Add("membershipStarted",
                 absl::StrCat(R"("membership":{"group":"g-9","member":"CN"},)", Interval()));
    case 2:
      return Add("stackingRuleSet", R"("stacking":{"program":"r-0","effect":"excludes",)"
                                    R"("over":["r-9"]})");
    case 3:
      return Add("disputed", absl::StrCat(R"("target":")", Act("imposed", Measure()), "\""));
    case 4:
      return Add("statement", R"("threads":["x"])");
    default:
      return Act(Kind(), Measure());
  }
}

std::string EventWriter::Repair(const std::string& target) {
  const std::string to = absl::StrCat(R"("target":")", target, "\"");
  if (draws_.Percent(35)) return AddBare("retracted", to + Dated());
  std::string words = Words();
  for (uint64_t depth = draws_.Percent(20) ? draws_.Below(4) : 0; depth > 0; --depth) {
    words = absl::StrCat(words, R"(,"replacement":{)", Words(), "}");
    if (draws_.Percent(50)) break;
  }
  return AddBare("corrected", absl::StrCat(to, Dated(), R"(,"replacement":{)", words, "}"));
}

std::string EventWriter::Dated() {
  return draws_.Percent(30) ? absl::StrCat(R"(,"stated":")", Day(), "\"") : std::string();
}

std::string EventWriter::Words() {
  switch (draws_.Below(14)) {
    case 0:
      return absl::StrCat(R"("measure":")", Measure(), "\"");
    case 1:
      return absl::StrCat(R"("kind":")", Kind(), "\"");
    case 2:
      return absl::StrCat(R"("kind":")",
                          draws_.OneOf<std::string>(
                              {"corrected", "retracted", "disputed", "confirmed", "observation",
                               "coverageSet", "membershipStarted", "stackingRuleSet", "codeSplit"}),
                          "\"");
    case 3:
      return R"("threads":["x","y"])";
    case 4:
      return R"("instrument":{"id":"us/eo-1"})";
    case 5:
      return R"("authorizes":["us/*","us/p-0"],"class":"authorization")";
    case 6:
      return absl::StrCat(R"("stated":")", Day(), "\"");
    case 7:
      return R"("membership":{"group":"g-1","member":"g-2"})";
    case 8:
      return R"("stacking":{"program":"r-1","effect":"excludes","over":["r-2"]})";
    case 9:
      return R"("observation":{"series":"s-1","unit":"kg","period":"2024","value":"7"})";
    case 10:
      return R"("effective":{"to":"2024-01-01"})";
    case 11:
      return R"("actor":{"jurisdiction":"CN"})";
    case 12:
      return R"("target":"nowhere")";
    default:
      return Interval();
  }
}

std::string EventWriter::Add(const std::string& kind, const std::string& rest) {
  return AddAs(absl::StrCat("e", lines_.size()), kind, rest);
}

std::string EventWriter::AddAs(const std::string& id, const std::string& kind,
                               const std::string& rest) {
  return Put(id, kind,
             absl::StrCat(R"("actor":{"jurisdiction":"US"},"stated":")", Day(), "\",", rest));
}

void EventWriter::AddDated(const std::string& when, const std::string& kind,
                           const std::string& rest) {
  Put(absl::StrCat("e", lines_.size()), kind,
      absl::StrCat(R"("actor":{"jurisdiction":")",
                   draws_.OneOf<std::string>({"US", "CN", "NZ", "EU"}), "\"},", when, ",", rest));
}

std::string EventWriter::AddBare(const std::string& kind, const std::string& rest) {
  return Put(absl::StrCat("e", lines_.size()), kind, rest);
}

std::string EventWriter::Put(const std::string& id, const std::string& kind,
                             const std::string& rest) {
  lines_.push_back(absl::StrCat(R"({"id":")", id, R"(","kind":")", kind, "\",", rest, "}"));
  return id;
}

}  // namespace decree::extreme
