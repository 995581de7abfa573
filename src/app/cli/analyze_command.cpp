#include "app/cli/analyze_command.hpp"

#include <utility>

#include "app/cli/analyze_input.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/console.hpp"

namespace tidemark::app {
namespace {

std::vector<Analyzed> analyze(std::vector<analysis::IndicatorSpec> specs, const AnalyzeInput& input) {
  std::vector<Analyzed> analyzed;
  for (auto& spec : specs) {
    auto columns = analysis::compute(spec, input.candles);
    analyzed.push_back({std::move(spec), std::move(columns)});
  }
  return analyzed;
}

}  // namespace

int run_analyze(const AnalyzeOptions& options, std::ostream& out, std::ostream& err) {
  const Console console{out, err};
  auto specs = analysis::parse_indicators(options.indicators.empty() ? "all" : options.indicators);
  if (!specs) return report_error(console, specs.error());
  const auto input = read_analyze_input(options);
  if (!input) return report_error(console, input.error());

  // The report says them itself; beside machine output they belong to the log.
  if (options.output != AnalyzeOutput::kReport) {
    for (const auto& note : input->notes) err << "tidemark: " << input->name << ": " << note << '\n';
  }
  const auto analyzed = analyze(std::move(*specs), *input);
  switch (options.output) {
    case AnalyzeOutput::kCsv:
      write_csv(analyzed, input->candles.size(), out);
      break;
    case AnalyzeOutput::kJson:
      write_json(*input, analyzed, out);
      break;
    case AnalyzeOutput::kReport:
      write_report(*input, analyzed, out);
      break;
  }
  out.flush();
  if (out) return code_of(ExitCode::kDone);
  return report_error(console, core::Error{core::ErrorKind::kIo, "unwritable", "the output could not be written", ""});
}

}  // namespace tidemark::app
