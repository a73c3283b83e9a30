// Collects what is written to a stream as long as it lives: how a verb's answer is had as text.
#ifndef DECREE_TOOLS_CLI_COLLECTOR_H_
#define DECREE_TOOLS_CLI_COLLECTOR_H_

#include <iostream>
#include <sstream>
#include <string>

namespace decree::tools {

class Collector {
 public:
  explicit Collector(std::ostream& stream)
      : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~Collector() { stream_.rdbuf(before_); }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  std::string Text() const { return text_.str(); }

 private:
  std::ostream& stream_;
  std::ostringstream text_;
  std::streambuf* const before_;
};

}  // namespace decree::tools

#endif  // DECREE_TOOLS_CLI_COLLECTOR_H_
