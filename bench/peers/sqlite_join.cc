// SQLite: the transactions with their keys in a table, joined with the rectangles through the
// covering index, in the order of the keys.
#include <sqlite3.h>

#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "bench/peers/rectangle_peer.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

class SqlitePeer : public RectanglePeer {
 public:
  SqlitePeer(const RectangleTables& tables, const std::string& path)
      : points_(path, tables.rectangles) {
    Check(sqlite3_open(path.c_str(), &db_), SQLITE_OK);
    Do("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1048576;"
       "PRAGMA mmap_size=8589934592;"
       "CREATE TABLE given(q INTEGER, k INTEGER, d INTEGER, known INTEGER); BEGIN;");
    sqlite3_stmt* const insert = Prepare("INSERT INTO given VALUES(?,?,?,?)");
    for (size_t q = 0; q < tables.transactions.size(); ++q) {
      const RectangleQuestion& asked = tables.transactions[q];
      for (const uint64_t key : asked.keys) {
        sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(q));
        sqlite3_bind_int64(insert, 2, static_cast<sqlite3_int64>(key));
        sqlite3_bind_int(insert, 3, asked.day);
        sqlite3_bind_int(insert, 4, asked.known);
        Check(sqlite3_step(insert), SQLITE_DONE);
        sqlite3_reset(insert);
      }
    }
    sqlite3_finalize(insert);
    Do("COMMIT; CREATE TABLE t AS SELECT * FROM given ORDER BY k, d; DROP TABLE given; ANALYZE;");
  }
  ~SqlitePeer() override { sqlite3_close_v2(db_); }

  Hits Ask(const RectangleQuestion& question) override { return points_.Ask(question); }

  Hits AskAll() override {
    sqlite3_stmt* const select = Prepare(
        absl::StrCat("SELECT ", kSumSql, " FROM t CROSS JOIN r INDEXED BY past ON ", kCoversSql));
    Check(sqlite3_step(select), SQLITE_ROW);
    const Hits hits{static_cast<uint64_t>(sqlite3_column_int64(select, 0)),
                    static_cast<uint64_t>(sqlite3_column_int64(select, 1))};
    sqlite3_finalize(select);
    return hits;
  }

  std::vector<Hits> AskEach(size_t count) override {
    std::vector<Hits> each(count);
    sqlite3_stmt* const select =
        Prepare(absl::StrCat("SELECT t.q, r.m, r.rate FROM t CROSS JOIN r INDEXED BY past ON ",
                             kCoversSql, " WHERE t.q < ", count));
    int code;
    while ((code = sqlite3_step(select)) == SQLITE_ROW) {
      each[static_cast<size_t>(sqlite3_column_int64(select, 0))].Add(
          static_cast<uint32_t>(sqlite3_column_int64(select, 1)), sqlite3_column_int64(select, 2));
    }
    Check(code, SQLITE_DONE);
    sqlite3_finalize(select);
    return each;
  }

 private:
  void Check(int code, int wanted) const {
    Require(code == wanted, std::string("SQLite: ") + sqlite3_errmsg(db_));
  }
  void Do(const char* text) const {
    Check(sqlite3_exec(db_, text, nullptr, nullptr, nullptr), SQLITE_OK);
  }
  sqlite3_stmt* Prepare(const std::string& text) const {
    sqlite3_stmt* statement = nullptr;
    Check(sqlite3_prepare_v2(db_, text.c_str(), -1, &statement, nullptr), SQLITE_OK);
    return statement;
  }

  const SqliteRectangles points_;
  sqlite3* db_ = nullptr;
};

}  // namespace

RectanglePeerPtr OpenSqlite(const RectangleTables& tables, const std::string& path) {
  return std::make_unique<SqlitePeer>(tables, path);
}

}  // namespace decree::bench
