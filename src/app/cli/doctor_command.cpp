#include "app/cli/doctor_command.hpp"

#include <algorithm>
#include <vector>

#include "app/cli/console.hpp"
#include "app/cli/json_output.hpp"
#include "app/doctor/checks.hpp"
#include "app/load_checked.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::app {
namespace {

/// The configuration to look with: a broken one is reported, and the rest is looked at with the built-in one.
struct Configured {
  Check check;
  ops::Config config;
};

Configured check_configuration(const DoctorOptions& options) {
  ops::ConfigSources sources{.environment = ops::process_environment()};
  if (options.config_dir) sources.dir = *options.config_dir;
  if (!options.store.empty()) sources.overrides.push_back("store.path=" + options.store);
  Configured result{.check = {.name = "configuration"}, .config = {}};
  auto loaded = load_checked(sources);
  if (loaded) {
    result.check.detail = loaded->dir ? loaded->dir->string() : "built-in defaults";
    result.config = std::move(loaded->config);
    return result;
  }
  result.check.health = Health::kFail;
  for (const core::Error& error : loaded.error()) {
    result.check.detail += (result.check.detail.empty() ? "" : "; ") + error.text();
  }
  result.check.remedy = "correct what is named; tidemark config check shows it line by line";
  result.config = ops::default_config(sources.environment);
  if (!options.store.empty()) result.config.store.path = options.store;
  return result;
}

std::vector<Check> run_checks(const DoctorOptions& options) {
  Configured configured = check_configuration(options);
  const ops::Config& config = configured.config;
  std::vector<Check> checks;
  checks.push_back(std::move(configured.check));
  checks.push_back(check_data_folder(config.store.path));
  checks.push_back(check_disk_space(config.store.path));
  checks.push_back(check_store(config.store.path));
  checks.push_back(check_port(config.server));
  checks.push_back(check_clock(ops::SystemClock{}, "/proc/self/exe"));
  checks.push_back(check_file_descriptors(config.server));
  checks.push_back(check_processors());
  checks.push_back(check_dashboard());
  return checks;
}

void write_check(net::JsonWriter& json, const Check& check) {
  json.begin_object();
  json.key("name").text(check.name);
  json.key("status").text(name_of(check.health));
  json.key("detail").text(check.detail);
  json.key("remedy").text(check.remedy);
  json.end_object();
}

void print_checks(const std::vector<Check>& checks, std::ostream& out) {
  std::size_t width = 0;
  for (const Check& check : checks) width = std::max(width, check.name.size());
  for (const Check& check : checks) {
    const std::string_view status = name_of(check.health);
    out << status << std::string(6 - status.size(), ' ') << check.name
        << std::string(width - check.name.size() + 2, ' ') << check.detail << '\n';
    if (!check.remedy.empty()) out << std::string(width + 8, ' ') << "-> " << check.remedy << '\n';
  }
}

}  // namespace

int run_doctor(const DoctorOptions& options, std::ostream& out, std::ostream& err) {
  const std::vector<Check> checks = run_checks(options);
  if (options.json) {
    print_json(Console{out, err}, [&](net::JsonWriter& json) {
      json.begin_array();
      for (const Check& check : checks) write_check(json, check);
      json.end_array();
    });
  } else {
    print_checks(checks, out);
  }
  const bool failed = std::ranges::any_of(checks, [](const Check& check) { return check.health == Health::kFail; });
  return code_of(failed ? ExitCode::kFailed : ExitCode::kDone);
}

}  // namespace tidemark::app
