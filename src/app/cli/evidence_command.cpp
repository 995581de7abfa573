#include "app/cli/evidence_command.hpp"

#include <cmath>
#include <filesystem>
#include <optional>

#include "app/cli/analyze_input.hpp"
#include "app/cli/progress_line.hpp"
#include "app/evidence/report.hpp"

namespace tidemark::app {
namespace {

/// A file's name without its folders, which are of one machine.
std::string short_name(const std::string& name) {
  const std::string file = std::filesystem::path{name}.filename().string();
  return file.empty() ? name : file;
}

/// "EURUSD_15m_mt5.csv.gz" is of EURUSD: the market of a file whose symbol was not given.
core::MarketType market_of(const AnalyzeInput& input) {
  if (input.symbol) return input.market;
  const std::string name = short_name(input.name);
  return core::guess_market_type(name.substr(0, name.find_first_of("_-. ")));
}

}  // namespace

int run_evidence(const EvidenceOptions& options, const Console& console) {
  if (auto status = evidence::check_options(options.measure); !status) return report_error(console, status.error());
  std::vector<evidence::Market> markets;
  std::optional<ProgressLine> line{std::in_place, console, "parts"};
  std::size_t done = 0;
  const std::size_t parts = options.inputs.size() * evidence::steps_of(options.measure);
  for (const std::string& name : options.inputs) {
    line->wipe();
    const auto input = read_analyze_input(
        {.input = name, .symbol = options.symbol, .timeframe = options.timeframe, .store = options.store});
    if (!input) return report_error(console, input.error());
    for (const auto& note : input->notes) console.err << "tidemark: " << input->name << ": " << note << '\n';
    const double tick = std::pow(10.0, -static_cast<double>(input->scale.price_decimals));
    const evidence::Series series{
        .timeframe = input->timeframe, .market = market_of(*input), .candles = input->candles};
    markets.push_back(
        evidence::measure(short_name(input->name), series, tick, options.measure, [&] { line->show(++done, parts); }));
    done = markets.size() * evidence::steps_of(options.measure);  // an empty series has none
  }
  line.reset();
  switch (options.output) {
    case EvidenceOutput::kTables:
      evidence::write_tables(markets, console.out);
      break;
    case EvidenceOutput::kMarkdown:
      evidence::write_document(markets, options.measure, console.out);
      break;
    case EvidenceOutput::kJson:
      evidence::write_json(markets, options.measure, console.out);
      break;
  }
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
