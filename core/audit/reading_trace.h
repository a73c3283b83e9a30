// A ReadingTrace notes what a question reads, so that a bundle can carry it: names whose events it
// asks for, prefixes of names that it lists, and single positions. One question, one trace, whose
// threads may note at the same time; read it when the question is answered.
#ifndef DECREE_CORE_AUDIT_READING_TRACE_H_
#define DECREE_CORE_AUDIT_READING_TRACE_H_

#include <mutex>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "core/log/event_log.h"

namespace decree {

class ReadingTrace {
 public:
  void AddName(absl::string_view name) {
    const std::lock_guard lock(mutex_);
    names_.emplace(name);
  }
  void AddPrefix(absl::string_view prefix) {
    const std::lock_guard lock(mutex_);
    prefixes_.emplace(prefix);
  }
  void AddPosition(Position position) {
    const std::lock_guard lock(mutex_);
    positions_.insert(position);
  }

  const std::set<std::string>& names() const { return names_; }
  const std::set<std::string>& prefixes() const { return prefixes_; }
  const std::set<Position>& positions() const { return positions_; }

 private:
  std::mutex mutex_;
  std::set<std::string> names_, prefixes_;
  std::set<Position> positions_;
};

}  // namespace decree

#endif  // DECREE_CORE_AUDIT_READING_TRACE_H_
