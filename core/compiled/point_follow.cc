#include "core/compiled/point_follow.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/compiled/measure/point_bodies.h"
#include "core/log/log_prefix.h"
#include "core/projections/act_record.h"
#include "core/projections/projection_names.h"
#include "core/projections/repair_chain.h"
#include "core/query/acts/pattern_index.h"

namespace decree {
namespace {

constexpr uint64_t kEventsPerPass = 2'000'000;
constexpr size_t kMeasuresPerThreadMin = 1'000;  // fewer are not worth a thread

class Toucher {
 public:
  Toucher(const RecordLog& log, const StrandReader& strands, TouchedByEvents& touched)
      : log_(log),
        strands_(strands),
        touched_(touched),
        repairs_([&log](uint64_t at) { return log.Read(at); }) {}

  absl::Status Record(const LogRecord& record) {
    for (const StreamVersion& stream : record.streams) {
      DECREE_RETURN_IF_ERROR(Stream(stream.stream));
    }
    absl::StatusOr<Event> event = DecodeEvent(record.body);
    if (!event.ok()) return event.status();
    if (!IsRepairKind(*event->kind)) return Authorized(*event);
    // A later repair of the same act may undo what an earlier one brought to some other stream.
    DECREE_ASSIGN_OR_RETURN(const MergedEvent* const merged, repairs_.Merge(*event, record));
    DECREE_RETURN_IF_ERROR(Authorized(merged->event));
    return Repaired(merged->root);
  }

 private:
  // The strands stand where the last event does: one look shows all repairs of the act.
  absl::Status Repaired(uint64_t root_position) {
    if (!roots_.insert(root_position).second) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const std::vector<RepairEntry> repairs,
                            strands_.Repairs(root_position));
    for (const RepairEntry& repair : repairs) {
      for (const std::string& stream : repair.streams) DECREE_RETURN_IF_ERROR(Stream(stream));
    }
    DECREE_ASSIGN_OR_RETURN(const LogRecord root, log_.Read(root_position));
    for (const StreamVersion& stream : root.streams) {
      DECREE_RETURN_IF_ERROR(Stream(stream.stream));
    }
    return absl::OkStatus();
  }

  absl::Status Stream(absl::string_view stream) {
    if (absl::StartsWith(stream, "m/")) touched_.measures.emplace(stream.substr(2));
    if (absl::StartsWith(stream, "g/")) touched_.groups = true;
    if (!absl::StartsWith(stream, "i/")) return absl::OkStatus();
    if (!instruments_.insert(std::string(stream)).second) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const Strand tied,
                            strands_.Load(kControls, absl::StrCat("n/", stream.substr(2))));
    for (const SideEntry& side : tied.sides) touched_.measures.insert(side.text);
    return absl::OkStatus();
  }

  absl::Status Authorized(const Event& event) {
    for (const std::string& pattern : event.authorizes) {
      if (pattern.find_first_of("*?") == std::string::npos) {
        touched_.measures.insert(pattern);
      } else {
        patterns_.Add(pattern);
        has_patterns_ = true;
      }
    }
    return absl::OkStatus();
  }

 public:
  // After the last record.
  absl::Status MatchPatterns() {
    if (!has_patterns_) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> entities,
                            strands_.Entities(kControls, "m/"));
    for (const std::string& entity : entities) {
      const absl::string_view slug = absl::string_view(entity).substr(2);
      if (patterns_.Matches(slug)) touched_.measures.emplace(slug);
    }
    return absl::OkStatus();
  }

 private:
  const RecordLog& log_;
  const StrandReader& strands_;
  TouchedByEvents& touched_;
  RepairMerger repairs_;
  PatternIndex patterns_;
  bool has_patterns_ = false;
  // What was looked at: the acts that repairs go back to, and instruments.
  absl::flat_hash_set<uint64_t> roots_;
  absl::flat_hash_set<std::string> instruments_;
};

// What one thread compiles of a table that is made anew: measures that follow each other by name.
struct Share {
  explicit Share(PointTable& table) : update(table) {}
  std::vector<std::string> slugs;  // ascending
  std::vector<uint32_t> numbers;   // of each slug
  PointUpdate update;
  size_t compiled = 0;  // of the slugs, from the first on; fewer than all: cut short
  absl::Status status;
};

// Reads the whole log for the bodies of the share's measures. Unpacking it is little beside reading
// the bodies, which is done for the share's alone.
absl::Status CompileShare(const RecordLog& log, const StrandReader& strands,
                          const AuthorizedMeasures& authorized, Position head,
                          const QuestionLimits& limits, Share& share) {
  if (share.slugs.empty()) return absl::OkStatus();
  const absl::string_view first = share.slugs.front(), last = share.slugs.back();
  const auto is_mine = [first, last](const StreamVersion& stream) {
    absl::string_view slug = stream.stream;
    return absl::ConsumePrefix(&slug, "m/") && first <= slug && slug <= last;
  };
  PointBodies bodies(log);
  const absl::Status read = bodies.ReadAhead(1, head, limits, [&](const LogRecord& record) {
    return std::any_of(record.streams.begin(), record.streams.end(), is_mine);
  });
  if (!CheckLimits(limits, 0).ok()) return absl::OkStatus();  // nothing of it is compiled
  DECREE_RETURN_IF_ERROR(read);
  RepairedStrands repaired(strands);
  repaired.ExpectMeasures(share.slugs);
  MeasureCompiler compiler(repaired, bodies, authorized, head);
  for (size_t i = 0; i < share.slugs.size() && CheckLimits(limits, 0).ok(); ++i) {
    DECREE_ASSIGN_OR_RETURN(CompiledMeasure compiled,
                            compiler.Compile(share.slugs[i], share.numbers[i]));
    share.update.File(share.numbers[i], std::move(compiled));
    share.compiled = i + 1;
  }
  share.update.SortFiled();
  return absl::OkStatus();
}

absl::Status SetRoot(const LogProver& log, Position reached, PointTableState& state) {
  DECREE_ASSIGN_OR_RETURN(const LogPrefix prefix, PrefixOf(log, reached));
  state.log = prefix.log;
  state.root = prefix.root;
  return absl::OkStatus();
}

// Before this a table counts as empty.
absl::Status SetReached(const LogProver& log, Position head, PointTableState& state) {
  state.followed = head;
  state.goal = 0;
  state.done_through.clear();
  return SetRoot(log, head, state);
}

absl::Status SetDone(const LogProver& log, Position goal, const std::string& through,
                     PointTableState& state) {
  state.goal = goal;
  state.done_through = through;
  return SetRoot(log, goal, state);
}

// Runs the shares beside each other. True: all of them are whole; else the measures up to
// `done_through` are taken.
absl::StatusOr<bool> TakeShares(std::vector<std::unique_ptr<Share>>& shares,
                                const std::function<void(Share&)>& compile, PointUpdate& update,
                                std::string& done_through) {
  std::vector<std::thread> others;
  for (size_t i = 1; i < shares.size(); ++i) {
    try {
      others.emplace_back(compile, std::ref(*shares[i]));
    } catch (const std::system_error&) {  // no thread to be had
      compile(*shares[i]);
    }
  }
  compile(*shares.front());
  for (std::thread& other : others) other.join();
  for (const std::unique_ptr<Share>& share : shares) DECREE_RETURN_IF_ERROR(share->status);
  for (const std::unique_ptr<Share>& share : shares) {
    update.Take(std::move(share->update));
    if (share->compiled > 0) done_through = share->slugs[share->compiled - 1];
    if (share->compiled < share->slugs.size()) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<TouchedByEvents> TouchedBy(const RecordLog& log, const StrandReader& strands,
                                          Position first, Position last) {
  TouchedByEvents touched;
  Toucher toucher(log, strands, touched);
  DECREE_RETURN_IF_ERROR(log.Scan(first, last, false,
                                  [&](const LogRecord& record) { return toucher.Record(record); }));
  DECREE_RETURN_IF_ERROR(toucher.MatchPatterns());
  return touched;
}

absl::StatusOr<std::set<std::string>> MeasuresToFollow(const RecordLog& log,
                                                       const StrandReader& strands,
                                                       const PointTableState& state,
                                                       Position head) {
  std::set<std::string> measures;
  if (state.goal != 0) {
    DECREE_ASSIGN_OR_RETURN(TouchedByEvents since, TouchedBy(log, strands, state.goal + 1, head));
    measures = std::move(since.measures);
  }
  if (state.followed == 0) {  // of a table that is being made: what it has already
    measures.erase(measures.upper_bound(state.done_through), measures.end());
    return measures;
  }
  DECREE_ASSIGN_OR_RETURN(const TouchedByEvents all,
                          TouchedBy(log, strands, state.followed + 1, head));
  measures.insert(
      state.goal == 0 ? all.measures.begin() : all.measures.upper_bound(state.done_through),
      all.measures.end());
  return measures;
}

absl::StatusOr<std::vector<PointKey>> UpdateTable(const LogProver& log, const StrandReader& strands,
                                                  const std::set<std::string>& measures,
                                                  Position head, PointTable& table,
                                                  PointTableState state,
                                                  const QuestionLimits& limits) {
  DECREE_ASSIGN_OR_RETURN(const AuthorizedMeasures authorized,
                          AuthorizedMeasures::Read(strands, log));
  RepairedStrands repaired(strands);
  PointBodies bodies(log);
  MeasureCompiler compiler(repaired, bodies, authorized, head);
  PointUpdate update(table);
  const bool is_whole_before = state.followed != 0;
  absl::Status going_on;
  std::string done_through;
  for (const std::string& slug : measures) {
    going_on = CheckLimits(limits, 0);
    if (!going_on.ok()) break;
    DECREE_ASSIGN_OR_RETURN(const uint32_t number, update.NumberFor(slug, state));
    DECREE_ASSIGN_OR_RETURN(const CompiledMeasure compiled, compiler.Compile(slug, number));
    DECREE_RETURN_IF_ERROR(update.Replace(number, compiled));
    done_through = slug;
  }
  if (!going_on.ok()) {
    // Of a table that is being made, what is behind stays so.
    if (is_whole_before) DECREE_RETURN_IF_ERROR(SetDone(log, head, done_through, state));
    DECREE_RETURN_IF_ERROR(update.Finish(state).status());
    return going_on;
  }
  DECREE_RETURN_IF_ERROR(is_whole_before ? SetReached(log, head, state)
                                         : SetDone(log, head, state.done_through, state));
  return update.Finish(state);
}

absl::Status BuildTable(const LogProver& log, const StrandReader& strands, Position head,
                        PointTable& table, PointTableState state, size_t threads,
                        const QuestionLimits& limits) {
  DECREE_ASSIGN_OR_RETURN(std::vector<std::string> entities, strands.Entities(kControls, "m/"));
  const bool is_begun = state.goal != 0;
  if (is_begun) {
    entities.erase(entities.begin(), std::upper_bound(entities.begin(), entities.end(),
                                                      absl::StrCat("m/", state.done_through)));
  }
  DECREE_ASSIGN_OR_RETURN(const AuthorizedMeasures authorized,
                          AuthorizedMeasures::Read(strands, log));
  const auto compile = [&](Share& share) {
    share.status = CompileShare(log, strands, authorized, head, limits, share);
  };
  const uint64_t passes = 1 + head / kEventsPerPass;
  for (uint64_t pass = 0; pass < passes; ++pass) {
    const size_t begin = entities.size() * pass / passes;
    const size_t end = entities.size() * (pass + 1) / passes;
    const size_t count =
        std::clamp<size_t>((end - begin) / kMeasuresPerThreadMin, 1, std::max<size_t>(threads, 1));
    PointUpdate update(table, pass == 0 && !is_begun);
    std::vector<std::unique_ptr<Share>> shares;
    for (size_t i = 0; i < count; ++i) {
      auto share = std::make_unique<Share>(table);
      const size_t first = begin + (end - begin) * i / count;
      const size_t last = begin + (end - begin) * (i + 1) / count;
      for (size_t at = first; at < last; ++at) {
        share->slugs.push_back(entities[at].substr(2));
        DECREE_ASSIGN_OR_RETURN(const uint32_t number,
                                update.NumberFor(share->slugs.back(), state));
        share->numbers.push_back(number);
      }
      shares.push_back(std::move(share));
    }
    std::string done_through = state.done_through;
    DECREE_ASSIGN_OR_RETURN(const bool is_whole, TakeShares(shares, compile, update, done_through));
    const bool is_last = is_whole && pass + 1 == passes;
    DECREE_RETURN_IF_ERROR(is_last ? SetReached(log, head, state)
                                   : SetDone(log, head, done_through, state));
    DECREE_RETURN_IF_ERROR(update.Finish(state).status());
    if (!is_whole) return CheckLimits(limits, 0);
  }
  return absl::OkStatus();
}

}  // namespace decree
