#pragma once

#include <optional>
#include <string>

#include "app/cli/console.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

struct DbOptions {
  std::string store;
  std::optional<int> target;  ///< migrate: up to this number
  int steps{1};               ///< rollback: how many
  OutputFormat format{OutputFormat::kText};
};

int run_db_migrate(const DbOptions& options, const Console& console);
int run_db_rollback(const DbOptions& options, const Console& console);
int run_db_status(const DbOptions& options, const Console& console);

struct BackupOptions {
  std::string file;
  std::string store;
  storage::Overwrite overwrite{storage::Overwrite::kRefuse};  ///< restore only
  OutputFormat format{OutputFormat::kText};
};

int run_backup(const BackupOptions& options, const Console& console);
int run_restore(const BackupOptions& options, const Console& console);

}  // namespace tidemark::app
