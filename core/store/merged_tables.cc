#include "core/store/merged_tables.h"

namespace decree {
namespace {

constexpr int kFirstLevel = 1;

class NoMove final : public rocksdb::SstPartitioner {
 public:
  const char* Name() const override { return "DecreeNoMove"; }
  rocksdb::PartitionerResult ShouldPartition(const rocksdb::PartitionerRequest&) override {
    return rocksdb::kNotRequired;
  }
  bool CanDoTrivialMove(const rocksdb::Slice&, const rocksdb::Slice&) override { return false; }
};

class NoMoveFactory final : public rocksdb::SstPartitionerFactory {
 public:
  const char* Name() const override { return "DecreeNoMoveFactory"; }
  std::unique_ptr<rocksdb::SstPartitioner> CreatePartitioner(
      const rocksdb::SstPartitioner::Context& context) const override {
    if (context.output_level != kFirstLevel) return nullptr;
    return std::make_unique<NoMove>();
  }
};

}  // namespace

std::shared_ptr<rocksdb::SstPartitionerFactory> MergeOnTheFirstLevel() {
  return std::make_shared<NoMoveFactory>();
}

}  // namespace decree
