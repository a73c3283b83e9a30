// PostgreSQL: a covering index on the key for questions one by one, read without the table; all
// transactions at once are a join, planned by the server with all that it may use.
#include "bench/peers/rectangle_peer.h"

#ifdef DECREE_BENCH_LIBPQ

#include <endian.h>
#include <libpq-fe.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "bench/peers/postgres_cluster.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

constexpr int kConnectAttempts = 500;
constexpr size_t kCopyBytes = 1 << 20;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

class PostgresPeer : public RectanglePeer {
 public:
  PostgresPeer(std::unique_ptr<PostgresCluster> cluster, const RectangleTables& tables, int threads)
      : cluster_(std::move(cluster)) {
    Connect();
    Do("CREATE UNLOGGED TABLE r(k BIGINT, kf INTEGER, ku INTEGER, f INTEGER, u INTEGER, m BIGINT, "
       "rate INTEGER)");
    Do("CREATE UNLOGGED TABLE t(q INTEGER, k BIGINT, d INTEGER, known INTEGER)");
    Fill(tables);
    Do("SET maintenance_work_mem = '1GB'");
    Do("CREATE INDEX past ON r(k, f, u, kf, ku, m, rate)");
    Do(absl::StrCat("CREATE INDEX now ON r(k, f, u, kf, m, rate) WHERE ku = ", kLastDay));
    Do("VACUUM ANALYZE");
    // The data lies in memory, and the join may use every thread that the others have.
    for (const char* setting :
         {"random_page_cost = 1", "effective_cache_size = '4GB'", "work_mem = '1GB'",
          "plan_cache_mode = force_generic_plan", "parallel_setup_cost = 0",
          "parallel_tuple_cost = 0", "min_parallel_table_scan_size = 0",
          "min_parallel_index_scan_size = 0"}) {
      Do(absl::StrCat("SET ", setting));
    }
    Do(absl::StrCat("SET max_parallel_workers_per_gather = ", threads - 1));
    std::string keys;
    for (size_t i = 1; i <= kKeys; ++i) absl::StrAppend(&keys, i > 1 ? ", $" : "$", i, "::bigint");
    const std::string select =
        absl::StrCat("SELECT m, rate::bigint FROM r WHERE k IN (", keys,
                     ") AND f <= $13::integer AND u > $13::integer AND kf <= $14::integer AND ");
    Prepare("past", absl::StrCat(select, "ku > $14::integer"));
    Prepare("now", absl::StrCat(select, "ku = ", kLastDay));
  }
  ~PostgresPeer() override { PQfinish(connection_); }

  Hits Ask(const RectangleQuestion& question) override {
    std::array<uint64_t, kKeys> keys{};
    std::array<uint32_t, 2> days{};
    std::array<const char*, kKeys + 2> values{};
    std::array<int, kKeys + 2> lengths{}, formats{};
    formats.fill(1);
    for (size_t i = 0; i < kKeys; ++i) {
      keys[i] = htobe64(question.keys[i]);
      values[i] = reinterpret_cast<const char*>(&keys[i]);
      lengths[i] = sizeof(uint64_t);
    }
    const bool now = question.known >= kLastDay - 1;
    const std::array<int32_t, 2> asked = {question.day, question.known};
    for (size_t i = 0; i < 2; ++i) {
      days[i] = htobe32(static_cast<uint32_t>(asked[i]));
      values[kKeys + i] = reinterpret_cast<const char*>(&days[i]);
      lengths[kKeys + i] = sizeof(uint32_t);
    }
    const Result result(PQexecPrepared(connection_, now ? "now" : "past",
                                       static_cast<int>(values.size()), values.data(),
                                       lengths.data(), formats.data(), 1));
    Check(result, PGRES_TUPLES_OK);
    Hits hits;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      hits.Add(static_cast<uint32_t>(BinaryAt(result, row, 0)), BinaryAt(result, row, 1));
    }
    return hits;
  }

  Hits AskAll() override {
    const Result result(PQexec(
        connection_, absl::StrCat("SELECT ", kSumSql, " FROM t JOIN r ON ", kCoversSql).c_str()));
    Check(result, PGRES_TUPLES_OK);
    return {static_cast<uint64_t>(TextAt(result, 0, 0)),
            static_cast<uint64_t>(TextAt(result, 0, 1))};
  }

  std::vector<Hits> AskEach(size_t count) override {
    const Result result(
        PQexec(connection_, absl::StrCat("SELECT t.q, r.m, r.rate FROM t JOIN r ON ", kCoversSql,
                                         " WHERE t.q < ", count)
                                .c_str()));
    Check(result, PGRES_TUPLES_OK);
    std::vector<Hits> each(count);
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      each[static_cast<size_t>(TextAt(result, row, 0))].Add(
          static_cast<uint32_t>(TextAt(result, row, 1)), TextAt(result, row, 2));
    }
    return each;
  }

 private:
  void Connect() {
    const std::string where =
        absl::StrCat("host=", cluster_->folder(), " user=bench dbname=postgres");
    for (int attempt = 0; attempt < kConnectAttempts; ++attempt) {
      connection_ = PQconnectdb(where.c_str());
      if (PQstatus(connection_) == CONNECTION_OK) {
        std::printf("  PostgreSQL %s\n", PQparameterStatus(connection_, "server_version"));
        return;
      }
      PQfinish(connection_);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    Require(false, "PostgreSQL does not answer");
  }

  void Check(const Result& result, ExecStatusType wanted) const {
    Require(PQresultStatus(result.get()) == wanted,
            std::string("PostgreSQL: ") + PQerrorMessage(connection_));
  }
  void Do(const std::string& text) const {
    Check(Result(PQexec(connection_, text.c_str())), PGRES_COMMAND_OK);
  }
  void Prepare(const char* name, const std::string& text) const {
    Check(Result(PQprepare(connection_, name, text.c_str(), 0, nullptr)), PGRES_COMMAND_OK);
  }
  static int64_t BinaryAt(const Result& result, int row, int column) {
    uint64_t value = 0;
    std::memcpy(&value, PQgetvalue(result.get(), row, column), sizeof(value));
    return static_cast<int64_t>(be64toh(value));
  }
  static int64_t TextAt(const Result& result, int row, int column) {
    int64_t value = 0;
    Require(absl::SimpleAtoi(PQgetvalue(result.get(), row, column), &value), "no number");
    return value;
  }

  void Send(std::string& rows, size_t at_least) const {
    if (rows.size() < at_least) return;
    Require(PQputCopyData(connection_, rows.data(), static_cast<int>(rows.size())) == 1,
            PQerrorMessage(connection_));
    rows.clear();
  }
  template <typename Rows>
  void Copy(const char* table, const Rows& add_rows) const {
    Check(Result(PQexec(connection_, absl::StrCat("COPY ", table, " FROM STDIN").c_str())),
          PGRES_COPY_IN);
    std::string rows;
    add_rows(rows);
    Send(rows, 1);
    Require(PQputCopyEnd(connection_, nullptr) == 1, PQerrorMessage(connection_));
    Check(Result(PQgetResult(connection_)), PGRES_COMMAND_OK);
    while (Result(PQgetResult(connection_)) != nullptr) {
    }
  }
  void Fill(const RectangleTables& tables) const {
    Copy("r", [&](std::string& rows) {
      for (const Rectangle& r : tables.rectangles) {
        absl::StrAppend(&rows, r.key, "\t", r.known_from, "\t", r.known_until, "\t", r.from);
        absl::StrAppend(&rows, "\t", r.until, "\t", r.measure, "\t", r.rate_ppm, "\n");
        Send(rows, kCopyBytes);
      }
    });
    Copy("t", [&](std::string& rows) {
      for (size_t q = 0; q < tables.transactions.size(); ++q) {
        const RectangleQuestion& asked = tables.transactions[q];
        for (const uint64_t key : asked.keys) {
          absl::StrAppend(&rows, q, "\t", key, "\t", asked.day, "\t", asked.known, "\n");
        }
        Send(rows, kCopyBytes);
      }
    });
  }

  const std::unique_ptr<PostgresCluster> cluster_;
  PGconn* connection_ = nullptr;
};

}  // namespace

RectanglePeerPtr OpenPostgres(const RectangleTables& tables, int threads, std::string& missing) {
  std::unique_ptr<PostgresCluster> cluster = PostgresCluster::Start(missing);
  if (cluster == nullptr) return nullptr;
  return std::make_unique<PostgresPeer>(std::move(cluster), tables, threads);
}

}  // namespace decree::bench

#else

namespace decree::bench {

RectanglePeerPtr OpenPostgres(const RectangleTables&, int, std::string& missing) {
  missing = "built without libpq: run bench/peers/install and configure again";
  return nullptr;
}

}  // namespace decree::bench

#endif
