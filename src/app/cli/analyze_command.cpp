#include "app/cli/analyze_command.hpp"

#include <type_traits>
#include <utility>

#include "app/cli/analyze_chart_patterns.hpp"
#include "app/cli/analyze_confluence.hpp"
#include "app/cli/analyze_digest.hpp"
#include "app/cli/analyze_input.hpp"
#include "app/cli/analyze_output.hpp"
#include "app/cli/analyze_patterns.hpp"
#include "app/cli/analyze_structure.hpp"
#include "app/cli/analyze_volume.hpp"
#include "app/cli/analyze_zones.hpp"
#include "app/cli/confluence_tests.hpp"
#include "app/cli/console.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::app {
namespace {

std::vector<Analyzed> analyze(std::vector<analysis::IndicatorSpec> specs, const AnalyzeInput& input) {
  auto columns = analysis::compute_all(specs, input.candles);
  std::vector<Analyzed> analyzed;
  analyzed.reserve(specs.size());
  for (std::size_t s = 0; s < specs.size(); ++s) analyzed.push_back({std::move(specs[s]), std::move(columns[s])});
  return analyzed;
}

/// Writes what was found in the form that is asked for.
template <class Found>
void write(const Found& found, const AnalyzeInput& input, AnalyzeOutput output, std::ostream& out) {
  switch (output) {
    case AnalyzeOutput::kCsv:
      if constexpr (std::is_same_v<Found, StructureFound> || std::is_same_v<Found, ZonesFound> ||
                    std::is_same_v<Found, ConfluenceFound>) {
        write_csv(input, found, out);
      } else if constexpr (std::is_same_v<Found, std::vector<Analyzed>>) {
        write_csv(found, input.candles.size(), out);
      } else {
        write_csv(found, out);
      }
      break;
    case AnalyzeOutput::kJson:
      write_json(input, found, out);
      break;
    case AnalyzeOutput::kReport:
      write_report(input, found, out);
      break;
  }
}

/// "NAME=V,NAME=V"
std::string joined(const std::vector<std::string>& set) {
  std::string text;
  for (const auto& one : set) text += (text.empty() ? "" : ",") + one;
  return text;
}

/// The settings that --set asks for; refused where nothing is analyzed that has any.
core::Result<analysis::volume::Settings> volume_settings(const AnalyzeOptions& options) {
  if (options.what != AnalyzeWhat::kIndicators) return analysis::volume::Settings{};
  if (!options.volume && !options.set.empty()) {
    return core::fail(core::ErrorKind::kInvalidArgument, "nothing_to_set",
                      "--set " + options.set.front() +
                          ": it goes with --volume, --structure, --zones, --chart-patterns or --confluence");
  }
  return analysis::volume::parse_settings({}, joined(options.set));
}

/// Structure, zones, chart patterns or confluence.
core::Status write_findings(const AnalyzeOptions& options, const AnalyzeInput& input, std::ostream& out,
                            std::ostream& err) {
  if (options.what == AnalyzeWhat::kStructure) {
    auto settings = structure_settings(options.rule, options.set, input.candles);
    if (!settings) return core::forward_error(settings);
    write(find_structure(*settings, input), input, options.output, out);
    return {};
  }
  if (options.what == AnalyzeWhat::kChartPatterns) {
    auto settings = analysis::chart_patterns::parse_settings(joined(options.set));
    if (!settings) return core::forward_error(settings);
    write(find_chart_patterns(*settings, input), input, options.output, out);
    return {};
  }
  if (options.what == AnalyzeWhat::kConfluence) {
    const auto config = confluence_config(options.set);
    if (!config) return std::unexpected(config.error());
    const ConfluenceFound found = find_confluence(*config, input);
    write(found, input, options.output, out);
    if (options.keep.empty()) return {};
    // Beside machine output the table belongs to the log.
    return keep_confluence_test(options, input, found, ops::SystemClock{},
                                options.output == AnalyzeOutput::kReport ? out : err);
  }
  auto settings = zone_settings(input, options.set);
  if (!settings) return core::forward_error(settings);
  write(find_zones(*settings, input), input, options.output, out);
  return {};
}

}  // namespace

int run_analyze(const AnalyzeOptions& options, std::ostream& out, std::ostream& err) {
  const Console console{out, err};
  const bool patterns = !options.candlesticks.empty();
  auto names = analysis::candlesticks::parse_patterns(patterns ? options.candlesticks : "all");
  if (!names) return report_error(console, names.error());
  auto specs = analysis::parse_indicators(options.indicators.empty() ? "all" : options.indicators);
  if (!specs) return report_error(console, specs.error());
  const auto volume = volume_settings(options);
  if (!volume) return report_error(console, volume.error());
  const auto input = read_analyze_input(options);
  if (!input) return report_error(console, input.error());

  // The report says them itself; beside machine output they belong to the log.
  if (options.output != AnalyzeOutput::kReport) {
    for (const auto& note : input->notes) err << "tidemark: " << input->name << ": " << note << '\n';
  }
  const bool unasked = options.indicators.empty() && !patterns && options.output == AnalyzeOutput::kReport;
  if (options.what != AnalyzeWhat::kIndicators) {
    const auto status = write_findings(options, *input, out, err);
    if (!status) return report_error(console, status.error());
  } else if (options.volume) {
    write(find_volume(*volume, *input), *input, options.output, out);
  } else if (unasked) {
    write_digest(*input, out);
  } else if (patterns) {
    write(find_patterns(std::move(*names), *input), *input, options.output, out);
  } else {
    write(analyze(std::move(*specs), *input), *input, options.output, out);
  }
  out.flush();
  if (out) return code_of(ExitCode::kDone);
  return report_error(console, core::Error{core::ErrorKind::kIo, "unwritable", "the output could not be written", ""});
}

}  // namespace tidemark::app
