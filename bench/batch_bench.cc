// Transactions screened in one go: 100,000 point questions of the library, on two threads, beside a
// join of the same transactions with the same rectangles in DuckDB, PostgreSQL and SQLite. And
// point questions one by one of those that the point bench does not ask.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "bench/folders.h"
#include "bench/naive_record.h"
#include "bench/peers/rectangle_peer.h"
#include "bench/point_questions.h"
#include "bench/questions.h"
#include "bench/require.h"
#include "core/compiled/compiled_answers.h"
#include "core/decree.h"

namespace decree::bench {
namespace {

constexpr size_t kTransactions = 100'000;
constexpr size_t kSmokeEvents = 10'000;  // up to here: the smoke run, with fewer, and SQLite alone
constexpr size_t kCheckedRows = 1'000;
constexpr size_t kPointsAsked = 2'000;
constexpr int kThreads = 2;

struct NamedPeer {
  std::string name;
  RectanglePeerPtr peer;
  std::optional<Goal> of_batch;
};

double Seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// The sums over all answers.
Hits ScreenAll(Decree& store, const std::vector<PointQuestion>& questions) {
  std::vector<Hits> rows(questions.size());
  Require(store.PointMany(questions, kThreads, [&](size_t row, const PointAnswer& answer) {
    rows[row] = HitsOf(answer);
    return absl::OkStatus();
  }));
  Hits all;
  for (const Hits& row : rows) {
    all.count += row.count;
    all.sum += row.sum;
  }
  return all;
}

std::vector<Hits> ScreenEach(Decree& store, const std::vector<PointQuestion>& questions,
                             size_t count) {
  std::vector<Hits> each;
  PointAnswer answer;
  for (size_t i = 0; i < count; ++i) {
    Require(store.Point(questions[i], answer));
    each.push_back(HitsOf(answer));
  }
  return each;
}

// Whether a scope of the generator's (one clause of one origin and one code of HS or HTS) takes the
// question in.
bool IsIn(const MeasureState& state, const AsOfQuestion& question) {
  const ScopeClause& clause = state.scope->include->front();
  const auto digits = [](const std::string& code) { return code.substr(code.find(':') + 1); };
  const std::string wanted = digits(clause.product.front());
  return state.issuer == question.issuer &&
         (clause.origin.empty() || clause.origin.front() == question.origin) &&
         (wanted == "*" || absl::StartsWith(digits(question.product), wanted));
}

// The first rows, against everything that was in force on their few days, matched here.
void CheckRowsAgainstAsOf(Decree& store, const AskedPoints& asked) {
  std::map<std::pair<std::string, std::string>, AsOfAnswer> by_day;
  PointAnswer answer;
  uint64_t hits = 0;
  for (size_t i = 0; i < kCheckedRows; ++i) {
    const AsOfQuestion& question = asked.texts[i];
    const auto [on_day, is_new] =
        by_day.try_emplace({question.effective_on.text(), question.view.known_by});
    if (is_new) {
      AsOfQuestion everything;
      everything.effective_on = question.effective_on;
      everything.view = question.view;
      on_day->second = Require(store.AsOf(everything));
    }
    std::map<std::string, int64_t> slow, fast;
    for (const MeasureState& state : on_day->second.measures) {
      if (state.applies == Answer::kNo || !IsIn(state, question)) continue;
      slow[state.measure] = HitOf(0, state).rate_ppm;
    }
    Require(store.Point(asked.points[i], answer));
    for (const PointHit& hit : answer.hits) fast[store.MeasureOf(hit)] = hit.rate_ppm;
    Require(fast == slow, "a transaction and as-of differ");
    hits += fast.size();
  }
  std::printf("  %zu transactions as as-of has them: %llu hits on %zu days\n", kCheckedRows,
              static_cast<unsigned long long>(hits), by_day.size());
}

std::vector<NamedPeer> OpenPeers(const RectangleTables& tables, bool is_smoke,
                                 const std::string& dir) {
  std::vector<NamedPeer> peers;
  const auto add = [&peers](const char* name, RectanglePeerPtr peer, const std::string& missing,
                            const std::optional<Goal>& goal) {
    if (peer == nullptr) {
      std::printf("  skipped: %s (%s)\n", name, missing.c_str());
    } else {
      peers.push_back({name, std::move(peer), goal});
    }
  };
  std::string missing;
  if (!is_smoke) {
    RectanglePeerPtr duckdb = OpenDuckdb(tables, kThreads, missing);
    add("DuckDB, hash join", std::move(duckdb), missing,
        Goal{Goal::Of::kRatio, true, 1.0 / 3, "(3x)"});
    RectanglePeerPtr postgres = OpenPostgres(tables, kThreads, missing);
    add("PostgreSQL, covering index", std::move(postgres), missing, std::nullopt);
  }
  add("SQLite, covering index", OpenSqlite(tables, dir + "/join.sqlite"), missing, std::nullopt);
  return peers;
}

double PointP50(RectanglePeer& peer, const AskedPoints& asked) {
  std::vector<double> us;
  for (size_t i = 0; i < kPointsAsked; ++i) {
    us.push_back(1e6 * Seconds([&] { (void)peer.Ask(asked.rectangles[i]); }));
  }
  std::sort(us.begin(), us.end());
  return us[us.size() / 2];
}

}  // namespace

void BatchBench(const Setup& setup, const std::string& store_dir, Report& report) {
  const std::string dir = FreshFolder(setup.dir, "batch");
  const std::vector<Rectangle> rectangles = KeyedRectangles(setup.corpus, store_dir);
  const auto store = Require(Decree::Open(store_dir, Options()));
  const bool is_smoke = setup.corpus.size() <= kSmokeEvents;
  const size_t count = is_smoke ? kTransactions / 10 : kTransactions;
  const AskedPoints asked = DrawPointQuestions(setup.corpus, *store, count, kCheckedRows);
  const std::vector<NamedPeer> peers = OpenPeers({rectangles, asked.rectangles}, is_smoke, dir);

  // Warms everybody, and holds every answer against the others'.
  CheckRowsAgainstAsOf(*store, asked);
  CheckAgainstOracle(*setup.naive, *store, asked, kHeldAgainstOracle);
  const Hits all = ScreenAll(*store, asked.points);
  const std::vector<Hits> each = ScreenEach(*store, asked.points, kCheckedRows);
  for (const NamedPeer& peer : peers) {
    Require(peer.peer->AskAll() == all, "other sums than " + peer.name);
    Require(peer.peer->AskEach(kCheckedRows) == each, "other rows than " + peer.name);
    for (size_t i = 0; i < kCheckedRows; ++i) {
      Require(peer.peer->Ask(asked.rectangles[i]) == each[i], "another answer than " + peer.name);
    }
  }
  Require(all.count > 0, "no measure applied: nothing was measured");

  std::vector<Peer> joins, points;
  for (const NamedPeer& named : peers) {
    RectanglePeer* const peer = named.peer.get();
    joins.push_back({named.name, [peer] { return 1e3 * Seconds([peer] { (void)peer->AskAll(); }); },
                     named.of_batch});
    points.push_back({named.name, [peer, &asked] { return PointP50(*peer, asked); }, std::nullopt});
  }
  report.Compare(
      "100,000 transactions in one go", "ms", setup.runs,
      [&] { return 1e3 * Seconds([&] { ScreenAll(*store, asked.points); }); }, joins);
  PointAnswer answer;
  report.Compare(
      "as-of point, databases, p50", "us", setup.runs,
      [&] {
        std::vector<double> us;
        for (size_t i = 0; i < kPointsAsked; ++i) {
          us.push_back(1e6 * Seconds([&] { Require(store->Point(asked.points[i], answer)); }));
        }
        std::sort(us.begin(), us.end());
        return us[us.size() / 2];
      },
      points);
  Require(store->Close());
  RemoveFolder(dir);
}

}  // namespace decree::bench
