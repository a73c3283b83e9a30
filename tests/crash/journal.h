// The outside journal of acknowledgements, and the check of a log against it: what was acknowledged
// must be there, unchanged, at its position, without gaps. An empty answer means sound.
#ifndef DECREE_TESTS_CRASH_JOURNAL_H_
#define DECREE_TESTS_CRASH_JOURNAL_H_

#include <algorithm>
#include <string>
#include <vector>

#include "core/log/event_log.h"
#include "core/merkle/right_edge.h"

namespace decree {

struct Acknowledgement {
  Position position = 0;
  std::string id;
};

// The harness derives a body from its id, so that the journal need not hold it.
inline std::string BodyOf(const std::string& id) {
  std::string body;
  for (int i = 0; i < 8; ++i) body += id + "/" + std::to_string(i * 7919) + ";";
  return body;
}

// The root over all records, and every record's position.
inline std::vector<std::string> VerifyWhole(const EventLog& log) {
  std::vector<std::string> problems;
  Sha256 sha;
  RightEdge edge;
  const LogHead head = log.Head();
  const absl::Status scanned =
      log.Scan(1, head.size, /*verify_leaves=*/true, [&](const LogRecord& record) {
        if (record.position != edge.size() + 1) problems.push_back("a gap at " + record.id);
        if (record.body != BodyOf(record.id)) problems.push_back("another body of " + record.id);
        edge.Append(sha, record.leaf, 0, nullptr);
        return absl::OkStatus();
      });
  if (!scanned.ok()) problems.push_back(scanned.ToString());
  if (edge.size() != head.size || edge.Root(sha) != head.root) problems.push_back("another root");
  return problems;
}

inline std::vector<std::string> VerifyAcknowledged(const EventLog& log,
                                                   const std::vector<Acknowledgement>& journal) {
  std::vector<std::string> problems;
  for (const Acknowledgement& acknowledged : journal) {
    const auto found = log.Find(acknowledged.id);
    if (!found.ok() || *found != acknowledged.position) {
      problems.push_back("lost " + acknowledged.id);
      continue;
    }
    const auto record = log.Read(*found);
    if (!record.ok()) {
      problems.push_back(record.status().ToString());
    } else if (record->id != acknowledged.id || record->body != BodyOf(acknowledged.id)) {
      problems.push_back("altered " + acknowledged.id);
    }
  }
  return problems;
}

inline std::vector<std::string> Findings(const EventLog& log) {
  std::vector<std::string> problems;
  const auto findings = log.Check();
  if (!findings.ok()) return {findings.status().ToString()};
  for (const LogFinding& finding : *findings) problems.push_back(finding.what);
  return problems;
}

}  // namespace decree

#endif  // DECREE_TESTS_CRASH_JOURNAL_H_
