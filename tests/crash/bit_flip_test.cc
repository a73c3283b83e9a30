// One bit is flipped in bytes of every file of a small log, and the log is opened as a reader and
// as a writer. Either the damage shows (the opening, a read or the check says so), or it is
// harmless: every answer is the same. Never is an answer another one.
//
// DECREE_FLIP_STRIDE=n takes every n-th byte (1: all, as the long run does; 4 unless told);
// DECREE_FLIP_BITS=8 flips each bit of each byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "core/log/log_folder.h"
#include "core/merkle/sha256.h"
#include "tests/crash/flips_in_children.h"
#include "tests/crash/power_run.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;  // by the path below the log's folder

constexpr size_t kFlushed = 5, kInWal = 3;
constexpr unsigned kSecondsMax = 3600;  // of a child, in the longest run
constexpr size_t kChildren =
    8;  // at a time: a damaged WAL is waited for, in case it is being written

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Files ReadFiles(const std::string& dir) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    const std::string name = fs::relative(entry.path(), dir).string();
    if (entry.is_regular_file() && name != "lock") files[name] = ReadFile(entry.path());
  }
  return files;
}

void PutFiles(const std::string& dir, const Files& files) {
  fs::remove_all(dir);
  fs::create_directories(dir + "/db");
  for (const auto& [name, bytes] : files) {
    std::ofstream(dir + "/" + name, std::ios::binary | std::ios::trunc) << bytes;
  }
}

AppendRequest FlipRequest(size_t i) {
  AppendRequest request;
  request.id = "e" + std::to_string(i);
  request.body = BodyOf(request.id);
  request.streams = {"m/a", "t/" + std::to_string(i % 2)};
  if (i == 4) request.target_id = "e1";
  return request;
}

// Five events in tables, three in the WAL, as a crash leaves them; nothing is compacted meanwhile.
void MakeLog(const std::string& live, const std::string& dir) {
  {
    const auto log = OpenOrDie(live);
    for (size_t i = 0; i < kFlushed; ++i) ASSERT_TRUE(log->Append({FlipRequest(i)}).ok());
  }
  const auto log = OpenOrDie(live);
  for (size_t i = kFlushed; i < kFlushed + kInWal; ++i) {
    ASSERT_TRUE(log->Append({FlipRequest(i)}).ok());
  }
  fs::copy(live, dir, fs::copy_options::recursive);
}

constexpr size_t kStride = 4;

// Whether a byte of a file is taken, when it is not every byte. RocksDB writes its options for
// others, and nothing reads them here: 40,000 bytes that would take minutes to say so are sampled.
bool IsTaken(const std::string& name, size_t at, size_t stride) {
  const bool is_options = name.find("OPTIONS") != std::string::npos;
  return at % (is_options ? 16 * stride : stride) == 0;
}

// All that the log answers, as text; errors count as such and are not part of it.
struct Answers {
  bool has_error = false;
  std::vector<std::pair<std::string, std::string>> lines;  // question and answer

  void Add(const absl::Status& status) { has_error = has_error || !status.ok(); }
  void Line(const std::string& question, const std::string& answer) {
    lines.emplace_back(question, answer);
  }
};

template <typename Value, typename Text>
void Put(Answers& answers, const std::string& question, const absl::StatusOr<Value>& value,
         const Text& text) {
  answers.Add(value.status());
  answers.Line(question, value.ok() ? text(*value) : "");  // "": an error
}

Answers Ask(const EventLog& log) {
  Answers answers;
  const LogHead head = log.Head();
  answers.Line("head", std::to_string(head.size) + " " + ToHex(head.root));
  for (size_t i = 0; i < kFlushed + kInWal; ++i) {
    Put(answers, "read", log.Read(i + 1), [](const LogRecord& record) {
      std::string text = record.id + " " + record.body + std::to_string(record.recorded_us) + " " +
                         std::to_string(record.target) + ToHex(record.leaf);
      for (const StreamVersion& stream : record.streams) {
        text += " " + stream.stream + std::to_string(stream.version);
      }
      return text;
    });
    const auto number = [](uint64_t value) { return std::to_string(value); };
    Put(answers, "find", log.Find("e" + std::to_string(i)), number);
  }
  for (const char* stream : {"m/a", "t/0", "t/1", "m/none"}) {
    Put(answers, stream, log.StreamPositions(stream), [](const std::vector<Position>& positions) {
      std::string text = "positions";
      for (const Position position : positions) text += " " + std::to_string(position);
      return text;
    });
  }
  Put(answers, "root", log.RootAt(head.size), [](const Hash256& root) { return ToHex(root); });
  const auto findings = log.Check();
  answers.Add(findings.status());
  if (findings.ok() && !findings->empty()) answers.has_error = true;
  return answers;
}

enum class Verdict { kShown, kHarmless, kWrong };

Verdict Compare(const Answers& sound, const Answers& bent) {
  for (size_t i = 0; i < sound.lines.size(); ++i) {
    const std::string& answer = bent.lines[i].second;
    if (!answer.empty() && answer != sound.lines[i].second) return Verdict::kWrong;
  }
  return bent.has_error ? Verdict::kShown : Verdict::kHarmless;
}

Verdict OpenAndAsk(const std::string& dir, bool read_only, const Answers& sound) {
  LogOptions options;
  options.read_only = read_only;
  const auto log = EventLog::Open(dir, options);
  if (!log.ok()) return Verdict::kShown;
  return Compare(sound, Ask(**log));
}

class BitFlipTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(InChild([&](int) {
                  MakeLog(folder_.Sub("live"), folder_.Sub("log"));
                  return HasFailure() ? 1 : 0;
                }).answered());
    files_ = ReadFiles(folder_.Sub("log"));
    ASSERT_GE(files_.size(), 7u);
  }

  // Flips in bytes [begin, end) of one file, without the first `skipped`; to `output` goes a dot
  // before each, then what came of it, and "file byte bit" of each wrong answer.
  int FlipSome(const std::string& name, size_t begin, size_t end, size_t stride, bool read_only,
               int skipped, int output) const {
    const std::string dir = folder_.Sub("log");
    LogOptions reading;
    reading.read_only = true;
    const Answers sound = Ask(*OpenOrDie(dir, reading));
    if (sound.has_error) return 1;
    int flips = 0;
    const uint64_t bits = FromEnvironment("DECREE_FLIP_BITS", 1);
    const uint64_t first_bit = FromEnvironment("DECREE_FLIP_BIT", 0);
    const bool take_all = std::getenv("DECREE_FLIP_STRIDE") != nullptr;
    const std::string copy = folder_.Sub("copy" + std::to_string(begin));
    PutFiles(copy, files_);
    for (size_t at = begin; at < end; ++at) {
      if (take_all ? at % stride != 0 : !IsTaken(name, at, stride)) continue;
      for (uint64_t i = first_bit; i < first_bit + bits; ++i) {
        if (flips++ < skipped) continue;
        const int bit = static_cast<int>((at * 5 + i) % 8);
        Files bent = files_;
        std::string& bytes = bent[name];
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
        if (!read_only) {
          PutFiles(copy, bent);
        } else {  // a reader changes nothing
          std::ofstream(copy + "/" + name, std::ios::binary | std::ios::trunc) << bytes;
        }
        WriteText(output, ".");  // so that an abort can be told from the count
        const Verdict verdict = OpenAndAsk(copy, read_only, sound);
        WriteText(output, verdict == Verdict::kHarmless ? kHarmless : kShown);
        if (verdict == Verdict::kWrong) {
          WriteText(output, "\nwrong: " + name + " byte " + std::to_string(at) + " bit " +
                                std::to_string(bit) + "\n");
        }
      }
      if (read_only) {
        std::ofstream(copy + "/" + name, std::ios::binary | std::ios::trunc) << files_.at(name);
      }
    }
    fs::remove_all(copy);
    return 0;
  }

  void FlipAll(bool read_only, size_t stride_by_default) {
    const auto stride =
        static_cast<size_t>(FromEnvironment("DECREE_FLIP_STRIDE", stride_by_default));
    for (const auto& file : files_) {  // clang 14 captures no structured binding
      const std::string& name = file.first;
      const auto& bytes = file.second;
      std::vector<std::function<int(int, int)>> parts;
      std::vector<Running> children;
      const size_t part = bytes.size() / kChildren + 1;
      for (size_t begin = 0; begin < bytes.size(); begin += part) {
        const size_t end = std::min(bytes.size(), begin + part);
        parts.emplace_back([this, &name, begin, end, stride, read_only](int skipped, int output) {
          return FlipSome(name, begin, end, stride, read_only, skipped, output);
        });
        children.push_back(
            StartChild([&](int output) { return parts.back()(0, output); }, kSecondsMax));
      }
      FlipCounts counts;
      for (size_t i = 0; i < children.size(); ++i) {
        counts.Add(WaitForFlips(children[i], parts[i], kSecondsMax));
      }
      std::printf("%-22s %6zu bytes: %6d shown, %6d harmless, %d ended the process\n", name.c_str(),
                  bytes.size(), counts.shown, counts.harmless, counts.aborted);
      std::fflush(stdout);
      EXPECT_TRUE(!name.ends_with(".sst") || counts.shown > counts.harmless) << name;
    }
  }

  const MemoryFolder folder_;
  Files files_;
};

TEST_F(BitFlipTest, AReaderIsNeverToldAnythingElse) { FlipAll(/*read_only=*/true, kStride); }
TEST_F(BitFlipTest, AWriterIsNeverToldAnythingElse) { FlipAll(/*read_only=*/false, kStride); }

// The harness must go red when answers differ: two events in another order.
TEST_F(BitFlipTest, OtherAnswersAreReported) {
  const Ended ended = InChild([&](int) {
    LogOptions reading;
    reading.read_only = true;
    const Answers sound = Ask(*OpenOrDie(folder_.Sub("log"), reading));
    const auto other = OpenOrDie(folder_.Sub("other"));
    for (const size_t i : {1, 0, 2, 3, 4, 5, 6, 7}) {
      DECREE_ASSERT(other->Append({FlipRequest(i)}).ok());
    }
    return Compare(sound, Ask(*other)) == Verdict::kWrong ? 0 : 1;
  });
  EXPECT_TRUE(ended.answered());
}

// And when the end is missing: without the head check a log that lost its WAL opens with other
// answers.
TEST_F(BitFlipTest, WithoutTheHeadCheckALostWalIsReported) {
  const Ended ended = InChild([&](int) {
    LogOptions options;
    options.read_only = true;
    const Answers sound = Ask(*OpenOrDie(folder_.Sub("log"), options));
    Files cut = files_;
    for (auto& [name, bytes] : cut) {
      if (name.ends_with(".log")) bytes.clear();
    }
    PutFiles(folder_.Sub("copy"), cut);
    if (OpenAndAsk(folder_.Sub("copy"), true, sound) != Verdict::kShown) return 1;
    options.check_head = false;
    const auto log = EventLog::Open(folder_.Sub("copy"), options);
    if (!log.ok()) return 2;
    return Compare(sound, Ask(**log)) == Verdict::kWrong ? 0 : 3;
  });
  EXPECT_TRUE(ended.answered()) << ended.status;
}

}  // namespace
}  // namespace decree
