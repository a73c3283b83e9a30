// DuckDB in memory: rectangles in the order of their keys, so that its zone maps can skip, and an
// index on the key for questions one by one; all transactions at once are a hash join.
#include <cstdio>
#include <functional>

#include "absl/strings/str_cat.h"
#include "bench/peers/duckdb_api.h"
#include "bench/peers/rectangle_peer.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

class DuckdbPeer : public RectanglePeer {
 public:
  DuckdbPeer(const DuckdbApi& api, const RectangleTables& tables, int threads) : api_(api) {
    Require(api_.open(nullptr, &database_) == 0 && api_.connect(database_, &connection_) == 0,
            "DuckDB does not open");
    Do(absl::StrCat("SET threads = ", threads));
    Do("CREATE TABLE given(k BIGINT, kf INTEGER, ku INTEGER, f INTEGER, u INTEGER, m BIGINT, rate "
       "INTEGER)");
    Do("CREATE TABLE t(q INTEGER, k BIGINT, d INTEGER, known INTEGER)");
    Fill(tables);
    Do("CREATE TABLE r AS SELECT * FROM given ORDER BY k, f");
    Do("CREATE INDEX by_key ON r(k)");
    Do("DROP TABLE given");
    Do("ANALYZE");
    std::string keys;
    for (size_t i = 1; i <= kKeys; ++i) absl::StrAppend(&keys, i > 1 ? ", $" : "$", i);
    const std::string text =
        absl::StrCat("SELECT m, CAST(rate AS BIGINT) FROM r WHERE k IN (", keys,
                     ") AND f <= $13 AND u > $13 AND kf <= $14 AND ku > $14");
    Require(api_.prepare(connection_, text.c_str(), &point_) == 0, "DuckDB does not read " + text);
  }
  ~DuckdbPeer() override {
    api_.destroy_prepare(&point_);
    api_.disconnect(&connection_);
    api_.close(&database_);
  }

  Hits Ask(const RectangleQuestion& question) override {
    for (size_t i = 0; i < kKeys; ++i) {
      api_.bind_int64(point_, i + 1, static_cast<int64_t>(question.keys[i]));
    }
    api_.bind_int64(point_, 13, question.day);
    api_.bind_int64(point_, 14, question.known);
    DuckdbResult result{};
    const int code = api_.execute_prepared(point_, &result);
    Hits hits;
    Read(code, result, 2,
         [&hits](const int64_t* row) { hits.Add(static_cast<uint32_t>(row[0]), row[1]); });
    return hits;
  }

  Hits AskAll() override {
    Hits hits;
    Query(absl::StrCat("SELECT ", kSumSql, " FROM t JOIN r ON ", kCoversSql), 2,
          [&hits](const int64_t* row) {
            hits = {static_cast<uint64_t>(row[0]), static_cast<uint64_t>(row[1])};
          });
    return hits;
  }

  std::vector<Hits> AskEach(size_t count) override {
    std::vector<Hits> each(count);
    Query(absl::StrCat("SELECT CAST(t.q AS BIGINT), r.m, CAST(r.rate AS BIGINT) FROM t JOIN r ON ",
                       kCoversSql, " WHERE t.q < ", count),
          3, [&each](const int64_t* row) {
            each[static_cast<size_t>(row[0])].Add(static_cast<uint32_t>(row[1]), row[2]);
          });
    return each;
  }

 private:
  using Visit = std::function<void(const int64_t* row)>;

  void Do(const std::string& text) { Query(text, 0, nullptr); }
  void Query(const std::string& text, size_t columns, const Visit& visit) {
    DuckdbResult result{};
    const int code = api_.query(connection_, text.c_str(), &result);
    Read(code, result, columns, visit);
  }

  // Columns of 64 bits.
  void Read(int code, DuckdbResult& result, size_t columns, const Visit& visit) {
    if (code != 0) {
      const char* said = api_.result_error(&result);
      Require(false, std::string("DuckDB: ") + (said == nullptr ? "failed" : said));
    }
    std::vector<const int64_t*> data(columns);
    std::vector<int64_t> row(columns);
    while (columns > 0) {
      void* chunk = api_.fetch_chunk(result);
      if (chunk == nullptr) break;
      for (size_t c = 0; c < columns; ++c) {
        data[c] =
            static_cast<const int64_t*>(api_.vector_get_data(api_.data_chunk_get_vector(chunk, c)));
      }
      const uint64_t rows = api_.data_chunk_get_size(chunk);
      for (uint64_t i = 0; i < rows; ++i) {
        for (size_t c = 0; c < columns; ++c) row[c] = data[c][i];
        visit(row.data());
      }
      api_.destroy_data_chunk(&chunk);
    }
    api_.destroy_result(&result);
  }

  void Append(void* appender, std::initializer_list<int64_t> row) {
    for (const int64_t value : row) api_.append_int64(appender, value);
    Require(api_.appender_end_row(appender) == 0, "DuckDB does not take a row");
  }

  void Fill(const RectangleTables& tables) {
    void* appender = nullptr;
    Require(api_.appender_create(connection_, nullptr, "given", &appender) == 0, "no appender");
    for (const Rectangle& r : tables.rectangles) {
      Append(appender, {static_cast<int64_t>(r.key), r.known_from, r.known_until, r.from, r.until,
                        r.measure, r.rate_ppm});
    }
    Require(api_.appender_destroy(&appender) == 0, "DuckDB does not take the rectangles");
    Require(api_.appender_create(connection_, nullptr, "t", &appender) == 0, "no appender");
    for (size_t q = 0; q < tables.transactions.size(); ++q) {
      const RectangleQuestion& asked = tables.transactions[q];
      for (const uint64_t key : asked.keys) {
        Append(appender,
               {static_cast<int64_t>(q), static_cast<int64_t>(key), asked.day, asked.known});
      }
    }
    Require(api_.appender_destroy(&appender) == 0, "DuckDB does not take the transactions");
  }

  const DuckdbApi api_;
  void* database_ = nullptr;
  void* connection_ = nullptr;
  void* point_ = nullptr;
};

}  // namespace

RectanglePeerPtr OpenDuckdb(const RectangleTables& tables, int threads, std::string& missing) {
  DuckdbApi api;
  if (!LoadDuckdb(api, missing)) return nullptr;
  std::printf("  DuckDB %s\n", api.library_version());
  return std::make_unique<DuckdbPeer>(api, tables, threads);
}

}  // namespace decree::bench
