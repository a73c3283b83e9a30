// What every question is asked of: one pinned state of a record, a view of it, and how much the
// question may cost. The façade (core/record.h) parses what people type, pins the state and makes
// one.
#ifndef DECREE_CORE_QUERY_CONTEXT_H_
#define DECREE_CORE_QUERY_CONTEXT_H_

#include "core/log/record_log.h"
#include "core/projections/strand.h"
#include "core/query/acts/visible_acts.h"
#include "core/query/answers/answers.h"
#include "core/query/answers/question_limits.h"

namespace decree {

struct ScreenCandidates;  // core/query/screen/screen_candidates.h

struct QuestionContext {
  const RecordLog& log;
  const StrandReader& strands;
  ViewFilter filter;
  AnswerHeader header;
  QuestionLimits limits = {};
  const ScreenCandidates* candidates = nullptr;  // nullptr: every measure is looked at
};

}  // namespace decree

#endif  // DECREE_CORE_QUERY_CONTEXT_H_
