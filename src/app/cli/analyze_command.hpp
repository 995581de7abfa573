#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace tidemark::app {

enum class AnalyzeOutput : std::uint8_t {
  kReport,  ///< for people: last values and what they say
  kCsv,     ///< `index` and one column per output, %.17g, empty before warm-up
  kJson,    ///< one document: the series, its times, the columns with null before warm-up
};

/// What is looked for.
enum class AnalyzeWhat : std::uint8_t {
  kIndicators,  ///< or candlestick patterns, when they are named
  kStructure,
  kZones,
  kChartPatterns,
  kConfluence,
};

struct AnalyzeOptions {
  std::string input;                     ///< a candle file, "-" for standard input, or a stored symbol
  std::optional<std::string> symbol;     ///< of a file: picks the rows of a file of several, tells its market
  std::optional<std::string> timeframe;  ///< needed for a symbol of several timeframes
  std::string indicators;                ///< "all" or "NAME[:p=v,...];..."; empty: all
  std::string candlesticks;              ///< patterns instead of indicators: "all" or "NAME,..."; empty: none
  AnalyzeWhat what{AnalyzeWhat::kIndicators};
  std::string rule;  ///< of structure: tidemark, smart_money or lux_algo; empty: tidemark
  AnalyzeOutput output{AnalyzeOutput::kReport};
  std::string store;               ///< empty: configuration's
  bool volume{false};              ///< what volume shows, instead of indicators
  std::vector<std::string> set{};  ///< "NAME=VALUE": parameters of what is looked for instead of indicators
  std::string keep{};              ///< of confluence: keep how its signals went under this name; empty: do not
};

/// `tidemark analyze`: indicators, candlestick patterns, what volume shows, market structure, zones, chart patterns
/// or confluence over a candle file or a stored series. Rows of a file that validation refuses are left out and said so
/// on `err`. Exit codes of 13-cli: 0 done, 2 wrong usage (with a did-you-mean), 3 the input is refused or there is no
/// data (with what to do), 1 otherwise.
int run_analyze(const AnalyzeOptions& options, std::ostream& out, std::ostream& err);

}  // namespace tidemark::app
