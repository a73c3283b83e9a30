#include "bench/peers/state_table.h"

#include <sqlite3.h>

#include <array>

#include "bench/require.h"

namespace decree::bench {

struct StateTable::Handles {
  sqlite3* db = nullptr;
  sqlite3_stmt* state = nullptr;
  sqlite3_stmt* difference = nullptr;
  sqlite3_stmt* by_day = nullptr;
  sqlite3_stmt* by_knowledge = nullptr;
  void Do(const char* text) const {
    Require(sqlite3_exec(db, text, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
  }
  sqlite3_stmt* Prepare(const std::string& text) const {
    sqlite3_stmt* statement = nullptr;
    Require(sqlite3_prepare_v2(db, text.c_str(), -1, &statement, nullptr) == SQLITE_OK,
            sqlite3_errmsg(db));
    return statement;
  }
  template <size_t N>
  Hits Run(sqlite3_stmt* select, const std::array<int32_t, N>& values) const {
    for (size_t i = 0; i < N; ++i) sqlite3_bind_int(select, static_cast<int>(i + 1), values[i]);
    Hits hits;
    std::vector<std::string> words;  // what an answer is made of
    int code;
    while ((code = sqlite3_step(select)) == SQLITE_ROW) {
      hits.Add(static_cast<uint32_t>(sqlite3_column_int64(select, 0)),
               sqlite3_column_int64(select, 1));
      for (int column = 2; column < sqlite3_column_count(select); ++column) {
        const unsigned char* const text = sqlite3_column_text(select, column);
        Require(text != nullptr, "a text is missing");
        words.emplace_back(reinterpret_cast<const char*>(text));
      }
    }
    Require(code == SQLITE_DONE, sqlite3_errmsg(db));
    sqlite3_reset(select);
    return hits;
  }
  // Stretches with their rate, ascending, as changes.
  RateChanges Changes(sqlite3_stmt* select, uint32_t measure, int32_t at) const {
    sqlite3_bind_int64(select, 1, measure);
    sqlite3_bind_int(select, 2, at);
    RateChanges changes;
    int32_t open_until = -kLastDay;
    const auto add = [&](int32_t day, std::optional<int64_t> rate) {
      const auto before = changes.empty() ? std::nullopt : changes.back().second;
      if (before != rate) changes.emplace_back(day, rate);
    };
    int code;
    while ((code = sqlite3_step(select)) == SQLITE_ROW) {
      const int32_t from = sqlite3_column_int(select, 0);
      if (from > open_until) add(open_until, std::nullopt);
      add(from, sqlite3_column_int64(select, 2));
      open_until = sqlite3_column_int(select, 1);
    }
    Require(code == SQLITE_DONE, sqlite3_errmsg(db));
    sqlite3_reset(select);
    if (open_until < kLastDay) add(open_until, std::nullopt);
    return changes;
  }
};

StateTable::StateTable(const std::string& path, const std::vector<Rectangle>& rectangles,
                       const std::vector<MeasureText>& texts)
    : handles_(std::make_unique<Handles>()) {
  Require(sqlite3_open(path.c_str(), &handles_->db) == SQLITE_OK, "cannot open " + path);
  handles_->Do(
      "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1048576;"
      "CREATE TABLE r(kf INTEGER, ku INTEGER, f INTEGER, u INTEGER, m INTEGER, rate INTEGER); "
      "CREATE TABLE t(m INTEGER PRIMARY KEY, issuer TEXT, title TEXT, program TEXT, terms TEXT, "
      "scope TEXT, because TEXT); BEGIN;");
  sqlite3_stmt* insert = handles_->Prepare("INSERT INTO r VALUES(?,?,?,?,?,?)");
  for (const Rectangle& r : rectangles) {
    const std::array<int32_t, 4> bounds = {r.known_from, r.known_until, r.from, r.until};
    for (size_t i = 0; i < bounds.size(); ++i) {
      sqlite3_bind_int(insert, static_cast<int>(i + 1), bounds[i]);
    }
    sqlite3_bind_int64(insert, 5, r.measure);
    sqlite3_bind_int(insert, 6, r.rate_ppm);
    Require(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(handles_->db));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  insert = handles_->Prepare("INSERT INTO t VALUES(?,?,?,?,?,?,?)");
  for (size_t m = 0; m < texts.size(); ++m) {
    sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(m));
    int column = 2;
    for (const std::string* const text : {&texts[m].issuer, &texts[m].title, &texts[m].program,
                                          &texts[m].terms, &texts[m].scope, &texts[m].because}) {
      sqlite3_bind_text(insert, column++, text->c_str(), -1, SQLITE_STATIC);
    }
    Require(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(handles_->db));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  handles_->Do(
      "COMMIT; CREATE INDEX i ON r(f, u, kf, ku, m, rate); "
      "CREATE INDEX h ON r(m, f, u, kf, ku, rate); ANALYZE;");
  const auto on = [](const char* day) {
    return std::string("SELECT m, rate FROM r WHERE f <= ") + day + " AND u > " + day +
           " AND kf <= ?1 AND ku > ?1";
  };
  handles_->state =
      handles_->Prepare("SELECT a.m, a.rate, issuer, title, program, terms, scope, because FROM (" +
                        on("?2") + ") a JOIN t ON t.m = a.m");
  handles_->difference = handles_->Prepare("SELECT DISTINCT m, 0 FROM (SELECT * FROM (" + on("?2") +
                                           " EXCEPT " + on("?3") + ") UNION ALL SELECT * FROM (" +
                                           on("?3") + " EXCEPT " + on("?2") + "))");
  handles_->by_day = handles_->Prepare(
      "SELECT f, u, rate FROM r WHERE m = ?1 AND kf <= ?2 AND ku > ?2 ORDER BY f");
  handles_->by_knowledge = handles_->Prepare(
      "SELECT kf, ku, rate FROM r WHERE m = ?1 AND f <= ?2 AND u > ?2 ORDER BY kf");
}

StateTable::~StateTable() {
  sqlite3_finalize(handles_->state);
  sqlite3_finalize(handles_->difference);
  sqlite3_finalize(handles_->by_day);
  sqlite3_finalize(handles_->by_knowledge);
  sqlite3_close_v2(handles_->db);
}

Hits StateTable::StateOn(int32_t day, int32_t known) const {
  return handles_->Run<2>(handles_->state, {known, day});
}

Hits StateTable::Difference(int32_t before, int32_t after, int32_t known) const {
  return handles_->Run<3>(handles_->difference, {known, before, after});
}

RateChanges StateTable::ByDay(uint32_t measure, int32_t known) const {
  return handles_->Changes(handles_->by_day, measure, known);
}

RateChanges StateTable::ByKnowledge(uint32_t measure, int32_t day) const {
  return handles_->Changes(handles_->by_knowledge, measure, day);
}

}  // namespace decree::bench
