#include "app/cli/command_line.hpp"

#include <exception>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/cli/arguments/builder.hpp"
#include "app/cli/arguments/commands.hpp"
#include "app/cli/console.hpp"
#include "app/version.hpp"

namespace tidemark::app {
namespace {

/// "tidemark journal list": the command, as far as it was understood.
std::string command_named(const CLI::App& app) {
  const auto inner = app.get_subcommands();
  return inner.empty() ? app.get_name() : app.get_name() + ' ' + command_named(*inner.front());
}

int parse_and_run(int argc, char** argv, const Console& console) {
  CLI::App app{
      "Tidemark: market intelligence and trading on your own machine.\n"
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused, 4 differences found, 5 service unreachable, "
      "130 interrupted."};
  app.name("tidemark");
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text());
  app.footer("tidemark COMMAND --help shows a command's options and examples.");
  CommandAction action;
  const CommandBuilder builder{app, console, action};
  add_service_commands(builder);
  add_data_commands(builder);
  add_analysis_commands(builder);
  add_trading_commands(builder);
  add_upkeep_commands(builder);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {
    return app.exit(request, console.out, console.err);
  } catch (const CLI::ParseError& error) {
    console.err << "tidemark: " << error.what() << "\ntry: " << command_named(app) << " --help\n";
    return code_of(ExitCode::kUsage);
  }
  return action();
}

}  // namespace

int run_command_line(int argc, char** argv) {
  const Audience audience = ::isatty(STDERR_FILENO) != 0 ? Audience::kPerson : Audience::kLater;
  const Console console{std::cout, std::cerr, audience};
  try {
    const int code = parse_and_run(argc, argv, console);
    console.out.flush();
    if (!console.out) {
      console.err << "tidemark: cannot write to standard output\n";
      return code_of(ExitCode::kFailed);
    }
    return code;
  } catch (const std::exception& error) {
    console.err << "tidemark: " << error.what() << '\n';
    return code_of(ExitCode::kFailed);
  }
}

}  // namespace tidemark::app
