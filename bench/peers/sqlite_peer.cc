#include "bench/peers/sqlite_peer.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "bench/require.h"
#include "bench/stopwatch.h"

namespace decree::bench {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqlitePtr = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

void RequireCode(int code, int wanted, sqlite3* db) {
  Require(code == wanted, std::string("SQLite: ") + sqlite3_errmsg(db));
}

SqlitePtr OpenFile(const std::string& path) {
  sqlite3* raw = nullptr;
  Require(sqlite3_open(path.c_str(), &raw) == SQLITE_OK, "cannot open " + path);
  SqlitePtr db(raw);
  const char* settings =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
      "PRAGMA mmap_size=4294967296;"
      "CREATE TABLE IF NOT EXISTS events(position INTEGER PRIMARY KEY, body BLOB NOT NULL);";
  RequireCode(sqlite3_exec(raw, settings, nullptr, nullptr, nullptr), SQLITE_OK, raw);
  return db;
}

Statement Prepare(sqlite3* db, const char* text) {
  sqlite3_stmt* raw = nullptr;
  RequireCode(sqlite3_prepare_v2(db, text, -1, &raw, nullptr), SQLITE_OK, db);
  return Statement(raw);
}

void Run(sqlite3* db, sqlite3_stmt* statement) {
  RequireCode(sqlite3_step(statement), SQLITE_DONE, db);
  sqlite3_reset(statement);
}

void Insert(sqlite3* db, const Corpus& corpus, size_t count, size_t events_per_commit,
            Stopwatch& watch) {
  const Statement begin_statement = Prepare(db, "BEGIN IMMEDIATE");
  const Statement commit = Prepare(db, "COMMIT");
  const Statement insert = Prepare(db, "INSERT INTO events VALUES(?, ?)");
  watch.Start();
  for (size_t begin = 0; begin < count; begin += events_per_commit) {
    if (events_per_commit > 1) Run(db, begin_statement.get());
    for (size_t i = begin; i < std::min(count, begin + events_per_commit); ++i) {
      const absl::string_view body = corpus.Body(i);
      sqlite3_bind_int64(insert.get(), 1, static_cast<sqlite3_int64>(i + 1));
      sqlite3_bind_blob(insert.get(), 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
      Run(db, insert.get());
    }
    if (events_per_commit > 1) Run(db, commit.get());
  }
  watch.Stop();
}

template <typename Visit>
void ScanAll(sqlite3* db, const Visit& visit) {
  const Statement select = Prepare(db, "SELECT body FROM events ORDER BY position");
  int code;
  while ((code = sqlite3_step(select.get())) == SQLITE_ROW) {
    const auto* body = static_cast<const char*>(sqlite3_column_blob(select.get(), 0));
    visit(absl::string_view(body, static_cast<size_t>(sqlite3_column_bytes(select.get(), 0))));
  }
  RequireCode(code, SQLITE_DONE, db);
}

void CheckAll(sqlite3* db, const Corpus& corpus, size_t count) {
  BodySum sum;
  ScanAll(db, [&sum](absl::string_view body) { sum.Add(body); });
  Require(sum.count() == count && sum.value() == corpus.Checksum(count),
          "SQLite: other bodies read back");
}

}  // namespace

double SqliteAppend(const std::string& dir, const Corpus& corpus, size_t count,
                    size_t events_per_commit) {
  const SqlitePtr db = OpenFile(dir + "/events.sqlite");
  Stopwatch watch;
  Insert(db.get(), corpus, count, events_per_commit, watch);
  CheckAll(db.get(), corpus, count);
  return static_cast<double>(count) / watch.seconds();
}

double SqliteScan(const std::string& dir, const Corpus& corpus) {
  const std::string path = dir + "/scan.sqlite";
  const bool is_filled = std::filesystem::exists(path);
  const SqlitePtr db = OpenFile(path);
  if (!is_filled) {
    Stopwatch filling;
    Insert(db.get(), corpus, corpus.size(), 10'000, filling);
    CheckAll(db.get(), corpus, corpus.size());
  }
  uint64_t events = 0, bytes = 0;
  Stopwatch watch;
  watch.Start();
  ScanAll(db.get(), [&](absl::string_view body) {
    ++events;
    bytes += body.size() + static_cast<uint8_t>(body[0]);
  });
  watch.Stop();
  Require(events == corpus.size() && bytes > 0, "SQLite: the scan missed bodies");
  return static_cast<double>(events) / watch.seconds();
}

}  // namespace decree::bench
