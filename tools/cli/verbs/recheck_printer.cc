#include "tools/cli/verbs/recheck_printer.h"

#include <iostream>

namespace decree::cli {

RecheckPrinter::RecheckPrinter(const Session& session, Decree& store) {
  if (session.json) {
    json_.emplace(std::cout);
  } else if (session.csv) {
    csv_.emplace(std::cout, session.csv_form);
  } else {
    text_.emplace(PageOf(session), store);
  }
}

void RecheckPrinter::Show(uint64_t line, const PastDecision& decision, const RecheckRow& row) {
  totals_.Count(decision, row);
  if (json_) json_->Add(line, decision, row);
  if (csv_) csv_->Add(line, decision, row);
  if (text_) text_->Add(decision, row);
}

void RecheckPrinter::ShowRefused(uint64_t line, const std::string& id, const std::string& why) {
  ++totals_.refused;
  if (json_) json_->AddRefused(line, id, why);
  if (csv_) csv_->AddRefused(line, id, why);
}

void RecheckPrinter::End(const AnswerHeader& header) {
  if (json_) {
    json_->End(header, totals_);
    std::cout << "\n";
  }
  if (text_) text_->End(header, totals_);
}

}  // namespace decree::cli
