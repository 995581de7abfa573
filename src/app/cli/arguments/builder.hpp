#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/console.hpp"
#include "app/cli/time_arguments.hpp"

namespace tidemark::app {

/// What the chosen command runs once everything is parsed.
using CommandAction = std::function<int()>;

/// One command line being built: the parser, the console and the action the parse will choose.
struct CommandBuilder {
  CLI::App& app;
  const Console& console;
  CommandAction& action;

  [[nodiscard]] CLI::App* command(const std::string& name, const std::string& what, const std::string& examples) const {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->footer("Examples:\n" + examples);
    return sub;
  }
  template <class Run>
  void on(CLI::App* sub, const Run& run) const {
    sub->callback([this_action = &action, run] { *this_action = run; });
  }
};

inline void add_store(CLI::App* sub, std::string& store) {
  sub->add_option("--store", store, "database file or sqlite: URL (default: what the configuration says)");
}

inline void add_json(CLI::App* sub, OutputFormat& format) {
  sub->add_flag_function(
      "--json", [&format](std::int64_t) { format = OutputFormat::kJson; }, "one JSON document on standard output");
}

inline void add_range(CLI::App* sub, RangeArguments& range) {
  sub->add_option("--from", range.from, "first time, ISO-8601 or Unix ms");
  sub->add_option("--to", range.to, "end, not included");
  sub->add_option("--timerange", range.timerange, "YYYYMMDD-YYYYMMDD, either side may be empty");
}

/// Fills an option struct's parsed fields, then runs; errors become a line and an exit code.
template <class Options, class Run>
int with_range(const RangeArguments& range, Options& options, const Console& console, Run run) {
  const auto parsed = parse_range(range);
  if (!parsed) {
    report_error(console, parsed.error());
    return code_of(ExitCode::kUsage);
  }
  options.from = parsed->from;
  options.to = parsed->to;
  return run(options, console);
}

template <class Options, class Run>
int with_offset(const std::string& text, Options& options, const Console& console, Run run) {
  auto offset = parse_utc_offset(text);
  if (!offset) return report_error(console, offset.error());
  options.utc_offset = *offset;
  return run(options, console);
}

}  // namespace tidemark::app
