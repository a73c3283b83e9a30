#include "bench/naive_record.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "bench/require.h"
#include "tests/model/oracle.h"

namespace decree::bench {
namespace {

std::string DigitsOf(const std::string& code) {
  return code == "*" ? "" : code.substr(code.find(':') + 1);
}

// The terms that stand in a body: a repair of the corpus mends dates and leaves the target's terms.
int64_t RateIn(const oracle::Record& record, const std::vector<oracle::Record>& records) {
  const auto body = std::find_if(records.begin(), records.end(), [&](const oracle::Record& other) {
    return other.event.id == (record.event.target.empty() ? record.event.id : record.event.target);
  });
  Require(body != records.end() && body->event.terms, "terms from an event that gives none");
  return body->event.terms->tariff->ad_valorem_ppm.value();
}

// Of terms that some reading leaves out, or that differ between readings, there is no plain rate.
int64_t RateOf(const oracle::StateSet& state, const std::vector<oracle::Record>& records) {
  std::set<int64_t> rates;
  for (const oracle::Record& record : records) {
    if (state.terms_from.contains(record.position)) rates.insert(RateIn(record, records));
  }
  return state.terms_from.contains(0) || rates.size() != 1 ? kRateNotPlain : *rates.begin();
}

std::string TextOf(const AsOfQuestion& question) {
  const std::string& known_by = question.view.known_by;
  return absl::StrCat(question.issuer, " ", question.origin, " ", question.product, " on ",
                      question.effective_on.text(), " known by ",
                      known_by.empty() ? "now" : known_by);
}

std::string TextOf(const std::map<std::string, NaiveHit>& hits) {
  std::string text;
  for (const auto& [slug, hit] : hits) {
    absl::StrAppend(&text, " ", slug, " ", NameOf(hit.applies), " force ",
                    static_cast<int>(hit.force.bits()), " rate ", hit.rate_ppm);
  }
  return text.empty() ? " nothing" : text;
}

}  // namespace

NaiveRecord::NaiveRecord(const Corpus& corpus) : corpus_(corpus) {
  absl::flat_hash_map<std::string, uint32_t> by_id;
  for (size_t i = 0; i < corpus.size(); ++i) {
    const Event event = corpus.EventAt(i);
    const auto index = static_cast<uint32_t>(i);
    if (event.measure.empty()) {  // a repair
      measures_[by_id.at(event.target)].indexes.push_back(index);
      continue;
    }
    const auto [at, is_new] =
        by_slug_.try_emplace(event.measure, static_cast<uint32_t>(measures_.size()));
    by_id.emplace(event.id, at->second);
    if (is_new) {
      const ScopeClause& clause = event.scope->include->front();
      measures_.push_back({event.measure,
                           clause.origin.empty() ? "" : clause.origin.front(),
                           DigitsOf(clause.product.front()),
                           {}});
      by_issuer_[event.actor->jurisdiction].push_back(at->second);
    }
    measures_[at->second].indexes.push_back(index);
  }
}

std::optional<NaiveHit> NaiveRecord::HitOf(size_t measure, const PointQuestion& question) const {
  std::vector<oracle::Record> records;
  for (const uint32_t index : measures_[measure].indexes) {
    // Positions from 1: the oracle's 0 means none.
    records.push_back({uint64_t{index} + 1, 0, corpus_.EventAt(index)});
  }
  View view = question.view;
  if (view.position_max != UINT64_MAX) ++view.position_max;
  const oracle::StateSet state =
      oracle::Ask(records, {measures_[measure].slug, question.window, view});
  NaiveHit hit;
  hit.applies = state.applies.decided() ? state.applies.value() : Answer::kUndetermined;
  if (hit.applies == Answer::kNo) return std::nullopt;
  hit.force = state.force;
  hit.rate_ppm = RateOf(state, records);
  return hit;
}

std::map<std::string, NaiveHit> NaiveRecord::HitsOf(const AsOfQuestion& text,
                                                    const PointQuestion& question) const {
  std::map<std::string, NaiveHit> hits;
  const auto of_issuer = by_issuer_.find(text.issuer);
  if (of_issuer == by_issuer_.end()) return hits;
  const std::string digits = DigitsOf(text.product);
  for (const uint32_t number : of_issuer->second) {
    const Measure& measure = measures_[number];
    if (!measure.origin.empty() && measure.origin != text.origin) continue;
    if (!absl::StartsWith(digits, measure.digits)) continue;
    if (const auto hit = HitOf(number, question)) hits.emplace(measure.slug, *hit);
  }
  return hits;
}

void CheckAgainstOracle(const NaiveRecord& record, Decree& store, const AskedPoints& asked,
                        size_t count) {
  PointAnswer answer;
  uint64_t hits = 0;
  for (size_t i = 0; i < count; ++i) {
    std::map<std::string, NaiveHit> ours;
    Require(store.Point(asked.points[i], answer));
    for (const PointHit& hit : answer.hits) {
      ours[store.MeasureOf(hit)] = {hit.applies, hit.force, hit.rate_ppm};
    }
    const auto theirs = record.HitsOf(asked.texts[i], asked.points[i]);
    Require(ours == theirs,
            absl::StrCat("another answer than the oracle for ", TextOf(asked.texts[i]), ": ",
                         TextOf(ours), "; the oracle: ", TextOf(theirs)));
    hits += ours.size();
  }
  std::printf("  %zu answers as the oracle has them, %llu hits\n", count,
              static_cast<unsigned long long>(hits));
}

}  // namespace decree::bench
