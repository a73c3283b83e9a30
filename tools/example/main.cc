// Records two events in the store named and asks what was in force: example STORE_DIR
#include <iostream>

#include "core/decree.h"

constexpr char kEvents[] = R"(
{"id":"a-1","kind":"imposed","measure":"us/a","class":"tariff","title":"Additional duty","actor":{"jurisdiction":"US"},"stated":"2025-02-01","effective":{"from":"2025-02-04"},"terms":{"tariff":{"adValorem":"10%"}}}
{"id":"a-2","kind":"suspended","measure":"us/a","actor":{"jurisdiction":"US"},"stated":"2025-03-01","effective":{"from":"2025-03-10","through":"2025-06-30"}}
)";

int Fail(const absl::Status& status) {
  std::cerr << status.message() << "\n";
  return 1;
}

int main(int argc, char** argv) {
  auto store = decree::Decree::Open(argc > 1 ? argv[1] : "example-store", decree::Options{});
  if (!store.ok()) return Fail(store.status());
  auto lines = decree::EventsFromJsonLines(kEvents);
  if (!lines.ok()) return Fail(lines.status());
  std::vector<decree::NewEvent> events;
  for (decree::JsonLine& line : *lines) events.push_back({std::move(line.event), {}});
  auto appended = (*store)->Append(events);
  if (!appended.ok()) return Fail(appended.status());

  decree::AsOfQuestion question;
  question.effective_on = "2025-04-01";
  question.all = true;
  auto answer = (*store)->AsOf(question);
  if (!answer.ok()) return Fail(answer.status());
  for (const decree::MeasureState& state : answer->measures) {
    std::cout << state.measure << " applies on " << answer->header.effective_on << ": "
              << decree::NameOf(state.applies) << "\n";
    for (const std::string& reason : state.reasons) std::cout << "  " << reason << "\n";
  }
}
