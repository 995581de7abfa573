#include <cstdint>
#include <memory>

#include "app/cli/arguments/builder.hpp"
#include "app/cli/arguments/commands.hpp"
#include "app/cli/config_command.hpp"
#include "app/cli/doctor_command.hpp"
#include "app/cli/store_commands.hpp"
#include "app/version.hpp"

namespace tidemark::app {
namespace {

void add_db(const CommandBuilder& b) {
  CLI::App* db = b.command("db", "Care for the database schema",
                           "  tidemark db status\n  tidemark db migrate\n  tidemark db rollback --steps 1");
  db->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, auto run, auto more) {
    auto o = std::make_shared<DbOptions>();
    CLI::App* sub = db->add_subcommand(name, what);
    more(sub, *o);
    add_store(sub, o->store);
    add_json(sub, o->format);
    b.on(sub, [o, run, &console = b.console] { return run(*o, console); });
  };
  add("migrate", "apply pending migrations", run_db_migrate,
      [](CLI::App* sub, DbOptions& o) { sub->add_option("--to", o.target, "up to this migration"); });
  add("rollback", "undo the last migrations", run_db_rollback, [](CLI::App* sub, DbOptions& o) {
    sub->add_option("--steps", o.steps, "how many (default 1)")->check(CLI::PositiveNumber);
  });
  add("status", "which migrations are applied", run_db_status, [](CLI::App*, DbOptions&) {});
}

void add_backup(const CommandBuilder& b) {
  auto o = std::make_shared<BackupOptions>();
  CLI::App* sub = b.command("backup", "Write a consistent, compressed, checksummed copy of the database",
                            "  tidemark backup today.tmbak");
  sub->add_option("file", o->file)->required();
  add_store(sub, o->store);
  add_json(sub, o->format);
  b.on(sub, [o, &console = b.console] { return run_backup(*o, console); });

  auto r = std::make_shared<BackupOptions>();
  CLI::App* restore =
      b.command("restore", "Put a backup in place, after checking it", "  tidemark restore today.tmbak --replace");
  restore->add_option("file", r->file)->required();
  restore->add_flag_function(
      "--replace", [r](std::int64_t) { r->overwrite = storage::Overwrite::kReplace; },
      "overwrite an existing database");
  add_store(restore, r->store);
  add_json(restore, r->format);
  b.on(restore, [r, &console = b.console] { return run_restore(*r, console); });
}

void add_config(const CommandBuilder& b) {
  CLI::App* config = b.command("config", "Check or show the configuration",
                               "  tidemark config check config/\n  tidemark config show --json");
  config->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, auto run) {
    auto o = std::make_shared<ConfigOptions>();
    auto format = std::make_shared<OutputFormat>(OutputFormat::kText);
    CLI::App* sub = config->add_subcommand(name, what);
    sub->add_option("dir", o->dir, "folder of YAML files");
    sub->add_option("--config", o->dir, "the same");
    add_json(sub, *format);
    b.on(sub, [o, format, run, &console = b.console] {
      o->json = *format == OutputFormat::kJson;
      return run(*o, console.out, console.err);
    });
  };
  add("check", "is every key known and every value in range?", run_config_check);
  add("show", "the effective configuration, secrets hidden", run_config_show);
}

void add_self_help(const CommandBuilder& b) {
  auto o = std::make_shared<DoctorOptions>();
  auto format = std::make_shared<OutputFormat>(OutputFormat::kText);
  CLI::App* doctor = b.command("doctor", "Name what is wrong here, and the remedy", "  tidemark doctor --json");
  doctor->add_option("--config", o->config_dir, "folder of YAML files");
  add_store(doctor, o->store);
  add_json(doctor, *format);
  b.on(doctor, [o, format, &console = b.console] {
    o->json = *format == OutputFormat::kJson;
    return run_doctor(*o, console.out, console.err);
  });

  auto version_format = std::make_shared<OutputFormat>(OutputFormat::kText);
  CLI::App* version = b.command("version", "Version and build", "  tidemark version --json");
  add_json(version, *version_format);
  b.on(version, [version_format, &console = b.console] { return run_version(*version_format, console); });
}

}  // namespace

void add_upkeep_commands(const CommandBuilder& b) {
  add_db(b);
  add_backup(b);
  add_config(b);
  add_self_help(b);
}

}  // namespace tidemark::app
