#include "app/cli/optimize_command.hpp"

#include <optional>

#include "app/backtest/optimization.hpp"
#include "app/cli/progress_line.hpp"

namespace tidemark::app {

int run_optimize(const OptimizeOptions& options, const Console& console) {
  std::optional<ProgressLine> line{console};
  const auto found = optimize(options, [&](std::uint64_t candles, std::uint64_t total) {
    line->show(candles, total);
    return true;
  });
  line.reset();
  if (!found) return report_error(console, found.error());
  if (options.run.format == OutputFormat::kJson) {
    write_optimization_json(*found, console.out);
  } else {
    write_optimization_text(*found, options.top, console.out);
  }
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
