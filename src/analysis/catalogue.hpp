#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/result.hpp"

namespace tidemark::analysis {

/// One tunable of an analysis.
struct ParameterInfo {
  std::string_view name;   ///< snake_case: "period", "deviations_up"
  std::string_view title;
  double fallback{0};      ///< the default
  double min{0};
  double max{0};
  std::string_view unit;   ///< "candles", "sigma", "" for a pure number
  bool integer{true};
};

enum class Placement : std::uint8_t { kOnPrice, kOwnPane };

struct OutputInfo {
  std::string_view name;   ///< TA-Lib's: "Real", "MACDSignal", "UpperBand"
  std::string_view unit;   ///< "price", "%", "volume" …
  double min{-std::numeric_limits<double>::infinity()};
  double max{std::numeric_limits<double>::infinity()};
};

/// The streaming form of one analysis with its parameters bound: (state, candle) -> values. Allocates nothing after
/// construction. Values are meaningful when the result is kReady; all are finite.
class Indicator {
 public:
  enum class Ready : std::uint8_t { kWarmingUp, kReady };

  virtual ~Indicator() = default;
  /// Feeds one closed candle. `out` has one place per output. A candle with NaN or infinity is refused: kWarmingUp is
  /// returned and the state is as before.
  virtual Ready update(const core::CandleF& candle, std::span<double> out) = 0;
  /// What update() would give for a candle still forming; changes nothing.
  [[nodiscard]] virtual Ready peek(const core::CandleF& forming, std::span<double> out) const = 0;
  virtual void snapshot(core::ByteWriter& out) const = 0;
  /// False when the bytes are not a snapshot of this kind; the state is then unspecified and the object must be dropped.
  virtual bool restore(core::ByteReader& in) = 0;
};

/// One row: everything a user interface, the API, the documentation and the tests need to know about an analysis.
struct IndicatorInfo {
  std::string_view id;      ///< TA-Lib's function name: "RSI"
  std::string_view title;   ///< "Relative Strength Index"
  std::string_view family;  ///< "momentum", "overlap", "volatility", "volume"
  std::string_view inputs;  ///< "close", "high low close", "close volume"
  std::span<const ParameterInfo> parameters;
  std::span<const OutputInfo> outputs;
  Placement placement{Placement::kOwnPane};
  std::string_view formula; ///< plain text, with its source
  std::string_view source;  ///< reference for definition and expected numbers
  int logic_version{1};
  /// Candles consumed before the first output (TA-Lib's lookback).
  int (*warm_up)(std::span<const double> parameters);
  std::unique_ptr<Indicator> (*make)(std::span<const double> parameters);
};

/// All rows, sorted by id. An explicit array; nothing registers itself.
[[nodiscard]] std::span<const IndicatorInfo> catalogue();
[[nodiscard]] const IndicatorInfo* find_indicator(std::string_view id);

/// An indicator with its parameters filled in: "RSI:period=14" parsed against the catalogue.
struct IndicatorSpec {
  const IndicatorInfo* info{nullptr};
  std::vector<double> parameters;  ///< in the row's order

  /// "RSI:period=14"; canonical, parameters in the row's order; "OBV" where there are none.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::unique_ptr<Indicator> make() const { return info->make(parameters); }
  [[nodiscard]] int warm_up() const { return info->warm_up(parameters); }
};

/// "NAME" or "NAME:p=v,p=v". Unknown names get a did-you-mean; a bad parameter names parameter, value and range.
[[nodiscard]] core::Result<IndicatorSpec> parse_indicator(std::string_view text);
/// Several, separated by ';' (or "all").
[[nodiscard]] core::Result<std::vector<IndicatorSpec>> parse_indicators(std::string_view text);

/// Column of batch output: NaN before warm-up.
using Column = std::vector<double>;
/// Batch is the streaming code fed from an array; one column per output.
[[nodiscard]] std::vector<Column> compute(const IndicatorSpec& spec, std::span<const core::CandleF> candles);

}  // namespace tidemark::analysis
