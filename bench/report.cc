#include "bench/report.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace decree::bench {
namespace {

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string Number(double value) {
  if (value >= 1e6) return absl::StrFormat("%.2f M", value / 1e6);
  if (value >= 1e4) return absl::StrFormat("%.0f k", value / 1e3);
  if (value >= 1e3) return absl::StrFormat("%.1f k", value / 1e3);
  if (value >= 100) return absl::StrFormat("%.0f", value);
  return value >= 10 ? absl::StrFormat("%.1f", value) : absl::StrFormat("%.2f", value);
}

std::string GoalText(const Row& row) {
  if (!row.goal) return "";
  const Goal& goal = *row.goal;
  const std::string bound =
      goal.of == Goal::Of::kRatio ? absl::StrFormat("%.2fx", goal.bound) : Number(goal.bound);
  return absl::StrCat(goal.at_most ? "<= " : ">= ", bound, goal.note.empty() ? "" : " ", goal.note);
}

const char* Verdict(const Row& row) {
  if (!row.goal) return "";
  const double value = row.goal->of == Goal::Of::kRatio ? row.ratio : row.ours;
  const bool met = row.goal->at_most ? value <= row.goal->bound : value >= row.goal->bound;
  return met ? "met" : "missed";
}

}  // namespace

void Report::Compare(const std::string& question, const std::string& unit, int runs,
                     const Contest& ours, const std::vector<Peer>& peers,
                     const std::optional<Goal>& goal) {
  std::vector<double> own;
  std::vector<std::vector<double>> theirs(peers.size()), ratios(peers.size());
  for (int run = 0; run < runs; ++run) {
    own.push_back(ours());
    for (size_t i = 0; i < peers.size(); ++i) {
      theirs[i].push_back(peers[i].run());
      ratios[i].push_back(own.back() / theirs[i].back());
    }
  }
  std::fprintf(stderr, "  %s: done\n", question.c_str());
  if (peers.empty()) Add({question, unit, Median(own), "", 0, 0, goal});
  for (size_t i = 0; i < peers.size(); ++i) {
    Add({question, unit, Median(own), peers[i].name, Median(theirs[i]), Median(ratios[i]),
         peers[i].goal});
  }
}

void Report::Print() const {
  std::printf("%-34s %-9s %10s  %-28s %10s %7s  %-28s %s\n", "question", "unit", "ours", "peer",
              "peer's", "ratio", "goal", "");
  for (const Row& row : rows_) {
    const bool has_peer = !row.peer.empty();
    std::printf("%-34s %-9s %10s  %-28s %10s %7s  %-28s %s\n", row.question.c_str(),
                row.unit.c_str(), Number(row.ours).c_str(), has_peer ? row.peer.c_str() : "-",
                has_peer ? Number(row.theirs).c_str() : "-",
                has_peer ? absl::StrFormat("%.2f", row.ratio).c_str() : "-", GoalText(row).c_str(),
                Verdict(row));
  }
}

}  // namespace decree::bench
