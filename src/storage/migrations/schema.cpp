#include "storage/migrations/schema.hpp"

#include <algorithm>
#include <string>

#include "storage/migrations/migration.hpp"

namespace tidemark::storage {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;
using sqlite::Database;
using sqlite::Intent;
using sqlite::Step;
using sqlite::Transaction;

namespace {

constexpr const char* kBookkeeping = R"sql(
CREATE TABLE IF NOT EXISTS schema_migrations (
  number     INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  checksum   TEXT NOT NULL,
  applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;
)sql";

const Migration* find_migration(std::int64_t number) {
  const auto all = all_migrations();
  const auto found = std::ranges::find(all, number, &Migration::number);
  return found == all.end() ? nullptr : &*found;
}

Status check_row(const sqlite::Query& row, const std::string& place) {
  const std::int64_t number = row.integer(0);
  const Migration* known = find_migration(number);
  const std::string label = std::to_string(number) + " (" + std::string(row.text(1)) + ")";
  if (known == nullptr) {
    return fail(ErrorKind::kConflict, "schema_newer",
                "the database has migration " + label +
                    ", which this program does not know: use the newer tidemark that made it, or let that one run "
                    "'tidemark db rollback'",
                place);
  }
  if (row.text(2) != known->checksum()) {
    return fail(ErrorKind::kConflict, "schema_changed",
                "migration " + label + " is not the one this program has: use the tidemark that made the database",
                place);
  }
  return {};
}

/// Numbers applied, ascending, after checking that each one is ours.
Result<std::vector<std::int64_t>> applied_numbers(Database& database) {
  auto exists = database.scalar("SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'");
  if (!exists) return forward_error(exists);
  std::vector<std::int64_t> numbers;
  if (exists->value_or(0) == 0) return numbers;
  auto query = database.query("SELECT number, name, checksum FROM schema_migrations ORDER BY number");
  if (!query) return forward_error(query);
  for (;;) {
    auto step = query->step();
    if (!step) return forward_error(step);
    if (*step == Step::kDone) return numbers;
    if (auto ok = check_row(*query, database.path()); !ok) return forward_error(ok);
    numbers.push_back(query->integer(0));
  }
}

Status apply(Database& database, const Migration& migration) {
  if (auto run = database.execute(std::string(migration.up)); !run) return run;
  const std::string checksum = migration.checksum();
  auto note = database.query("INSERT INTO schema_migrations (number, name, checksum) VALUES (?, ?, ?)");
  if (!note) return forward_error(note);
  return note->bind(std::int64_t{migration.number}).bind(migration.name).bind(std::string_view{checksum}).run();
}

Status undo(Database& database, const Migration& migration) {
  if (auto run = database.execute(std::string(migration.down)); !run) return run;
  auto note = database.query("DELETE FROM schema_migrations WHERE number = ?");
  if (!note) return forward_error(note);
  return note->bind(std::int64_t{migration.number}).run();
}

/// One migration forward inside its own transaction; false when there is none left up to `target`.
Result<bool> step_up(Database& database, std::int64_t target) {
  auto transaction = Transaction::begin(database, Intent::kWrite);
  if (!transaction) return forward_error(transaction);
  if (auto run = database.execute(kBookkeeping); !run) return forward_error(run);
  // Read inside the transaction: another process may have migrated while we waited for the lock.
  auto applied = applied_numbers(database);
  if (!applied) return forward_error(applied);
  const auto all = all_migrations();
  const auto next = std::ranges::find_if(
      all, [&](const Migration& m) { return std::ranges::find(*applied, std::int64_t{m.number}) == applied->end(); });
  if (next == all.end() || next->number > target) return false;
  if (auto run = apply(database, *next); !run) return forward_error(run);
  if (auto done = transaction->commit(); !done) return forward_error(done);
  return true;
}

Result<bool> step_down(Database& database) {
  auto transaction = Transaction::begin(database, Intent::kWrite);
  if (!transaction) return forward_error(transaction);
  auto applied = applied_numbers(database);
  if (!applied) return forward_error(applied);
  if (applied->empty()) return false;
  if (auto run = undo(database, *find_migration(applied->back())); !run) return forward_error(run);
  if (auto done = transaction->commit(); !done) return forward_error(done);
  return true;
}

}  // namespace

Result<SchemaState> schema_state(Database& database) {
  auto applied = applied_numbers(database);
  if (!applied) return forward_error(applied);
  if (applied->empty()) return SchemaState::kEmpty;
  return applied->size() < all_migrations().size() ? SchemaState::kOlder : SchemaState::kCurrent;
}

Result<std::vector<MigrationState>> migration_states(Database& database) {
  auto applied = applied_numbers(database);
  if (!applied) return forward_error(applied);
  std::vector<MigrationState> states;
  for (const Migration& m : all_migrations()) {
    const bool done = std::ranges::find(*applied, std::int64_t{m.number}) != applied->end();
    states.push_back({.number = m.number, .name = std::string(m.name), .applied = done});
  }
  return states;
}

Result<int> migrate_up(Database& database, std::optional<int> target) {
  const int last = all_migrations().back().number;
  if (target && (*target < 0 || *target > last)) {
    return fail(ErrorKind::kInvalidArgument, "migration_target",
                "there is no migration " + std::to_string(*target) + "; the last one is " + std::to_string(last));
  }
  for (int count = 0;; ++count) {
    auto more = step_up(database, target.value_or(last));
    if (!more) return forward_error(more);
    if (!*more) return count;
  }
}

Result<int> migrate_down(Database& database, int steps) {
  if (steps < 1) return fail(ErrorKind::kInvalidArgument, "rollback_steps", "the number of steps must be at least 1");
  for (int count = 0; count < steps; ++count) {
    auto more = step_down(database);
    if (!more) return forward_error(more);
    if (!*more) return count;
  }
  return steps;
}

}  // namespace tidemark::storage
