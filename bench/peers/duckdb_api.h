// The few calls of DuckDB's C interface that the bench makes, found in the shared library when it
// is there: neither its header nor the library is needed to build.
#ifndef DECREE_BENCH_PEERS_DUCKDB_API_H_
#define DECREE_BENCH_PEERS_DUCKDB_API_H_

#include <cstdint>
#include <string>

namespace decree::bench {

// As the interface has had it since version 1.0; only the last field is ours to pass on.
struct DuckdbResult {
  uint64_t column_count, row_count, rows_changed;
  void* columns;
  char* error_message;
  void* internal;
};

struct DuckdbApi {
  const char* (*library_version)();
  int (*open)(const char* path, void** database);
  int (*connect)(void* database, void** connection);
  void (*disconnect)(void** connection);
  void (*close)(void** database);
  int (*query)(void* connection, const char* text, DuckdbResult* result);
  const char* (*result_error)(DuckdbResult* result);
  void (*destroy_result)(DuckdbResult* result);
  void* (*fetch_chunk)(DuckdbResult result);
  uint64_t (*data_chunk_get_size)(void* chunk);
  void* (*data_chunk_get_vector)(void* chunk, uint64_t column);
  void* (*vector_get_data)(void* vector);
  void (*destroy_data_chunk)(void** chunk);
  int (*prepare)(void* connection, const char* text, void** statement);
  int (*bind_int64)(void* statement, uint64_t parameter, int64_t value);
  int (*execute_prepared)(void* statement, DuckdbResult* result);
  void (*destroy_prepare)(void** statement);
  int (*appender_create)(void* connection, const char* schema, const char* table, void** appender);
  int (*append_int64)(void* appender, int64_t value);
  int (*appender_end_row)(void* appender);
  int (*appender_destroy)(void** appender);
};

// False, with the reason, where the library is not there or lacks a call. It stays loaded.
bool LoadDuckdb(DuckdbApi& api, std::string& missing);

}  // namespace decree::bench

#endif  // DECREE_BENCH_PEERS_DUCKDB_API_H_
