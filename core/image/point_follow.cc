#include "core/image/point_follow.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/codec/event_codec.h"
#include "core/image/point_bodies.h"
#include "core/projections/act_record.h"
#include "core/projections/event_reader.h"
#include "core/projections/projection_names.h"
#include "core/query/measure_state.h"

namespace decree {
namespace {

constexpr uint64_t kEventsPerPass = 2'000'000;
constexpr size_t kMeasuresPerThreadMin = 1'000;  // fewer are not worth a thread

class Toucher {
 public:
  Toucher(const EventLog& log, const StrandReader& strands, TouchedByEvents& touched)
      : log_(log), strands_(strands), touched_(touched) {}

  absl::Status Record(const LogRecord& record) {
    for (const StreamVersion& stream : record.streams) {
      DECREE_RETURN_IF_ERROR(Stream(stream.stream));
    }
    absl::StatusOr<Event> event = DecodeEvent(record.body);
    if (!event.ok()) return event.status();
    if (!IsRepairKind(*event->kind)) return Authorized(*event);
    // A later repair of the same act may undo what an earlier one brought to some other stream.
    DECREE_ASSIGN_OR_RETURN(const MergedEvent merged, MergeRepair(*event, record.target, log_));
    DECREE_RETURN_IF_ERROR(Authorized(merged.event));
    DECREE_ASSIGN_OR_RETURN(const std::vector<RepairEntry> repairs, strands_.Repairs(merged.root));
    for (const RepairEntry& repair : repairs) {
      for (const std::string& stream : repair.streams) DECREE_RETURN_IF_ERROR(Stream(stream));
    }
    DECREE_ASSIGN_OR_RETURN(const LogRecord root, log_.Read(merged.root));
    for (const StreamVersion& stream : root.streams) {
      DECREE_RETURN_IF_ERROR(Stream(stream.stream));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Stream(absl::string_view stream) {
    if (absl::StartsWith(stream, "m/")) touched_.measures.emplace(stream.substr(2));
    if (absl::StartsWith(stream, "g/")) touched_.groups = true;
    if (!absl::StartsWith(stream, "i/")) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(const Strand tied,
                            strands_.Load(kControls, absl::StrCat("n/", stream.substr(2))));
    for (const SideEntry& side : tied.sides) touched_.measures.insert(side.text);
    return absl::OkStatus();
  }

  absl::Status Authorized(const Event& event) {
    for (const std::string& pattern : event.authorizes) {
      if (pattern.find_first_of("*?") == std::string::npos) {
        touched_.measures.insert(pattern);
        continue;
      }
      DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> entities,
                              strands_.Entities(kControls, "m/"));
      for (const std::string& entity : entities) {
        const absl::string_view slug = absl::string_view(entity).substr(2);
        if (MatchesGlob(pattern, slug)) touched_.measures.emplace(slug);
      }
    }
    return absl::OkStatus();
  }

  const EventLog& log_;
  const StrandReader& strands_;
  TouchedByEvents& touched_;
};

// What one thread compiles of a table that is made anew: measures that follow each other by name.
struct Share {
  explicit Share(PointTable& table) : update(table) {}
  std::vector<std::string> slugs;  // ascending
  std::vector<uint32_t> numbers;   // of each slug
  PointUpdate update;
  absl::Status status;
};

// Reads the whole log for the bodies of the share's measures. Unpacking it is little beside reading
// the bodies, which is done for the share's alone.
absl::Status CompileShare(const EventLog& log, const StrandReader& strands,
                          const AuthorizedMeasures& authorized, Position head, Share& share) {
  if (share.slugs.empty()) return absl::OkStatus();
  const absl::string_view first = share.slugs.front(), last = share.slugs.back();
  const auto is_mine = [first, last](const StreamVersion& stream) {
    absl::string_view slug = stream.stream;
    return absl::ConsumePrefix(&slug, "m/") && first <= slug && slug <= last;
  };
  PointBodies bodies(log);
  DECREE_RETURN_IF_ERROR(bodies.ReadAhead(1, head, [&](const LogRecord& record) {
    return std::any_of(record.streams.begin(), record.streams.end(), is_mine);
  }));
  PreparedStrands prepared(strands);
  prepared.ExpectMeasures(share.slugs);
  for (size_t i = 0; i < share.slugs.size(); ++i) {
    DECREE_ASSIGN_OR_RETURN(
        CompiledMeasure compiled,
        CompileMeasure(prepared, bodies, authorized, share.slugs[i], share.numbers[i], head));
    share.update.File(share.numbers[i], std::move(compiled));
  }
  share.update.SortFiled();
  return absl::OkStatus();
}

// Before this a table counts as empty.
absl::Status SetReached(const EventLog& log, Position head, PointTableState& state) {
  DECREE_ASSIGN_OR_RETURN(const LogRecord newest, log.Read(head));
  state.followed = head;
  state.log = log.Id();
  state.leaf = newest.leaf;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TouchedByEvents> TouchedBy(const EventLog& log, const StrandReader& strands,
                                          Position first, Position last) {
  TouchedByEvents touched;
  Toucher toucher(log, strands, touched);
  DECREE_RETURN_IF_ERROR(log.Scan(first, last, false,
                                  [&](const LogRecord& record) { return toucher.Record(record); }));
  return touched;
}

absl::StatusOr<std::vector<PointKey>> UpdateTable(const EventLog& log, const StrandReader& strands,
                                                  const std::set<std::string>& measures,
                                                  Position head, PointTable& table,
                                                  PointTableState state) {
  DECREE_ASSIGN_OR_RETURN(const AuthorizedMeasures authorized,
                          AuthorizedMeasures::Read(strands, log));
  PreparedStrands prepared(strands);
  PointBodies bodies(log);
  PointUpdate update(table);
  for (const std::string& slug : measures) {
    DECREE_ASSIGN_OR_RETURN(const uint32_t number, update.NumberFor(slug, state));
    DECREE_ASSIGN_OR_RETURN(const CompiledMeasure compiled,
                            CompileMeasure(prepared, bodies, authorized, slug, number, head));
    DECREE_RETURN_IF_ERROR(update.Replace(number, compiled));
  }
  DECREE_RETURN_IF_ERROR(SetReached(log, head, state));
  return update.Finish(state);
}

absl::Status BuildTable(const EventLog& log, const StrandReader& strands, Position head,
                        PointTable& table, size_t threads) {
  DECREE_ASSIGN_OR_RETURN(const std::vector<std::string> entities,
                          strands.Entities(kControls, "m/"));
  DECREE_ASSIGN_OR_RETURN(const AuthorizedMeasures authorized,
                          AuthorizedMeasures::Read(strands, log));
  const uint64_t passes = 1 + head / kEventsPerPass;
  PointTableState state;
  for (uint64_t pass = 0; pass < passes; ++pass) {
    const size_t begin = entities.size() * pass / passes;
    const size_t end = entities.size() * (pass + 1) / passes;
    const size_t count =
        std::clamp<size_t>((end - begin) / kMeasuresPerThreadMin, 1, std::max<size_t>(threads, 1));
    PointUpdate update(table, pass == 0);
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
    const auto compile = [&](Share& share) {
      share.status = CompileShare(log, strands, authorized, head, share);
    };
    std::vector<std::thread> others;
    for (size_t i = 1; i < count; ++i) {
      try {
        others.emplace_back(compile, std::ref(*shares[i]));
      } catch (const std::system_error&) {  // no thread to be had
        compile(*shares[i]);
      }
    }
    compile(*shares.front());
    for (std::thread& other : others) other.join();
    for (const std::unique_ptr<Share>& share : shares) {
      DECREE_RETURN_IF_ERROR(share->status);
      update.Take(std::move(share->update));
    }
    if (pass + 1 == passes) DECREE_RETURN_IF_ERROR(SetReached(log, head, state));
    DECREE_RETURN_IF_ERROR(update.Finish(state).status());
  }
  return absl::OkStatus();
}

}  // namespace decree
