#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "bench/peers/rectangles.h"
#include "bench/require.h"

namespace decree::bench {
namespace {

constexpr uint64_t kBlockCacheBytes = 64ull << 20;
constexpr size_t kBatchBytesMax = 8u << 20;

// One rectangle in a packed value.
struct Packed {
  int32_t known_from, known_until, from, until;
  uint32_t measure;
  int32_t rate_ppm;
};

std::unique_ptr<rocksdb::DB> OpenRectangles(const std::string& dir) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  rocksdb::DB* raw = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, dir, &raw);
  Require(status.ok(), status.ToString());
  return std::unique_ptr<rocksdb::DB>(raw);
}

rocksdb::Slice SliceOf(const uint64_t& key) {
  return {reinterpret_cast<const char*>(&key), sizeof(key)};
}

}  // namespace

struct RocksdbRectangles::Handles {
  std::unique_ptr<rocksdb::DB> db;
};

void RocksdbRectangles::Fill(const std::string& dir, const std::vector<Rectangle>& rectangles) {
  std::vector<Rectangle> sorted = rectangles;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Rectangle& a, const Rectangle& b) { return a.key < b.key; });
  const std::unique_ptr<rocksdb::DB> db = OpenRectangles(dir);
  rocksdb::WriteBatch batch;
  const auto write = [&] {
    const rocksdb::Status status = db->Write(rocksdb::WriteOptions(), &batch);
    Require(status.ok(), status.ToString());
    batch.Clear();
  };
  std::string value;
  for (size_t i = 0; i < sorted.size(); ++i) {
    const Rectangle& r = sorted[i];
    const Packed packed{r.known_from, r.known_until, r.from, r.until, r.measure, r.rate_ppm};
    value.append(reinterpret_cast<const char*>(&packed), sizeof(packed));
    if (i + 1 < sorted.size() && sorted[i + 1].key == r.key) continue;
    Require(batch.Put(SliceOf(r.key), value).ok(), "put");
    value.clear();
    if (batch.GetDataSize() > kBatchBytesMax) write();
  }
  write();
  Require(db->Flush(rocksdb::FlushOptions()).ok(), "flush");
  Require(db->CompactRange(rocksdb::CompactRangeOptions(), nullptr, nullptr).ok(), "compact");
}

RocksdbRectangles::RocksdbRectangles(const std::string& dir)
    : handles_(std::make_unique<Handles>(Handles{OpenRectangles(dir)})) {}

RocksdbRectangles::~RocksdbRectangles() = default;

Hits RocksdbRectangles::Ask(const RectangleQuestion& question) const {
  std::array<rocksdb::Slice, kKeys> keys;
  std::array<rocksdb::PinnableSlice, kKeys> values;
  std::array<rocksdb::Status, kKeys> statuses;
  for (size_t i = 0; i < kKeys; ++i) keys[i] = SliceOf(question.keys[i]);
  rocksdb::DB& db = *handles_->db;
  db.MultiGet(rocksdb::ReadOptions(), db.DefaultColumnFamily(), kKeys, keys.data(), values.data(),
              statuses.data());
  Hits hits;
  for (size_t i = 0; i < kKeys; ++i) {
    if (!statuses[i].ok()) continue;
    for (size_t at = 0; at < values[i].size(); at += sizeof(Packed)) {
      Packed packed;
      std::memcpy(&packed, values[i].data() + at, sizeof(packed));
      if (packed.known_from <= question.known && question.known < packed.known_until &&
          packed.from <= question.day && question.day < packed.until) {
        hits.Add(packed.measure, packed.rate_ppm);
      }
    }
  }
  return hits;
}

}  // namespace decree::bench
