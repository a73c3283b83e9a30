// The horizontal axis of a picture: civil days to pixels, and ticks at round dates.
//
// Days are counted from 1970-01-01 (day 0) on the civil axis; a position inside a day is a fraction
// of it. The axis is linear.
#ifndef DECREE_TOOLS_PICTURE_SVG_AXIS_H_
#define DECREE_TOOLS_PICTURE_SVG_AXIS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace decree::tools {

// The day that a civil microsecond lies in. The ends of the axis give the first and the last day
// that a date may name.
int64_t DayOfCivil(int64_t civil_us);
std::string DayText(int64_t day);  // "2025-10-09"

// Whole days, [first, end).
struct DaySpan {
  int64_t first = 0, end = 1;
};

struct Tick {
  double x = 0;
  std::string label;   // "9 Oct", "Oct", "2025"; with its year at the first and where a year begins
  bool major = false;  // carries the year
};

class DayAxis {
 public:
  // `span` holds at least one day; x in pixels.
  DayAxis(DaySpan span, double left_x, double right_x);

  double X(double day) const;
  // Kept within the ends.
  double ClampedX(double day) const;
  const DaySpan& span() const { return span_; }
  double left() const { return left_; }
  double right() const { return right_; }

  // The finest round step (days, weeks, months, quarters, years, decades …) whose labels have room.
  std::vector<Tick> Ticks() const;

 private:
  DaySpan span_;
  double left_, right_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_PICTURE_SVG_AXIS_H_
