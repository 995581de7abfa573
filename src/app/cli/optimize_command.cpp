#include "app/cli/optimize_command.hpp"

#include "app/backtest/optimization.hpp"

namespace tidemark::app {

int run_optimize(const OptimizeOptions& options, const Console& console) {
  const auto found = optimize(options, {});
  if (!found) return report_error(console, found.error());
  if (options.run.format == OutputFormat::kJson) {
    write_optimization_json(*found, console.out);
  } else {
    write_optimization_text(*found, options.top, console.out);
  }
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
