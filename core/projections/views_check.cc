#include "core/projections/views_check.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/projections/runner.h"

namespace decree {
namespace {

constexpr uint64_t kEventsPerBatch = 262'144;

std::string Printable(absl::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c >= 0x20 && c < 0x7f) {
      out.push_back(c);
    } else {
      absl::StrAppend(&out, "\\x", absl::Hex(static_cast<uint8_t>(c), absl::kZeroPad2));
    }
  }
  return out;
}

// Where stored views stand, or why they cannot be compared.
struct StoredState {
  uint64_t applied = 0;
  bool is_other_rules = false;
  std::string finding;
};

absl::StatusOr<StoredState> StateOf(const OrderedStore& views, const ProjectionList& projections) {
  StoredState state;
  bool is_first = true;
  size_t known = 0;
  for (const auto& projection : projections) {
    DECREE_ASSIGN_OR_RETURN(const auto checkpoint, ReadCheckpoint(views, projection->Name()));
    const uint64_t applied = checkpoint ? checkpoint->applied : 0;
    known += checkpoint ? 1 : 0;
    if (checkpoint && checkpoint->rules_version != projection->RulesVersion()) {
      state.is_other_rules = true;
    }
    if (!is_first && applied != state.applied) {
      state.finding = absl::StrCat("the projection ", projection->Name(), " stands at position ",
                                   applied, ", others at ", state.applied);
    }
    state.applied = applied;
    is_first = false;
  }
  // What an earlier version did not make at all, the next writer adds.
  const bool is_earlier = known > 0 && known < projections.size();
  state.is_other_rules = state.is_other_rules || is_earlier;
  return state;
}

}  // namespace

std::string ReadCurrentGeneration(const std::string& dir) {
  std::ifstream file(dir + "/current");
  std::array<char, 32> line{};  // a name is shorter
  file.getline(line.data(), line.size());
  const std::string name = line.data();
  const bool is_name = file && name.size() > 1 && name.front() == 'g' &&
                       name.find_first_not_of("0123456789", 1) == std::string::npos;
  return is_name ? name : "";
}

absl::StatusOr<StoreDifferences> CompareStores(const OrderedStore& before,
                                               const OrderedStore& after, size_t differences_max) {
  StoreDifferences result;
  absl::Status status;
  const auto note = [&](absl::string_view key, const char* what) {
    if (result.keys.size() < differences_max) {
      result.keys.push_back(absl::StrCat(Printable(key), ": ", what));
    }
  };
  DECREE_RETURN_IF_ERROR(after.Scan("", "", [&](absl::string_view key, absl::string_view value) {
    ++result.entries;
    const auto old_value = before.Get(key);
    if (!old_value.ok()) {
      status = old_value.status();
      return false;
    }
    if (!*old_value) {
      note(key, "missing before");
    } else if (absl::string_view(**old_value) != value) {
      note(key, "other value before");
    }
    return true;
  }));
  DECREE_RETURN_IF_ERROR(status);
  DECREE_RETURN_IF_ERROR(before.Scan("", "", [&](absl::string_view key, absl::string_view) {
    const auto new_value = after.Get(key);
    if (!new_value.ok()) {
      status = new_value.status();
      return false;
    }
    if (!*new_value) note(key, "not there after");
    return true;
  }));
  if (!status.ok()) return status;
  return result;
}

absl::StatusOr<std::vector<std::string>> ViewsCheck::Run(const std::string& dir,
                                                         const Progress& progress) {
  std::vector<std::string> findings;
  std::error_code ignored;
  const std::string generation = ReadCurrentGeneration(dir);
  if (generation.empty()) {
    if (std::filesystem::exists(dir + "/current", ignored))
      findings.push_back("current names none");
    return findings;
  }
  RocksdbStoreOptions options;
  options.read_only = true;
  options.strict = true;
  options.block_cache_bytes = cache_bytes_;
  const auto stored = OpenRocksdbStore(absl::StrCat(dir, "/", generation), options);
  if (!stored.ok()) {
    findings.push_back(absl::StrCat("they do not open: ", stored.status().message()));
    return findings;
  }
  const absl::StatusOr<StoredState> state = StateOf(**stored, projections_);
  if (!state.ok()) {
    findings.push_back(absl::StrCat("they do not read: ", state.status().message()));
    return findings;
  }
  if (state->is_other_rules) return findings;
  if (!state->finding.empty()) {
    findings.push_back(state->finding);
    return findings;
  }
  const auto prefix = ReadLogPrefix(**stored);
  if (!prefix.ok()) {
    findings.push_back(absl::StrCat("they do not read: ", prefix.status().message()));
    return findings;
  }
  // Of a former version, which said of no log: made anew by the next writer.
  if (!prefix->has_value() && state->applied <= log_.Head().size) return findings;
  if (prefix->has_value() && (*prefix)->log != log_.Id()) {
    findings.push_back("they were made of another log");
    return findings;
  }
  if (state->applied > log_.Head().size) {
    findings.push_back(absl::StrCat("they stand at position ", state->applied, ", the log ends at ",
                                    log_.Head().size, ": the log has lost acknowledged events"));
    return findings;
  }
  DECREE_ASSIGN_OR_RETURN(const OrderedStore* built, BuiltThrough(state->applied, progress));
  const auto differences = CompareStores(**stored, *built, kDifferencesMax);
  if (!differences.ok()) {
    findings.push_back(absl::StrCat("they do not read: ", differences.status().message()));
    return findings;
  }
  for (const std::string& key : differences->keys) findings.push_back(absl::StrCat("key ", key));
  return findings;
}

absl::StatusOr<const OrderedStore*> ViewsCheck::BuiltThrough(uint64_t position,
                                                             const Progress& progress) {
  if (built_ == nullptr) {
    DECREE_ASSIGN_OR_RETURN(folder_, TemporaryFolder::Create());
    RocksdbStoreOptions options;
    options.block_cache_bytes = cache_bytes_;
    DECREE_ASSIGN_OR_RETURN(built_, OpenRocksdbStore(folder_->path() + "/views", options));
  }
  if (built_through_ < position || position == 0) {
    RunnerOptions options;
    options.events_per_batch = kEventsPerBatch;
    options.names_log = &log_;
    options.bulk = true;
    options.progress = progress;
    Runner runner(log_, *built_, projections_, options);
    DECREE_RETURN_IF_ERROR(runner.Start());
    DECREE_RETURN_IF_ERROR(runner.ApplyThrough(position));
    built_through_ = position;
  }
  return built_.get();
}

}  // namespace decree
