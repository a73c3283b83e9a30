// Where a store keeps the table of its point questions: `<store>/image`, a RocksDB folder that can
// be deleted at any time, or memory where the record is small or may not be written.
#ifndef DECREE_CORE_COMPILED_COMPILED_HOME_H_
#define DECREE_CORE_COMPILED_COMPILED_HOME_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "core/compiled/compiled_answers.h"
#include "core/log/record_log.h"

namespace decree {

class CompiledHome final : public PointTableHome {
 public:
  // `bytes_max` bounds what is made in memory.
  CompiledHome(std::string dir, const RecordLog& log, bool read_only, uint64_t cache_bytes,
               uint64_t bytes_max)
      : dir_(std::move(dir)),
        log_(log),
        read_only_(read_only),
        cache_bytes_(cache_bytes),
        bytes_max_(bytes_max) {}

  absl::StatusOr<std::shared_ptr<OrderedStore>> Open() override;
  absl::StatusOr<std::shared_ptr<OrderedStore>> Replace() override;
  bool IsFollowed() const override { return read_only_; }
  bool MayBuild(uint64_t events) const override;
  bool IsLarge() const override;

  // Whether a table on disk is worth keeping up to date when the store closes.
  bool IsWorthKeeping() const;

 private:
  absl::StatusOr<std::shared_ptr<OrderedStore>> OpenFolder() const;

  const std::string dir_;
  const RecordLog& log_;
  const bool read_only_;
  const uint64_t cache_bytes_, bytes_max_;
};

}  // namespace decree

#endif  // DECREE_CORE_COMPILED_COMPILED_HOME_H_
