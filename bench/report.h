// What a bench found: one row for each question and peer, with the ratio, which is what counts on a
// shared machine, and the goal it is held against.
#ifndef DECREE_BENCH_REPORT_H_
#define DECREE_BENCH_REPORT_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace decree::bench {

struct Goal {
  enum class Of { kRatio, kOurs };
  Of of = Of::kRatio;
  bool at_most = false;
  double bound = 0;
  std::string note;  // where the bound comes from, when it is not a plain figure
};

// Runs once and returns its figure: a rate (more is better) or a time (less is better).
using Contest = std::function<double()>;

struct Peer {
  std::string name;
  Contest run;
  std::optional<Goal> goal;
};

struct Row {
  std::string question, unit;
  double ours = 0;
  std::string peer;  // empty: none
  double theirs = 0;
  double ratio = 0;  // ours / theirs
  std::optional<Goal> goal;
};

class Report {
 public:
  void Add(Row row) { rows_.push_back(std::move(row)); }

  // Runs everybody in turn, `runs` times, and adds one row a peer (or one without): the medians of
  // the figures and of the ratios within a turn.
  void Compare(const std::string& question, const std::string& unit, int runs, const Contest& ours,
               const std::vector<Peer>& peers, const std::optional<Goal>& goal = std::nullopt);

  void Print() const;

 private:
  std::vector<Row> rows_;
};

}  // namespace decree::bench

#endif  // DECREE_BENCH_REPORT_H_
