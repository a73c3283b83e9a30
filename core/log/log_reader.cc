#include "core/log/log_reader.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/log/group_format.h"
#include "core/log/id_index.h"
#include "core/log/key_layout.h"
#include "core/log/stream_index.h"
#include "core/log/thread_sha.h"

namespace decree {
namespace {

absl::Status Missing(Position position) {
  return absl::DataLossError(absl::StrCat("position ", position, " is missing from the database"));
}

absl::Status Unknown(Position position) {
  return absl::NotFoundError(absl::StrCat("the log has no position ", position));
}

// Where it is cheaper to step on to a group than to seek it: groups of events that were appended
// one by one are short.
constexpr int kGroupsSteppedMax = 4;

// Walks over groups, from one that is asked for to a later one.
class GroupWalk {
 public:
  GroupWalk(std::unique_ptr<LogCursor> cursor, GroupStarts& starts)
      : cursor_(std::move(cursor)), starts_(starts) {}

  // The group that holds the position; it is valid until the next call.
  absl::StatusOr<const GroupView*> To(Position position) {
    if (group_ && position <= group_->last()) return &*group_;
    for (int step = 0; group_ && step < kGroupsSteppedMax; ++step) {
      cursor_->Next();
      if (!Load().ok()) break;  // it may be a group that nobody asks for
      if (group_ && position < group_->first()) return Missing(position);
      if (group_ && position <= group_->last()) return &*group_;
    }
    if (const Position first = starts_.FirstFor(position); first != 0) {
      cursor_->Seek(GroupKey(first));
    } else {
      cursor_->SeekForPrev(GroupKey(position));
    }
    DECREE_RETURN_IF_ERROR(Load());
    if (!group_ || position < group_->first() || position > group_->last()) {
      return Missing(position);
    }
    starts_.Learn(group_->first(), group_->last());
    return &*group_;
  }

 private:
  absl::Status Load() {
    group_.reset();
    DECREE_RETURN_IF_ERROR(cursor_->status());
    if (!cursor_->Valid()) return absl::OkStatus();
    DECREE_ASSIGN_OR_RETURN(group_,
                            GroupView::Parse(cursor_->value(), ReadBigEndian(cursor_->key())));
    return absl::OkStatus();
  }

  const std::unique_ptr<LogCursor> cursor_;
  GroupStarts& starts_;
  std::optional<GroupView> group_;
};

}  // namespace

absl::StatusOr<LogEnd> ReadLogEnd(const LogDatabase& database) {
  const auto cursor = database.NewCursor(LogTable::kGroups, false);
  cursor->SeekToLast();
  DECREE_RETURN_IF_ERROR(cursor->status());
  if (!cursor->Valid()) return LogEnd();
  DECREE_ASSIGN_OR_RETURN(const GroupView group,
                          GroupView::Parse(cursor->value(), ReadBigEndian(cursor->key())));
  return LogEnd{group.last(), group.recorded_us()};
}

absl::StatusOr<LogRecord> LogReader::Read(Position position) const {
  if (position == 0 || position > size()) return Unknown(position);
  GroupWalk groups(database_.NewCursor(LogTable::kGroups, false), starts_);
  DECREE_ASSIGN_OR_RETURN(const GroupView* const group, groups.To(position));
  LogRecord record;
  DECREE_RETURN_IF_ERROR(group->Read(static_cast<uint32_t>(position - group->first()), ThreadSha(),
                                     /*verify_leaf=*/true, record));
  return record;
}

absl::Status LogReader::ReadMany(absl::Span<const Position> positions,
                                 const std::function<absl::Status(const LogRecord&)>& visit) const {
  const uint64_t visible = size();
  GroupWalk groups(database_.NewCursor(LogTable::kGroups, false), starts_);
  LogRecord record;
  Position previous = 0;
  for (const Position position : positions) {
    DECREE_RETURN_IF_ERROR(CheckAscends(previous, position));
    previous = position;
    if (position == 0 || position > visible) return Unknown(position);
    DECREE_ASSIGN_OR_RETURN(const GroupView* const group, groups.To(position));
    DECREE_RETURN_IF_ERROR(group->Read(static_cast<uint32_t>(position - group->first()),
                                       ThreadSha(), /*verify_leaf=*/true, record));
    DECREE_RETURN_IF_ERROR(visit(record));
  }
  return absl::OkStatus();
}

absl::Status LogReader::Scan(Position first, Position last, bool verify_leaves,
                             const std::function<absl::Status(const LogRecord&)>& visit) const {
  Position next = std::max<Position>(first, 1);
  last = std::min<Position>(last, size());
  if (next > last) return absl::OkStatus();
  const auto cursor = database_.NewCursor(LogTable::kGroups, last - next >= kGroupEventsMax);
  LogRecord record;
  for (cursor->SeekForPrev(GroupKey(next)); cursor->Valid() && next <= last; cursor->Next()) {
    DECREE_ASSIGN_OR_RETURN(const GroupView group,
                            GroupView::Parse(cursor->value(), ReadBigEndian(cursor->key())));
    if (next < group.first() || next > group.last()) return Missing(next);
    for (; next <= group.last() && next <= last; ++next) {
      DECREE_RETURN_IF_ERROR(group.Read(static_cast<uint32_t>(next - group.first()), ThreadSha(),
                                        verify_leaves, record));
      DECREE_RETURN_IF_ERROR(visit(record));
    }
  }
  DECREE_RETURN_IF_ERROR(cursor->status());
  return next > last ? absl::OkStatus() : Missing(next);
}

absl::StatusOr<Position> LogReader::Find(absl::string_view id) const {
  const uint64_t visible = size();
  DECREE_ASSIGN_OR_RETURN(const auto value,
                          database_.Get(LogTable::kIds, Key16Of(ThreadSha(), id).view()));
  const absl::Status absent = absl::NotFoundError(absl::StrCat("no event has the id '", id, "'"));
  if (!value.has_value()) return absent;
  if (!IsIdValue(*value)) {
    return absl::DataLossError(absl::StrCat("the index entry of the id '", id, "' is damaged"));
  }
  const Position position = IdPosition(*value);
  if (position > visible) return absent;  // recorded, not yet acknowledged
  return position;
}

absl::StatusOr<uint64_t> LogReader::StreamLength(absl::string_view stream) const {
  const uint64_t visible = size();
  const Key16 key = Key16Of(ThreadSha(), stream);
  DECREE_ASSIGN_OR_RETURN(const auto value,
                          database_.Get(LogTable::kStreams, StreamKey(key, kOpenChunk)));
  if (!value.has_value()) return uint64_t{0};
  DECREE_ASSIGN_OR_RETURN(const StreamTail tail, ParseStreamTail(*value));
  if (tail.name == stream && !tail.positions.empty() && tail.positions.back() <= visible) {
    return tail.length();
  }
  // The chunk was just sealed, or an append in flight has lengthened it.
  DECREE_ASSIGN_OR_RETURN(const auto positions, ReadStream(database_, key, stream, visible));
  return uint64_t{positions.size()};
}

absl::StatusOr<std::vector<Position>> LogReader::StreamPositions(absl::string_view stream) const {
  const uint64_t visible = size();
  return ReadStream(database_, Key16Of(ThreadSha(), stream), stream, visible);
}

}  // namespace decree
