#include "app/cli/store_commands.hpp"

#include "app/cli/json_output.hpp"
#include "app/store_path.hpp"

namespace tidemark::app {
namespace {

void print_count(const DbOptions& options, const Console& console, const char* key, int count, const char* text) {
  if (options.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_object();
      json.key(key).integer(count);
      json.end_object();
    });
  } else {
    console.out << count << ' ' << text << '\n';
  }
}

int print_backup(const BackupOptions& options, const Console& console, const storage::BackupInfo& info,
                 const char* verb) {
  if (options.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_object();
      json.key("file").text(options.file);
      json.key("bytes").unsigned_integer(info.bytes);
      json.key("checksum").text(info.checksum);
      json.end_object();
    });
  } else {
    console.out << verb << ' ' << options.file << ": " << info.bytes << " bytes, XXH3 " << info.checksum << '\n';
  }
  return code_of(ExitCode::kDone);
}

}  // namespace

int run_db_migrate(const DbOptions& options, const Console& console) {
  const auto path = resolve_store_path(options.store);
  if (!path) return report_error(console, path.error());
  const auto applied = storage::migrate(*path, options.target);
  if (!applied) return report_error(console, applied.error());
  print_count(options, console, "applied", *applied, "migrations applied");
  return code_of(ExitCode::kDone);
}

int run_db_rollback(const DbOptions& options, const Console& console) {
  const auto path = resolve_store_path(options.store);
  if (!path) return report_error(console, path.error());
  const auto undone = storage::rollback(*path, options.steps);
  if (!undone) return report_error(console, undone.error());
  print_count(options, console, "undone", *undone, "migrations undone");
  return code_of(ExitCode::kDone);
}

int run_db_status(const DbOptions& options, const Console& console) {
  const auto path = resolve_store_path(options.store);
  if (!path) return report_error(console, path.error());
  const auto states = storage::migration_status(*path);
  if (!states) return report_error(console, states.error());
  if (options.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) {
      json.begin_array();
      for (const auto& state : *states) {
        json.begin_object();
        json.key("number").integer(state.number);
        json.key("name").text(state.name);
        json.key("applied").boolean(state.applied);
        json.end_object();
      }
      json.end_array();
    });
    return code_of(ExitCode::kDone);
  }
  console.out << *path << '\n';
  for (const auto& state : *states) {
    console.out << "  " << state.number << "  " << (state.applied ? "applied" : "pending") << "  " << state.name
                << '\n';
  }
  return code_of(ExitCode::kDone);
}

int run_backup(const BackupOptions& options, const Console& console) {
  const auto path = resolve_store_path(options.store);
  if (!path) return report_error(console, path.error());
  const auto info = storage::backup(*path, options.file);
  if (!info) return report_error(console, info.error());
  return print_backup(options, console, *info, "backed up to");
}

int run_restore(const BackupOptions& options, const Console& console) {
  const auto path = resolve_store_path(options.store);
  if (!path) return report_error(console, path.error());
  const auto info = storage::restore(options.file, *path, options.overwrite);
  if (!info) return report_error(console, info.error());
  return print_backup(options, console, *info, "restored from");
}

}  // namespace tidemark::app
