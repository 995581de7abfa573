#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "alerts/happening.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"

namespace tidemark::alerts {

/// Which way something moves.
enum class Way : std::uint8_t { kEither, kUp, kDown };

/// Price comes to stand beyond a level. As Pine's crossover: up when the price before was not above it and this one
/// is; down the other way round.
struct PriceCross {
  double level{0};
  Way way{Way::kEither};

  friend bool operator==(const PriceCross&, const PriceCross&) = default;
};

/// Price comes into a range, or leaves it; its ends belong to it.
struct PriceRange {
  double low{0};
  double high{0};
  enum class When : std::uint8_t { kEnters, kLeaves } when{When::kEnters};

  friend bool operator==(const PriceRange&, const PriceRange&) = default;
};

/// A close lies at least so many percent from a close at most `candles` earlier, and the close before it did not.
struct Move {
  double percent{0};
  std::uint32_t candles{1};
  Way way{Way::kEither};

  friend bool operator==(const Move&, const Move&) = default;
};

/// The analysis found something of this kind. Empty lists take all. Confluence is told of at every candle, so there it
/// is its coming to this confidence that counts.
struct Found {
  Kind kind{Kind::kZone};
  std::vector<std::string> names;
  std::vector<std::string> details;
  std::optional<Direction> direction;
  double least_confidence{0};  ///< 0 … 100

  friend bool operator==(const Found&, const Found&) = default;
};

using Condition = std::variant<PriceCross, PriceRange, Move, Found>;

/// How often a rule may fire, for each instrument by itself.
enum class Repeat : std::uint8_t { kOnce, kCandle, kAlways };

struct Rule {
  std::string id;  ///< 16 hexadecimal digits
  std::string name;
  std::optional<core::SymbolName> symbol;    ///< absent: all instruments; without a venue: on any
  std::optional<core::Timeframe> timeframe;  ///< absent: any; of prices and moves one minute
  Condition condition;
  Repeat repeat{Repeat::kCandle};
  core::Duration cooldown{0};              ///< least time between two firings
  std::optional<core::Timestamp> expires;  ///< fires no more from then on
  std::string message;                     ///< template; empty: a sentence made from the condition
  std::string body;                        ///< template of what webhooks get; empty: a JSON document
  std::vector<std::string> webhooks;       ///< their ids
  bool enabled{true};
  core::Timestamp created;
  core::Timestamp updated;  ///< a changed rule begins anew: nothing before this moment makes it fire

  friend bool operator==(const Rule&, const Rule&) = default;
};

/// The timeframe whose candles count for "once per candle" and whose numbers fill placeholders.
[[nodiscard]] inline core::Timeframe timeframe_of(const Rule& rule, const Happening& happening) {
  return happening.timeframe.value_or(rule.timeframe.value_or(core::Timeframe::k1m));
}

}  // namespace tidemark::alerts
