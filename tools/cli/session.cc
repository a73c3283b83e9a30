#include "tools/cli/session.h"

#include "absl/strings/str_cat.h"

namespace decree::tools {
namespace {

absl::StatusOr<std::unique_ptr<Decree>> Open(const Session& session, const Options& options) {
  auto store = Decree::Open(session.store_dir, options);
  if (store.ok() || store.status().code() != absl::StatusCode::kNotFound) return store;
  return absl::NotFoundError(absl::StrCat(
      "there is no store at \"", session.store_dir, "\" (", std::string(store.status().message()),
      "); name one with --store DIR or $DECREE_STORE, or make one: decree --store ",
      session.store_dir, " append FILE.jsonl"));
}

absl::StatusOr<std::unique_ptr<Decree>> OpenItself(const Session& session, const Options& options) {
  if (!session.open_record) return Open(session, options);
  return absl::InvalidArgumentError(
      "an altered record only answers questions; everything else is run on the store itself");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Record>> OpenToAsk(const Session& session) {
  if (session.open_record) return session.open_record();
  return OpenToRead(session);
}

absl::StatusOr<std::unique_ptr<Decree>> OpenToRead(const Session& session) {
  Options options;
  options.read_only = true;
  options.create = false;
  return OpenItself(session, options);
}

absl::StatusOr<std::unique_ptr<Decree>> OpenToInspect(const Session& session) {
  Options options;
  options.read_only = true;
  options.create = false;
  options.allow_lost_end = true;
  return Open(session, options);
}

absl::StatusOr<std::unique_ptr<Decree>> OpenToChange(const Session& session) {
  Options options;
  options.create = false;
  return OpenItself(session, options);
}

absl::StatusOr<std::unique_ptr<Decree>> OpenToAppend(const Session& session) {
  return OpenItself(session, Options{});
}

}  // namespace decree::tools
