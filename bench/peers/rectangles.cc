#include "bench/peers/rectangles.h"

#include <sqlite3.h>

#include <algorithm>

#include "absl/hash/hash.h"
#include "bench/require.h"

namespace decree::bench {

uint64_t RectangleKey(const std::string& issuer, const std::string& origin,
                      const std::string& digits) {
  // Up to three letters or digits, up to two, up to ten digits and their number: no two keys meet.
  uint64_t key = 0;
  for (const char c : digits) key = key * 10 + static_cast<uint64_t>(c - '0');
  key = key * 16 + digits.size();
  const auto add_letters = [&key](const std::string& place, size_t letters) {
    for (size_t i = 0; i < letters; ++i) {
      const char c = i < place.size() ? place[i] : '\0';
      const int number = c >= 'A' ? c - 'A' + 1 : c >= '0' ? c - '0' + 27 : 0;
      key = key * 37 + static_cast<uint64_t>(number);
    }
  };
  add_letters(issuer, 3);
  add_letters(origin, 2);
  return key;
}

RectangleQuestion MakeRectangleQuestion(const std::string& issuer, const std::string& origin,
                                        const std::string& digits, int32_t day, int32_t known) {
  RectangleQuestion question;
  size_t k = 0;
  for (const std::string& place : {origin, std::string()}) {
    for (const size_t length : {0, 2, 4, 6, 8, 10}) {
      question.keys[k++] = RectangleKey(issuer, place, digits.substr(0, length));
    }
  }
  question.day = day;
  question.known = known;
  return question;
}

MemoryRectangles::MemoryRectangles(std::vector<Rectangle> rectangles)
    : sorted_(std::move(rectangles)) {
  std::sort(sorted_.begin(), sorted_.end(),
            [](const Rectangle& a, const Rectangle& b) { return a.key < b.key; });
  for (uint32_t begin = 0, end = 0; begin < sorted_.size(); begin = end) {
    while (end < sorted_.size() && sorted_[end].key == sorted_[begin].key) ++end;
    ranges_[sorted_[begin].key] = {begin, end};
  }
}

Hits MemoryRectangles::Ask(const RectangleQuestion& question) const {
  Hits hits;
  for (const uint64_t key : question.keys) {
    const auto range = ranges_.find(key);
    if (range == ranges_.end()) continue;
    for (uint32_t i = range->second.first; i < range->second.second; ++i) {
      const Rectangle& r = sorted_[i];
      if (r.from <= question.day && question.day < r.until && r.known_from <= question.known &&
          question.known < r.known_until) {
        hits.Add(r.measure, r.rate_ppm);
      }
    }
  }
  return hits;
}

struct SqliteRectangles::Handles {
  sqlite3* db = nullptr;
  sqlite3_stmt* past = nullptr;
  sqlite3_stmt* now = nullptr;
  void Do(const char* text) const {
    Require(sqlite3_exec(db, text, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
  }
  sqlite3_stmt* Prepare(const std::string& text) const {
    sqlite3_stmt* statement = nullptr;
    Require(sqlite3_prepare_v2(db, text.c_str(), -1, &statement, nullptr) == SQLITE_OK,
            sqlite3_errmsg(db));
    return statement;
  }
};

SqliteRectangles::SqliteRectangles(const std::string& path,
                                   const std::vector<Rectangle>& rectangles)
    : handles_(std::make_unique<Handles>()) {
  Require(sqlite3_open(path.c_str(), &handles_->db) == SQLITE_OK, "cannot open " + path);
  handles_->Do(
      "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1048576;"
      "PRAGMA mmap_size=8589934592;"
      "CREATE TABLE r(k INTEGER, kf INTEGER, ku INTEGER, f INTEGER, u INTEGER, m INTEGER, rate "
      "INTEGER); BEGIN;");
  sqlite3_stmt* insert = handles_->Prepare("INSERT INTO r VALUES(?,?,?,?,?,?,?)");
  for (const Rectangle& r : rectangles) {
    sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(r.key));
    sqlite3_bind_int(insert, 2, r.known_from);
    sqlite3_bind_int(insert, 3, r.known_until);
    sqlite3_bind_int(insert, 4, r.from);
    sqlite3_bind_int(insert, 5, r.until);
    sqlite3_bind_int64(insert, 6, r.measure);
    sqlite3_bind_int(insert, 7, r.rate_ppm);
    Require(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(handles_->db));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  handles_->Do(
      "COMMIT; CREATE INDEX past ON r(k, f, u, kf, ku, m, rate);"
      "CREATE INDEX now ON r(k, f, u, kf, m, rate) WHERE ku = 1073741824; ANALYZE;");
  const std::string in =
      " WHERE k IN (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12) AND f <= ?13 AND u > ?13 AND kf <= ?14";
  handles_->past =
      handles_->Prepare("SELECT m, rate FROM r INDEXED BY past" + in + " AND ku > ?14");
  handles_->now =
      handles_->Prepare("SELECT m, rate FROM r INDEXED BY now" + in + " AND ku = 1073741824");
}

SqliteRectangles::~SqliteRectangles() {
  sqlite3_finalize(handles_->past);
  sqlite3_finalize(handles_->now);
  sqlite3_close_v2(handles_->db);
}

Hits SqliteRectangles::Ask(const RectangleQuestion& question) const {
  const bool now = question.known >= kLastDay - 1;
  sqlite3_stmt* select = now ? handles_->now : handles_->past;
  for (size_t i = 0; i < kKeys; ++i) {
    sqlite3_bind_int64(select, static_cast<int>(i + 1),
                       static_cast<sqlite3_int64>(question.keys[i]));
  }
  sqlite3_bind_int(select, 13, question.day);
  sqlite3_bind_int(select, 14, question.known);
  Hits hits;
  int code;
  while ((code = sqlite3_step(select)) == SQLITE_ROW) {
    hits.Add(static_cast<uint32_t>(sqlite3_column_int64(select, 0)),
             sqlite3_column_int64(select, 1));
  }
  Require(code == SQLITE_DONE, sqlite3_errmsg(handles_->db));
  sqlite3_reset(select);
  return hits;
}

}  // namespace decree::bench
