// Two macros that carry an absl::Status or unwrap an absl::StatusOr, so that error paths read as
// one line.
#ifndef DECREE_CORE_BASE_STATUS_MACROS_H_
#define DECREE_CORE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define DECREE_CONCAT_INNER_(a, b) a##b
#define DECREE_CONCAT_(a, b) DECREE_CONCAT_INNER_(a, b)

// Returns the status of `expr` from the enclosing function unless it is OK.
#define DECREE_RETURN_IF_ERROR(expr)                 \
  do {                                               \
    absl::Status decree_status_ = (expr);            \
    if (!decree_status_.ok()) return decree_status_; \
  } while (false)

// Assigns the value of the StatusOr `expr` to `lhs` (which may declare a variable) or returns its
// status.
#define DECREE_ASSIGN_OR_RETURN(lhs, expr) \
  DECREE_ASSIGN_OR_RETURN_IMPL_(DECREE_CONCAT_(decree_status_or_, __LINE__), lhs, expr)
#define DECREE_ASSIGN_OR_RETURN_IMPL_(temporary, lhs, expr)  \
  auto temporary = (expr);                                   \
  if (!temporary.ok()) return std::move(temporary).status(); \
  lhs = std::move(temporary).value()

#endif  // DECREE_CORE_BASE_STATUS_MACROS_H_
