#include "bench/peers/duckdb_api.h"

#include <dlfcn.h>

#include <cstdlib>

namespace decree::bench {
namespace {

// Where bench/peers/install leaves it, unless DECREE_DUCKDB names another.
std::string LibraryPath() {
  const char* named = std::getenv("DECREE_DUCKDB");
  if (named != nullptr) return named;
  return DECREE_PEERS_DIR "/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so";
}

template <typename Function>
bool Find(void* library, const char* name, Function& function, std::string& missing) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (function != nullptr) return true;
  missing = std::string("libduckdb.so has no ") + name;
  return false;
}

}  // namespace

bool LoadDuckdb(DuckdbApi& api, std::string& missing) {
  const std::string path = LibraryPath();
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    missing = "no libduckdb.so: run bench/peers/install, or name it in DECREE_DUCKDB";
    return false;
  }
  const auto find = [&](const char* name, auto& function) {
    return Find(library, name, function, missing);
  };
  return find("duckdb_library_version", api.library_version) && find("duckdb_open", api.open) &&
         find("duckdb_connect", api.connect) && find("duckdb_disconnect", api.disconnect) &&
         find("duckdb_close", api.close) && find("duckdb_query", api.query) &&
         find("duckdb_result_error", api.result_error) &&
         find("duckdb_destroy_result", api.destroy_result) &&
         find("duckdb_fetch_chunk", api.fetch_chunk) &&
         find("duckdb_data_chunk_get_size", api.data_chunk_get_size) &&
         find("duckdb_data_chunk_get_vector", api.data_chunk_get_vector) &&
         find("duckdb_vector_get_data", api.vector_get_data) &&
         find("duckdb_destroy_data_chunk", api.destroy_data_chunk) &&
         find("duckdb_prepare", api.prepare) && find("duckdb_bind_int64", api.bind_int64) &&
         find("duckdb_execute_prepared", api.execute_prepared) &&
         find("duckdb_destroy_prepare", api.destroy_prepare) &&
         find("duckdb_appender_create", api.appender_create) &&
         find("duckdb_append_int64", api.append_int64) &&
         find("duckdb_appender_end_row", api.appender_end_row) &&
         find("duckdb_appender_destroy", api.appender_destroy);
}

}  // namespace decree::bench
