#include "tools/picture/svg_scene.h"

#include <algorithm>
#include <map>
#include <utility>

namespace decree::tools {
namespace {

constexpr double kChartMin = 620, kChartMax = 1120, kChartPerMove = 26;
constexpr double kMarkGap = 1.5;  // between marks of one level

const Moment& StatedOf(const Move& move) {
  const Event& event = move.stored.event;
  return event.stated ? *event.stated : *event.published;
}

// First day and day after the last of the stated date, in the issuer's zone.
DaySpan StatedSpan(const Move& move) {
  const Moment& moment = StatedOf(move);
  const int64_t offset_us = int64_t{moment.utc_offset_s} * kMicrosPerSecond;
  const auto civil = [&](int64_t utc_us) { return DayOfCivil(utc_us + offset_us); };
  const bool open_first = moment.earliest_utc_us == kAxisMin;
  const bool open_last = moment.latest_utc_us == kAxisMax;
  if (open_first && open_last) return {0, 1};
  const int64_t first = civil(open_first ? moment.latest_utc_us : moment.earliest_utc_us);
  const int64_t last = civil(open_last ? moment.earliest_utc_us : moment.latest_utc_us);
  return {first, std::max(first, last) + 1};
}

// The measure whose row the move belongs on; "" when it is about none, or about several.
std::string SubjectMeasure(const Move& move, const std::vector<Move>& moves) {
  const Event& event = move.stored.event;
  if (!event.measure.empty()) return event.measure;
  if (move.changes.size() == 1) return move.changes.front().measure;
  if (event.target.empty()) return "";
  for (const Move& other : moves) {
    if (other.stored.event.id == event.target) return other.stored.event.measure;
  }
  return "";
}

std::vector<std::string> SidesInOrder(const std::vector<Move>& moves,
                                      const std::vector<MeasureBar>& bars) {
  std::map<std::string, size_t> counts;
  for (const Move& move : moves) ++counts[move.side];
  for (const MeasureBar& bar : bars) counts.try_emplace(bar.issuer, 0);
  std::vector<std::pair<std::string, size_t>> sides(counts.begin(), counts.end());
  std::stable_sort(sides.begin(), sides.end(), [](const auto& a, const auto& b) {
    if (a.first.empty() != b.first.empty()) return b.first.empty();
    return a.second > b.second;
  });
  std::vector<std::string> names;
  names.reserve(sides.size());
  for (auto& side : sides) names.push_back(std::move(side.first));
  return names;
}

std::vector<Mark> MarksOf(const std::vector<Move>& moves, const DayAxis& axis) {
  std::vector<Mark> marks;
  for (size_t i = 0; i < moves.size(); ++i) {
    const DaySpan days = StatedSpan(moves[i]);
    Mark mark;
    mark.number = i + 1;
    mark.move = &moves[i];
    mark.first_x = axis.ClampedX(static_cast<double>(days.first));
    mark.last_x = axis.ClampedX(static_cast<double>(days.end));
    mark.x = std::clamp((mark.first_x + mark.last_x) / 2, axis.left() + kMarkWidth / 2,
                        axis.right() - kMarkWidth / 2);
    marks.push_back(mark);
  }
  return marks;
}

Lane LaneOf(const std::string& side, const std::vector<Move>& moves,
            const std::vector<MeasureBar>& bars) {
  Lane lane;
  lane.side = side;
  std::map<std::string, size_t> row_of;
  lane.rows.emplace_back();
  for (const MeasureBar& bar : bars) {
    if (bar.issuer != side || bar.stretches.empty()) continue;
    row_of[bar.measure] = lane.rows.size();
    lane.rows.emplace_back();
    lane.rows.back().bar = &bar;
  }
  for (size_t i = 0; i < moves.size(); ++i) {
    if (moves[i].side != side) continue;
    const auto row = row_of.find(SubjectMeasure(moves[i], moves));
    lane.rows[row == row_of.end() ? 0 : row->second].marks.push_back(i);
  }
  if (lane.rows.front().marks.empty()) lane.rows.erase(lane.rows.begin());
  return lane;
}

// Puts marks that would cover each other on levels below each other; gives the number of levels.
size_t StackMarks(const SceneRow& row, std::vector<Mark>& marks) {
  std::vector<size_t> by_x = row.marks;
  std::stable_sort(by_x.begin(), by_x.end(),
                   [&](size_t a, size_t b) { return marks[a].x < marks[b].x; });
  std::vector<double> ends;  // of each level
  for (const size_t index : by_x) {
    Mark& mark = marks[index];
    const double begin = mark.x - kMarkWidth / 2;
    size_t level = 0;
    while (level < ends.size() && ends[level] > begin) ++level;
    if (level == ends.size()) ends.push_back(0);
    ends[level] = begin + kMarkWidth + kMarkGap;
    mark.y = row.bar_y + static_cast<double>(level) * kLevelHeight;
  }
  return std::max<size_t>(ends.size(), 1);
}

}  // namespace

double WidthFor(size_t moves) {
  const double chart = std::clamp(static_cast<double>(moves) * kChartPerMove, kChartMin, kChartMax);
  return 2 * kMargin + kGutter + chart + kAfterwards;
}

std::vector<std::string> MeasuresOf(const std::vector<Move>& moves) {
  std::vector<std::string> measures;
  const auto add = [&](const std::string& measure) {
    const bool known = std::find(measures.begin(), measures.end(), measure) != measures.end();
    if (!measure.empty() && !known) measures.push_back(measure);
  };
  for (const Move& move : moves) {
    add(move.stored.event.measure);
    for (const StateChange& change : move.changes) add(change.measure);
  }
  return measures;
}

DaySpan SpanOf(const std::vector<Move>& moves) {
  DaySpan stated = StatedSpan(moves.front());
  std::vector<int64_t> boundaries;
  for (const Move& move : moves) {
    const DaySpan one = StatedSpan(move);
    stated.first = std::min(stated.first, one.first);
    stated.end = std::max(stated.end, one.end);
    AddBoundaryDays(move.stored.event, boundaries);
  }
  // A boundary far away would squeeze the moves together; the bars then run to the rim.
  const int64_t near = std::max<int64_t>(60, (stated.end - stated.first) / 4);
  DaySpan span = stated;
  for (const int64_t day : boundaries) {
    if (day > stated.first - near) span.first = std::min(span.first, day);
    if (day < stated.end + near) span.end = std::max(span.end, day + 1);
  }
  const int64_t rim = std::max<int64_t>(2, (span.end - span.first) / 40);
  return {std::max(DayOfCivil(kAxisMin), span.first - rim),
          std::min(DayOfCivil(kAxisMax), span.end + rim)};
}

Scene LayOut(const std::vector<Move>& moves, const std::vector<MeasureBar>& bars, DaySpan span,
             double top) {
  const double width = WidthFor(moves.size());
  Scene scene{DayAxis(span, kMargin + kGutter, width - kAfterwards - kMargin), {}, {}, width, 0, 0};
  scene.top = top;
  scene.marks = MarksOf(moves, scene.axis);
  double y = top;
  for (const std::string& side : SidesInOrder(moves, bars)) {
    Lane lane = LaneOf(side, moves, bars);
    if (lane.rows.empty()) continue;
    lane.y = y;
    y += kLaneHead;
    for (SceneRow& row : lane.rows) {
      row.y = y;
      row.bar_y = y + kRowHeight / 2;
      const size_t levels = StackMarks(row, scene.marks);
      row.height = kRowHeight + static_cast<double>(levels - 1) * kLevelHeight;
      y += row.height;
    }
    lane.height = y + 4 - lane.y;
    y += 12;
    scene.lanes.push_back(std::move(lane));
  }
  scene.bottom = y - 8;
  return scene;
}

}  // namespace decree::tools
