// The questions over one pinned state of a record, all of them.
#ifndef DECREE_CORE_QUERY_QUESTIONS_H_
#define DECREE_CORE_QUERY_QUESTIONS_H_

#include "core/query/change/change_questions.h"
#include "core/query/context.h"
#include "core/query/control/control_questions.h"
#include "core/query/screen/screen_candidates.h"
#include "core/query/screen/screen_questions.h"
#include "core/query/thread/thread_questions.h"

#endif  // DECREE_CORE_QUERY_QUESTIONS_H_
