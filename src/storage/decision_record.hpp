#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "storage/series_key.hpp"

namespace tidemark::storage {

/// An instrument by name.
struct InstrumentKey {
  std::string venue;
  std::string symbol;

  friend bool operator==(const InstrumentKey&, const InstrumentKey&) = default;
};

/// A signal as it stands after it was opened or has ended. Within an instrument its time and side name it: numbers
/// begin anew with an engine that had to.
struct SignalRecord {
  InstrumentKey instrument;
  core::Timestamp known_at;  ///< of its decision; names the trace, too
  std::string direction;     ///< "bullish", "bearish"
  std::uint64_t number{0};
  std::string type;    ///< "strong_buy" …
  std::string status;  ///< "open", "target", "stopped", "expired", "reversed"
  double score{0};
  double confluence{0};
  double confidence{0};
  double entry{0};
  double stop{0};
  std::string targets;  ///< JSON array of prices, nearest first
  double risk_reward{0};
  double risk_percent{0};
  double size_hint{0};
  core::Timestamp candle;  ///< open time
  core::Timestamp expires;
  core::Timestamp updated;
  std::optional<core::Timestamp> ended;
  std::optional<double> exit;    ///< set when ended
  std::optional<double> result;  ///< in risks; set when ended
  double favorable{0};           ///< MFE, price units
  double adverse{0};             ///< MAE
  int logic_version{1};
  /// Written only: the types of reason that contributed to its confluence; see FactorPerformanceRow.
  std::vector<std::string> factors{};

  friend bool operator==(const SignalRecord&, const SignalRecord&) = default;
};

struct SignalQuery {
  std::optional<InstrumentKey> instrument;  ///< absent: of all
  std::optional<core::Timestamp> from;      ///< known_at, inclusive
  std::optional<core::Timestamp> to;        ///< exclusive
  std::string type;                         ///< empty: all
  std::string status;                       ///< empty: all
  std::uint32_t limit{100};                 ///< the newest so many, newest first
};

/// How ended signals of a type and a bucket of confidence went.
struct CalibrationRow {
  std::string type;
  int bucket{0};  ///< 0 very_low … 4 extreme
  std::uint64_t hits{0};
  std::uint64_t ended{0};
  double sum_results{0};

  friend bool operator==(const CalibrationRow&, const CalibrationRow&) = default;
};

/// How ended signals went to which a type of reason had contributed. Several reasons share a signal.
struct FactorPerformanceRow {
  std::string factor;  ///< "fibonacci" …
  std::uint64_t hits{0};
  std::uint64_t ended{0};
  double sum_results{0};  ///< in risks

  friend bool operator==(const FactorPerformanceRow&, const FactorPerformanceRow&) = default;
};

/// Parameters of confluence and decisions under a name, and how the signals went that they gave on a stretch of
/// candles.
struct ConfluenceTestRecord {
  std::string name;           ///< 1 to 64 bytes
  std::string changes{"[]"};  ///< JSON array of "NAME=VALUE": what differs from the defaults
  std::string configuration;  ///< decision::configuration_version() in 16 hexadecimal digits
  SeriesKey series;           ///< of the candles decided on
  core::TimeRange range;      ///< from the first one's open time to the last one's end
  core::Timestamp tested;
  std::uint64_t signals{0};
  std::uint64_t ended{0};
  std::uint64_t hits{0};
  double sum_results{0};  ///< in risks
  int logic_version{1};

  friend bool operator==(const ConfluenceTestRecord&, const ConfluenceTestRecord&) = default;
};

/// The trace of a decision, as JSON. The newest kTracesKept of an instrument are kept.
struct TraceRecord {
  InstrumentKey instrument;
  core::Timestamp known_at;
  std::string verdict;  ///< "signal", "no_signal"
  std::string type;
  double score{0};
  double confidence{0};
  std::string configuration;  ///< decision::configuration_version() in 16 hexadecimal digits
  int logic_version{1};
  std::string trace;  ///< JSON

  friend bool operator==(const TraceRecord&, const TraceRecord&) = default;
};
inline constexpr std::uint32_t kTracesKept = 5000;

/// One reason that counted in a confluence zone.
struct ConfluenceFactorRecord {
  std::string type;       ///< "fibonacci" …
  std::string timeframe;  ///< where it was found
  double price{0};
  double strength{0};
  double confidence{0};
  double freshness{0};
  double weight{0};
  double contribution{0};      ///< to the zone's score; 0 beside a stronger one of its type
  std::string metadata{"{}"};  ///< the finding, and the zone's facts, as JSON

  friend bool operator==(const ConfluenceFactorRecord&, const ConfluenceFactorRecord&) = default;
};

struct ConfluenceZoneRecord {
  std::string direction;
  double price{0};
  double top{0};
  double bottom{0};
  double score{0};
  double bonus{0};
  // confluence_ml_features
  int factor_count{0};
  int type_count{0};
  double mean_strength{0};
  int sd_zone_count{0};
  double sd_zone_strength_avg{0};
  int sd_fibonacci_alignment_count{0};
  int sd_fresh_zone_count{0};
  int sd_tested_zone_count{0};
  std::vector<ConfluenceFactorRecord> factors;

  friend bool operator==(const ConfluenceZoneRecord&, const ConfluenceZoneRecord&) = default;
};

/// The confluence of one chart when a candle of it closed; replaces what was stored of that candle. The newest
/// kConfluenceCandlesKept candle lengths of a series are kept.
struct ConfluenceRecord {
  SeriesKey series;
  core::Timestamp time;  ///< open time of the candle
  core::Timestamp known_at;
  std::vector<ConfluenceZoneRecord> zones;
  int logic_version{1};

  friend bool operator==(const ConfluenceRecord&, const ConfluenceRecord&) = default;
};
inline constexpr std::int64_t kConfluenceCandlesKept = 500;

}  // namespace tidemark::storage
