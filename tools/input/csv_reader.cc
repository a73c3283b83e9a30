#include "tools/input/csv_reader.h"

#include <csv.h>

#include <cstdio>
#include <deque>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "tools/input/line_reader.h"
#include "tools/input/utf16_text.h"

namespace decree::tools {
namespace {

constexpr size_t kCsvReadBytes = 256u << 10;
// The room for a cell grows by so much, each time copied as a whole.
constexpr size_t kCellGrowthBytes = 64u << 10;

// Lines that end in a text: by a line feed, a carriage return, or both in this order.
uint64_t LinesIn(absl::string_view text) {
  uint64_t lines = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n")) ++lines;
  }
  return lines;
}

// What separates the cells of the first line, outside quotes.
char SeparatorOf(absl::string_view text) {
  bool is_quoted = false;
  char found = ',';
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (c == ',') return ',';
    if (c == ';' || (c == '\t' && found == ',')) found = c;
  }
  return found;
}

}  // namespace

struct CsvReader::State {
  struct CloseFile {
    void operator()(std::FILE* open) const {
      if (open != stdin) std::fclose(open);
    }
  };
  std::string name;
  std::unique_ptr<std::FILE, CloseFile> file;
  uint64_t bytes_total = 0, bytes_read = 0;
  csv_parser parser{};
  bool is_open = false;  // the parser
  bool at_start = true, at_end = false;
  char separator = ',';
  Utf16Text utf16;          // where the file is that
  std::deque<CsvRow> rows;  // parsed and not yet taken
  CsvRow row;               // under way
  size_t row_bytes = 0;
  uint64_t line = 1;          // that the parser stands on
  bool after_return = false;  // a carriage return ended a row just now, and with it a line
  std::string trouble;        // why the row under way is refused

  ~State() {
    if (is_open) csv_free(&parser);
  }

  void Cell(absl::string_view text) {
    if (row.cells.empty()) row.line = line;
    row_bytes += text.size() + 1;
    line += LinesIn(text);
    after_return = false;
    if (row_bytes > kRowBytesMax || row.cells.size() >= kCellsMax) {
      if (trouble.empty()) trouble = "the row is too long; is a quote not closed?";
      return;
    }
    row.cells.emplace_back(text);
  }

  // `end`: the character that ended it, or -1 at the end of the file.
  void EndOfRow(int end) {
    const bool is_empty = row.cells.empty() || (row.cells.size() == 1 && row.cells[0].empty());
    if (!is_empty) rows.push_back(std::move(row));
    row = {};
    row_bytes = 0;
    // The two characters of CRLF end one line.
    if (end == CSV_CR || (end == CSV_LF && !after_return)) ++line;
    after_return = end == CSV_CR;
  }
};

CsvReader::CsvReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvReader::~CsvReader() = default;

uint64_t CsvReader::bytes_read() const { return state_->bytes_read; }
uint64_t CsvReader::bytes_total() const { return state_->bytes_total; }

absl::StatusOr<std::unique_ptr<CsvReader>> CsvReader::Open(const std::string& path) {
  auto state = std::make_unique<State>();
  std::error_code error;
  state->name = path == "-" ? "standard input" : path;
  if (path != "-" && std::filesystem::is_directory(path, error)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": is a folder, not a file"));
  }
  state->file.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (state->file == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be opened"));
  }
  const auto bytes = std::filesystem::file_size(path, error);
  if (path != "-" && !error) state->bytes_total = bytes;
  // Every line feed outside quotes is told, so that lines can be counted.
  if (csv_init(&state->parser, CSV_REPALL_NL) != 0) {
    return absl::InternalError("the CSV parser cannot be made");
  }
  state->is_open = true;
  csv_set_blk_size(&state->parser, kCellGrowthBytes);
  // Blanks belong to a cell, as RFC 4180 has it.
  csv_set_space_func(&state->parser, [](unsigned char) { return 0; });
  return std::unique_ptr<CsvReader>(new CsvReader(std::move(state)));
}

std::string CsvReader::Described() const {
  std::string found;
  if (state_->utf16.is_used()) found = "read as UTF-16";
  if (state_->separator != ',') {
    absl::StrAppend(&found, found.empty() ? "" : ", ", "cells are separated by ",
                    state_->separator == ';' ? "semicolons" : "tabs");
  }
  return found;
}

absl::Status CsvReader::Refill() {
  State& state = *state_;
  const auto on_cell = [](void* text, size_t bytes, void* to) {
    static_cast<State*>(to)->Cell({static_cast<const char*>(text), bytes});
  };
  const auto on_row = [](int end, void* to) { static_cast<State*>(to)->EndOfRow(end); };
  std::string buffer(kCsvReadBytes, '\0');
  const size_t read = std::fread(buffer.data(), 1, buffer.size(), state.file.get());
  if (std::ferror(state.file.get()) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(state.name, ": cannot be read"));
  }
  state.bytes_read += read;
  absl::string_view text(buffer.data(), read);
  state.at_end = read < buffer.size();
  if (state.at_start) state.utf16.Begin(text);
  std::string converted;
  if (state.utf16.is_used()) {
    if (!state.utf16.Convert(text, state.at_end, converted)) {
      state.trouble = "is not UTF-16, though it begins as that; save it as UTF-8";
      return absl::OkStatus();
    }
    text = converted;
  }
  if (state.at_start) {
    absl::ConsumePrefix(&text, kByteOrderMark);
    state.separator = SeparatorOf(text);
    csv_set_delim(&state.parser, static_cast<unsigned char>(state.separator));
  }
  state.at_start = false;
  bool sound =
      csv_parse(&state.parser, text.data(), text.size(), on_cell, on_row, &state) == text.size();
  if (state.at_end && sound) {
    // A stray quote is text like any other; one that is never closed is not.
    csv_set_opts(&state.parser, CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI);
    sound = csv_fini(&state.parser, on_cell, on_row, &state) == 0;
  }
  if (!sound && state.trouble.empty()) state.trouble = "a quote is not closed";
  if (csv_get_buffer_size(&state.parser) > 2 * kRowBytesMax && state.trouble.empty()) {
    state.trouble = "the row is too long; is a quote not closed?";
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvReader::Next(CsvRow& row) {
  State& state = *state_;
  while (state.rows.empty() && !state.at_end && state.trouble.empty()) {
    DECREE_RETURN_IF_ERROR(Refill());
  }
  if (!state.rows.empty()) {
    row = std::move(state.rows.front());
    state.rows.pop_front();
    return true;
  }
  if (state.trouble.empty()) return false;
  const uint64_t line = state.row.cells.empty() ? state.line : state.row.line;
  return absl::InvalidArgumentError(absl::StrCat(state.name, ":", line, ": ", state.trouble));
}

}  // namespace decree::tools
