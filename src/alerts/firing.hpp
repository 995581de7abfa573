#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "alerts/rule.hpp"
#include "alerts/template.hpp"
#include "core/candle.hpp"
#include "net/json_writer.hpp"

namespace tidemark::alerts {

/// A rule fired. Stands for itself: it outlives the rule, the instrument and the process.
struct Firing {
  std::string id;  ///< 32 hexadecimal digits, of rule, instrument, what happened and when: the same however often
  std::string rule_id;
  std::string rule_name;
  std::string venue;
  std::string symbol;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::string event;   ///< "crosses_up", "enters", "moves_down", "tested", "CDLHAMMER"
  std::string detail;  ///< Happening::detail
  Direction direction{Direction::kNeutral};
  double price{0};
  std::optional<double> confidence;  ///< 0 … 100
  std::optional<double> level;       ///< of conditions on price
  std::optional<double> zone_top;
  std::optional<double> zone_bottom;
  std::optional<double> stop;
  std::optional<double> target;
  core::Timestamp time;      ///< of the trade, or open time of the candle
  core::Timestamp known_at;  ///< when the engine knew
  std::string message;

  friend bool operator==(const Firing&, const Firing&) = default;
};

/// What a template's placeholders stand for. `candle` is the newest closed one of the firing's timeframe, when there is
/// one; `now` when it fired.
[[nodiscard]] std::optional<std::string> value_of(const Firing& firing, const std::optional<core::CandleF>& candle,
                                                  core::Timestamp now, Placeholder placeholder);

/// One sentence for people: "BTCUSDT crossed 65000 upwards at 65001.2".
[[nodiscard]] std::string sentence_of(const Firing& firing);

/// What a webhook gets when its rule has no body of its own: a JSON object.
[[nodiscard]] std::string document_of(const Firing& firing);

/// The members of `document_of`, into an open object.
void write_firing(net::JsonWriter& json, const Firing& firing);

/// "1" "5" … "240" "1D" "1W": TradingView's names of timeframes.
[[nodiscard]] std::string_view interval_name(core::Timeframe timeframe);

}  // namespace tidemark::alerts
