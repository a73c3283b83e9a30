#include "bench/peers/rocksdb_peer.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <cstring>
#include <thread>
#include <vector>

#include "bench/require.h"
#include "bench/stopwatch.h"

namespace decree::bench {
namespace {

using RocksdbPtr = std::unique_ptr<rocksdb::DB>;

void RequireOk(const rocksdb::Status& status) { bench::Require(status.ok(), status.ToString()); }

rocksdb::Options PeerOptions() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kLZ4Compression;
  options.write_buffer_size = 64ull << 20;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(128ull << 20);
  table.block_size = 32 << 10;
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

RocksdbPtr OpenIn(const std::string& dir) {
  rocksdb::DB* raw = nullptr;
  RequireOk(rocksdb::DB::Open(PeerOptions(), dir + "/rocksdb", &raw));
  return RocksdbPtr(raw);
}

std::string KeyOf(uint64_t position) {
  std::string key(8, '\0');
  for (int i = 0; i < 8; ++i)
    key[static_cast<size_t>(i)] = static_cast<char>(position >> (56 - 8 * i));
  return key;
}

rocksdb::WriteOptions Durable() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

// A packed value: number of bodies, the end of each, then the bodies.
std::string Pack(const Corpus& corpus, size_t begin, size_t end) {
  std::string value, bodies;
  const auto put = [&value](size_t number) {
    const auto small = static_cast<uint32_t>(number);
    value.append(reinterpret_cast<const char*>(&small), sizeof(small));
  };
  put(end - begin);
  for (size_t i = begin; i < end; ++i) {
    bodies.append(corpus.Body(i).data(), corpus.Body(i).size());
    put(bodies.size());
  }
  return value + bodies;
}

template <typename Visit>
void Unpack(const rocksdb::Slice& value, const Visit& visit) {
  const auto number = [&value](size_t i) {
    uint32_t out;
    std::memcpy(&out, value.data() + i * sizeof(out), sizeof(out));
    return size_t{out};
  };
  const size_t events = number(0);
  const char* bodies = value.data() + (events + 1) * sizeof(uint32_t);
  size_t begin = 0;
  for (size_t i = 1; i <= events; ++i) {
    visit(absl::string_view(bodies + begin, number(i) - begin));
    begin = number(i);
  }
}

template <typename Visit>
void ScanAll(rocksdb::DB& db, bool is_packed, const Visit& visit) {
  rocksdb::ReadOptions options;
  options.readahead_size = 1 << 20;
  options.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator(options));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    if (is_packed) {
      Unpack(it->value(), visit);
    } else {
      visit(absl::string_view(it->value().data(), it->value().size()));
    }
  }
  RequireOk(it->status());
}

void CheckAll(rocksdb::DB& db, const Corpus& corpus, size_t count, bool is_packed) {
  BodySum sum;
  ScanAll(db, is_packed, [&sum](absl::string_view body) { sum.Add(body); });
  bench::Require(sum.count() == count && sum.value() == corpus.Checksum(count),
                 "RocksDB: other bodies read back");
}

void PutBulk(rocksdb::DB& db, const Corpus& corpus, size_t events_per_value,
             size_t events_per_commit, Stopwatch& watch) {
  for (size_t begin = 0; begin < corpus.size(); begin += events_per_commit) {
    const size_t end = std::min(corpus.size(), begin + events_per_commit);
    watch.Start();
    rocksdb::WriteBatch batch;
    for (size_t i = begin; i < end; i += events_per_value) {
      if (events_per_value == 1) {
        RequireOk(batch.Put(KeyOf(i + 1), {corpus.Body(i).data(), corpus.Body(i).size()}));
      } else {
        RequireOk(batch.Put(KeyOf(i + 1), Pack(corpus, i, std::min(end, i + events_per_value))));
      }
    }
    RequireOk(db.Write(Durable(), &batch));
    watch.Stop();
  }
}

}  // namespace

double RocksdbSingles(const std::string& dir, const Corpus& corpus, size_t count, size_t writers) {
  const RocksdbPtr db = OpenIn(dir);
  Stopwatch watch;
  watch.Start();
  std::vector<std::thread> threads;
  for (size_t writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (size_t i = writer; i < count; i += writers) {
        RequireOk(db->Put(Durable(), KeyOf(i + 1), {corpus.Body(i).data(), corpus.Body(i).size()}));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  watch.Stop();
  CheckAll(*db, corpus, count, /*is_packed=*/false);
  return static_cast<double>(count) / watch.seconds();
}

double RocksdbBulk(const std::string& dir, const Corpus& corpus, size_t events_per_value,
                   size_t events_per_commit) {
  const RocksdbPtr db = OpenIn(dir);
  Stopwatch watch;
  PutBulk(*db, corpus, events_per_value, events_per_commit, watch);
  CheckAll(*db, corpus, corpus.size(), events_per_value != 1);
  return static_cast<double>(corpus.size()) / watch.seconds();
}

struct RocksdbPacked::Parts {
  RocksdbPtr db;
  uint64_t events;
};

RocksdbPacked::RocksdbPacked(const std::string& dir, const Corpus& corpus)
    : parts_(new Parts{OpenIn(dir), corpus.size()}) {
  Stopwatch watch;
  PutBulk(*parts_->db, corpus, kPackedEvents, kPackedEvents * 16, watch);
  RequireOk(parts_->db->Flush(rocksdb::FlushOptions()));
  CheckAll(*parts_->db, corpus, corpus.size(), /*is_packed=*/true);
}

RocksdbPacked::~RocksdbPacked() = default;

double RocksdbPacked::Scan() const {
  uint64_t events = 0, bytes = 0;
  Stopwatch watch;
  watch.Start();
  ScanAll(*parts_->db, /*is_packed=*/true, [&](absl::string_view body) {
    ++events;
    bytes += body.size() + static_cast<uint8_t>(body[0]);
  });
  watch.Stop();
  bench::Require(events == parts_->events && bytes > 0, "RocksDB: the scan missed bodies");
  return static_cast<double>(events) / watch.seconds();
}

double RocksdbOpen(const std::string& dir, const Corpus& corpus) {
  {
    const RocksdbPtr db = OpenIn(dir);
    const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(rocksdb::ReadOptions()));
    it->SeekToFirst();
    if (!it->Valid()) {
      Stopwatch filling;
      PutBulk(*db, corpus, 1, 1000, filling);
      RequireOk(db->Flush(rocksdb::FlushOptions()));
    }
  }
  std::string value;
  Stopwatch watch;
  watch.Start();
  const RocksdbPtr db = OpenIn(dir);
  RequireOk(db->Get(rocksdb::ReadOptions(), KeyOf(1), &value));
  watch.Stop();
  bench::Require(value == corpus.Body(0), "RocksDB: another body at position 1");
  return watch.seconds();
}

}  // namespace decree::bench
