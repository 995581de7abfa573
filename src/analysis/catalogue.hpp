#pragma once

#include <cmath>
#include <cstddef>
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

namespace batch {
class Plan;
}

/// What a parameter is for.
enum class ParameterRole : std::uint8_t {
  kMain,    ///< of the definition: "period"
  kOption,  ///< away from the reference, by default not: another input than the close, a mended edge. Left out of
            ///< IndicatorSpec::text() at its default
};

/// One tunable of an analysis.
struct ParameterInfo {
  std::string_view name;  ///< snake_case: "period", "deviations_up"
  std::string_view title;
  double fallback{0};  ///< the default
  double min{0};
  double max{0};
  std::string_view unit;  ///< "candles", "sigma", "" for a pure number
  bool integer{true};
  /// TA-Lib's name without its "optIn": "TimePeriod". Also accepted on input, in any case, with or without "optIn".
  std::string_view talib{};
  /// Not empty for an enumeration: value v means choices[v]. A name is accepted on input, in any case.
  std::span<const std::string_view> choices{};
  ParameterRole role{ParameterRole::kMain};
};

/// Most that the magnitudes of a candle's five numbers may add up to. Below it squares and sums over any period stay
/// finite, so finite input gives finite output; no price or volume comes near.
inline constexpr double kInputMax = 1e100;

/// True when every number is finite and within kInputMax; one comparison, false for NaN and infinity too.
[[nodiscard]] inline bool acceptable(const core::CandleF& c) {
  const double largest = std::fabs(c.open) + std::fabs(c.high) + std::fabs(c.low) + std::fabs(c.close);
  return largest + std::fabs(c.volume) <= kInputMax;
}

enum class Placement : std::uint8_t { kOnPrice, kOwnPane };

struct OutputInfo {
  std::string_view name;  ///< TA-Lib's: "Real", "MACDSignal", "RealUpperBand"
  std::string_view unit;  ///< "price", "%", "volume" …
  double min{-std::numeric_limits<double>::infinity()};
  double max{std::numeric_limits<double>::infinity()};
  /// The parameter that says how many candles further back a chart draws this value (Ichimoku's lagging span).
  std::string_view drawn_back_by{};
};

/// The most outputs a row may have.
inline constexpr std::size_t kOutputsMax = 9;

/// When the values of a row begin.
enum class Start : std::uint8_t {
  kAfterWarmUp,  ///< with the candle after exactly warm_up() candles
  kAtTime,       ///< when the candles' times say so (a day has passed, an anchor is reached), at the earliest then
};

/// The streaming form of one analysis with its parameters bound: (state, candle) -> values. Allocates nothing after
/// construction. Values are meaningful when the result is kReady; all are finite. Not thread-safe, except that const
/// methods may run at the same time as each other.
class Indicator {
 public:
  enum class Ready : std::uint8_t { kWarmingUp, kReady };

  virtual ~Indicator() = default;
  /// Feeds one closed candle. `out` has one place per output. A candle with NaN or infinity among its five numbers, or
  /// beyond kInputMax, is refused: kWarmingUp is returned and the state is as before.
  Ready update(const core::CandleF& candle, std::span<double> out) {
    return acceptable(candle) ? feed(candle, out) : Ready::kWarmingUp;
  }
  /// What update() would give for a candle still forming; changes nothing.
  [[nodiscard]] Ready peek(const core::CandleF& forming, std::span<double> out) const {
    return acceptable(forming) ? foresee(forming, out) : Ready::kWarmingUp;
  }
  /// update() and peek() for a candle known to be acceptable(): who runs many indicators asks that once.
  virtual Ready feed(const core::CandleF& candle, std::span<double> out) = 0;
  [[nodiscard]] virtual Ready foresee(const core::CandleF& forming, std::span<double> out) const = 0;
  /// update() on each candle in turn, in one call: columns[o][i] is output o at candles[i], NaN where update() would
  /// not be ready. Every column has at least candles.size() places.
  virtual void update_all(std::span<const core::CandleF> candles, std::span<const std::span<double>> columns);
  virtual void snapshot(core::ByteWriter& out) const = 0;
  /// False when the bytes are not a snapshot of this kind; the state is then unspecified and the object must be
  /// dropped.
  virtual bool restore(core::ByteReader& in) = 0;
};

/// Of IndicatorInfo::reach_s.
inline constexpr std::int64_t kWholeSeries = std::numeric_limits<std::int64_t>::max();

/// One row: everything a user interface, the API, the documentation and the tests need to know about an analysis.
struct IndicatorInfo {
  std::string_view id;      ///< TA-Lib's function name: "RSI"
  std::string_view title;   ///< "Relative Strength Index"
  std::string_view family;  ///< "momentum", "overlap", "volatility", "volume", "price", "statistics", "cycle", "math" …
  std::string_view inputs;  ///< what of a candle is read: "close", "high low close", "time close volume"
  std::span<const ParameterInfo> parameters;
  std::span<const OutputInfo> outputs;
  Placement placement{Placement::kOwnPane};
  std::string_view formula;  ///< plain text, with its source
  std::string_view source;   ///< reference for definition and expected numbers
  int logic_version{1};
  Start start{Start::kAfterWarmUp};
  /// Candles consumed before the first output (TA-Lib's lookback).
  int (*warm_up)(std::span<const double> parameters);
  /// How far back, in seconds, a value depends on candles for the sake of their times: a session, two sessions. Null
  /// where time plays no part; kWholeSeries when it is everything since some moment (an anchor).
  std::int64_t (*reach_s)(std::span<const double> parameters){nullptr};
  /// `parameters` has one value per entry of `parameters` above and has passed check_parameters(), as for warm_up.
  std::unique_ptr<Indicator> (*make)(std::span<const double> parameters);
  /// Lays the row's outputs out in a plan, in their order (batch/plan.hpp). False, and nothing done, where these
  /// parameters have no such form; null where none have. In batch the row then runs alone.
  bool (*lay_out)(std::span<const double> parameters, batch::Plan& plan){nullptr};
};

/// All rows, sorted by id. An explicit array; nothing registers itself.
[[nodiscard]] std::span<const IndicatorInfo> catalogue();
[[nodiscard]] const IndicatorInfo* find_indicator(std::string_view id);

/// An indicator with its parameters filled in: "RSI:period=14" parsed against the catalogue.
struct IndicatorSpec {
  const IndicatorInfo* info{nullptr};
  std::vector<double> parameters;  ///< in the row's order

  /// "RSI:period=14"; canonical, parameters in the row's order, choices as numbers; "OBV" where there are none. Options
  /// stand in it only when they differ from their default.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::unique_ptr<Indicator> make() const { return info->make(parameters); }
  [[nodiscard]] int warm_up() const { return info->warm_up(parameters); }
  [[nodiscard]] std::int64_t reach_s() const { return info->reach_s == nullptr ? 0 : info->reach_s(parameters); }
};

/// The number of values and each one's range and integrality; the message names parameter, value and range.
[[nodiscard]] core::Status check_parameters(const IndicatorInfo& info, std::span<const double> parameters);

/// "NAME" or "NAME:p=v,p=v"; missing parameters take their defaults. Names in any case; parameters by our name or
/// TA-Lib's; the value of an enumeration by number or name ("ma_type=EMA"). Unknown names get a did-you-mean; a bad
/// parameter names parameter, value and range. All errors are kInvalidArgument with code empty_indicator,
/// unknown_indicator, unknown_parameter, duplicate_parameter, bad_parameter, duplicate_indicator.
[[nodiscard]] core::Result<IndicatorSpec> parse_indicator(std::string_view text);
/// Several, separated by ';', or "all": every row with its defaults. The same indicator with the same parameters twice
/// is refused.
[[nodiscard]] core::Result<std::vector<IndicatorSpec>> parse_indicators(std::string_view text);

/// Column of batch output: NaN before warm-up, and where a candle is refused.
using Column = std::vector<double>;
/// What update() says of each candle, bit for bit; one column per output.
[[nodiscard]] std::vector<Column> compute(const IndicatorSpec& spec, std::span<const core::CandleF> candles);
/// The same for each of `specs`. Together they take less than apart: what several are made of is worked out once, and
/// those that wait for their own last value wait side by side (batch/plan.hpp).
[[nodiscard]] std::vector<std::vector<Column>> compute_all(std::span<const IndicatorSpec> specs,
                                                           std::span<const core::CandleF> candles);
/// Into columns that are there, by indicator and output; each has at least candles.size() places.
void compute_all(std::span<const IndicatorSpec> specs, std::span<const core::CandleF> candles,
                 std::span<std::vector<Column>> columns);

}  // namespace tidemark::analysis
