// One bit is flipped in the bytes of everything beside the log and what was signed: views, compiled
// answers and documents. A question is then answered as before or not at all, and `doctor` finds
// every flip in a document and all but those in the filler at the end of a table.
//
// Every 4th byte, of OPTIONS every 64th; DECREE_FLIP_STRIDE=1 takes them all, as the long run does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/decree.h"
#include "core/store/ordered_store.h"
#include "tests/crash/flips_in_children.h"
#include "tests/crash/power_run.h"

namespace decree {
namespace {

namespace fs = std::filesystem;

// The end of a RocksDB table has bytes that say nothing and that no block's checksum covers.
constexpr int kFillerBytes = 40;
constexpr size_t kChildren = 6;
constexpr int kStride = 4;
constexpr unsigned kSecondsMax = 1800;
constexpr int kWriterEvery = 16;  // of the flips, one is shown to a writer too

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void WriteFile(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

absl::StatusOr<std::unique_ptr<Decree>> OpenToRead(const std::string& dir) {
  Options options;
  options.read_only = true;
  options.memory_bytes_max = 4 << 20;
  return Decree::Open(dir, options);
}

NewEvent Told(const std::string& json) {
  const auto event = EventFromJson(json);
  DECREE_ASSERT(event.ok());
  return {*event, {}};
}

std::string Imposed(int i) {
  const std::string number = std::to_string(i);
  return R"({"id":"e)" + number + R"(","kind":"imposed","measure":"us/m)" + number +
         R"(","class":"tariff","actor":{"jurisdiction":"US"},"stated":"2025-02-01",)" +
         R"("effective":{"from":"2025-02-04"},"appliesBy":"entry","scope":{"include":)" +
         R"([{"origin":["CN"],"product":["HS:100)" + number + R"("]}]},)" +
         R"("terms":{"tariff":{"adValorem":"1)" + number + R"(%"}}})";
}

// In two sittings, so that no table holds all: each leaves one. Statements that are about no
// measure make a record long enough for compiled answers on disk, and these no
// larger.
void MakeStore(const std::string& dir, int statements) {
  for (int sitting = 0; sitting < 2; ++sitting) {
    auto store = Decree::Open(dir, Options{});
    DECREE_ASSERT(store.ok());
    std::vector<NewEvent> events;
    for (int i = 4 * sitting; i < 4 * sitting + 4; ++i) events.push_back(Told(Imposed(i)));
    for (int i = 0; i < (sitting == 0 ? statements : 0); ++i) {
      events.push_back(
          Told(R"({"id":"s)" + std::to_string(i) +
               R"(","kind":"statement","threads":["t"],"actor":{"jurisdiction":"US"},)" +
               R"("stated":"2025-01-05"})"));
    }
    DECREE_ASSERT((*store)->Append(events).ok());
    DECREE_ASSERT((*store)->Close().ok());
  }
}

// The measures and rates that the compiled answers give for each heading; "" when they do not.
std::string PointAnswers(Decree& store) {
  std::string text;
  for (int i = 0; i < 9; ++i) {
    AsOfQuestion asked;
    asked.effective_on = "2025-03-01";
    asked.origin = "CN";
    asked.product = "HTS:100" + std::to_string(i) + "000000";
    const auto question = store.MakePointQuestion(asked);
    PointAnswer answer;
    if (!question.ok() || !store.Point(*question, answer).ok()) return "";
    text += "\n" + asked.product;
    for (const PointHit& hit : answer.hits) {
      text += " " + store.MeasureOf(hit) + " " + std::to_string(hit.rate_ppm);
    }
  }
  return text;
}

// What is asked, each "" when it is not answered.
struct Answers {
  std::string as_of, points;
  bool DifferFrom(const Answers& sound) const {
    return (!as_of.empty() && as_of != sound.as_of) || (!points.empty() && points != sound.points);
  }
};

Answers Ask(const std::string& dir, bool read_only = true) {
  Answers answers;
  const auto store = read_only ? OpenToRead(dir) : Decree::Open(dir, Options{});
  if (!store.ok()) return answers;
  answers.points = PointAnswers(**store);
  AsOfQuestion question;
  question.effective_on = "2025-03-01";
  question.all = true;
  const auto answer = (*store)->AsOf(question);
  if (!answer.ok()) return answers;
  answers.as_of = "answer";
  for (const MeasureState& state : answer->measures) {
    answers.as_of += "\n" + state.measure + " " + std::string(NameOf(state.applies));
    for (const std::string& reason : state.reasons) answers.as_of += " " + reason;
    for (const std::string& id : state.because) answers.as_of += " " + id;
  }
  return answers;
}

bool DoctorFinds(const std::string& dir) {
  const auto store = OpenToRead(dir);
  if (!store.ok()) return true;
  const auto report = (*store)->Doctor();
  return !report.ok() || !report->findings.empty();
}

class StoreFlipTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(MakeBoth()); }

  bool MakeBoth() const {
    WriteFile(folder_.Sub("notice"), "the text of a notice, with a few words\n");
    return InChild([&](int) {
             MakeStore(folder_.Sub("small"), 0);
             MakeStore(folder_.Sub("large"), 2'050);
             auto store = Decree::Open(folder_.Sub("small"), Options{});
             DECREE_ASSERT(store.ok() && (*store)->KeepDocument(folder_.Sub("notice")).ok());
             DECREE_ASSERT((*store)->Close().ok());
             return DoctorFinds(folder_.Sub("small")) || DoctorFinds(folder_.Sub("large")) ? 1 : 0;
           })
        .answered();
  }

  // The files of a store whose names begin so.
  std::vector<std::string> NamesOf(const std::string& store, const std::string& part) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.Sub(store))) {
      const std::string name = fs::relative(entry.path(), folder_.Sub(store)).string();
      if (entry.is_regular_file() && name.starts_with(part) && entry.file_size() > 0) {
        names.push_back(name);
      }
    }
    return names;
  }

  // Answers with a bent file; a writer may make it anew, so it has a copy of its own.
  static Answers AskAsWriter(const std::string& copy, const std::string& name,
                             const std::string& bent) {
    const std::string own = copy + "-written";
    fs::copy(copy, own, fs::copy_options::recursive);
    WriteFile(own + "/" + name, bent);
    const Answers answers = Ask(own, /*read_only=*/false);
    fs::remove_all(own);
    return answers;
  }

  // Without the first `skipped` flips; what a child says: flips_in_children.h.
  int FlipSome(const std::string& store, const std::string& name, size_t begin, size_t end,
               size_t stride, int skipped, int output) const {
    const std::string copy = folder_.Sub("copy" + std::to_string(begin));
    fs::remove_all(copy + "-written");  // of one that was ended
    fs::remove_all(copy);
    fs::copy(folder_.Sub(store), copy, fs::copy_options::recursive);
    const Answers sound = Ask(copy);
    if (sound.as_of.empty() || sound.points.find("us/m7 170000") == std::string::npos) return 1;
    const std::string bytes = ReadFile(copy + "/" + name);
    const uint64_t bits = FromEnvironment("DECREE_FLIP_BITS", 1);
    const uint64_t first_bit = FromEnvironment("DECREE_FLIP_BIT", 0);
    int flips = 0;
    for (size_t at = begin; at < end; at += stride) {
      for (uint64_t i = first_bit; i < first_bit + bits; ++i) {
        if (flips++ < skipped) continue;
        const size_t bit = (at * 5 + i) % 8;
        std::string bent = bytes;
        bent[at] = static_cast<char>(bent[at] ^ (1 << bit));
        WriteText(output, ".");
        WriteFile(copy + "/" + name, bent);
        const bool to_writer = flips % kWriterEvery == 0;
        if (Ask(copy).DifferFrom(sound) ||
            (to_writer && AskAsWriter(copy, name, bent).DifferFrom(sound))) {
          WriteText(output, "wrong: " + name + " byte " + std::to_string(at) + "\n");
        }
        WriteText(output, DoctorFinds(copy) ? kShown : kHarmless);
      }
    }
    fs::remove_all(copy);
    return 0;
  }

  void FlipFile(const std::string& store, const std::string& name, int stride_by_default) const {
    const bool is_options = name.find("OPTIONS") != std::string::npos;
    const auto stride = static_cast<size_t>(
        FromEnvironment("DECREE_FLIP_STRIDE", is_options ? 64 : stride_by_default));
    const size_t size = fs::file_size(folder_.Sub(store) + "/" + name);
    const size_t part = (size / kChildren / stride + 1) * stride;
    std::vector<std::function<int(int, int)>> parts;
    std::vector<Running> children;
    for (size_t begin = 0; begin < size; begin += part) {
      const size_t end = std::min(size, begin + part);
      parts.emplace_back([this, &store, &name, begin, end, stride](int skipped, int output) {
        return FlipSome(store, name, begin, end, stride, skipped, output);
      });
      children.push_back(
          StartChild([&](int output) { return parts.back()(0, output); }, kSecondsMax));
    }
    FlipCounts counts;
    for (size_t i = 0; i < children.size(); ++i) {
      counts.Add(WaitForFlips(children[i], parts[i], kSecondsMax));
    }
    std::printf("%-60s %6zu bytes: %5d flips, doctor found %5d, %d ended the process\n",
                name.c_str(), size, counts.flips(), counts.shown, counts.aborted);
    std::fflush(stdout);
    if (name.starts_with("documents/")) {
      EXPECT_EQ(counts.harmless, 0) << name;
    } else if (name.ends_with(".sst")) {
      EXPECT_LE(counts.harmless,
                kFillerBytes * static_cast<int>(FromEnvironment("DECREE_FLIP_BITS", 1)))
          << name;
    }
  }

  const MemoryFolder folder_;
};

TEST_F(StoreFlipTest, NoAnswerIsAnotherOneAndDoctorFindsDamage) {
  std::vector<std::string> names = NamesOf("small", "views/");
  EXPECT_GE(names.size(), 6u);  // two tables among them
  for (const std::string& name : NamesOf("small", "documents/")) names.push_back(name);
  for (const std::string& name : names) FlipFile("small", name, kStride);
}

TEST_F(StoreFlipTest, NoPointAnswerIsAnotherOneAndDoctorFindsDamage) {
  const std::vector<std::string> names = NamesOf("large", "image/");
  EXPECT_GE(names.size(), 6u);
  for (const std::string& name : names) FlipFile("large", name, kStride);
}

// The harness must go red when compiled answers give other answers: those that lack what is filed
// in them.
TEST_F(StoreFlipTest, CompiledAnswersThatLackEntriesAreReported) {
  const Ended ended = InChild([&](int) {
    const std::string dir = folder_.Sub("large");
    const Answers sound = Ask(dir);
    {
      const auto image = OpenRocksdbStore(dir + "/image", {});
      WriteSet writes;
      const auto take_away = [&](absl::string_view key, absl::string_view) {
        writes.Delete(std::string(key));
        return true;
      };
      // The buckets: schema/FORMAT.md, "The image".
      if (!image.ok() || !(*image)->Scan("b", "c", take_away).ok()) return 1;
      if (!(*image)->Write(writes).ok() || !(*image)->Flush().ok()) return 2;
    }
    return Ask(dir).DifferFrom(sound) && DoctorFinds(dir) ? 0 : 3;
  });
  EXPECT_TRUE(ended.answered()) << ended.status;
}

}  // namespace
}  // namespace decree
