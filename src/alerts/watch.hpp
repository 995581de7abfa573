#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "alerts/rule.hpp"

namespace tidemark::alerts {

/// That a condition has come to be true.
struct Hit {
  std::string_view event;  ///< "crosses_up"; of findings their name
  Direction direction{Direction::kNeutral};
  std::optional<double> level{};
  std::string_view detail{};  ///< kWhileDown; else that of the happening
};
/// The price came to stand there while nobody watched: between two runs of the program.
inline constexpr std::string_view kWhileDown = "while_down";

/// One condition over the happenings of one instrument, in the order in which they became known. It begins without a
/// past: the first price only says where the price stands, unless stood() did, the first candle where a move may begin.
class Watch {
 public:
  /// Whether this happening makes `condition` come true; always the same condition.
  [[nodiscard]] std::optional<Hit> see(const Condition& condition, core::Timeframe timeframe,
                                       const Happening& happening);
  /// Where the price stood when the last run ended, before any is seen.
  void stood(double price) {
    price_ = price;
    is_of_last_run_ = true;
  }

 private:
  [[nodiscard]] std::optional<Hit> see_price(const PriceCross& cross, double price) const;
  [[nodiscard]] std::optional<Hit> see_price(const PriceRange& range, double price) const;
  [[nodiscard]] std::optional<Hit> see_candle(const Move& move, core::Timeframe timeframe, const core::CandleF& candle);

  struct Close {
    core::Timestamp open_time;
    double price{0};
  };
  std::optional<double> price_;                                 ///< the one before
  bool is_of_last_run_{false};                                  ///< that one
  std::map<std::pair<core::Timeframe, Direction>, bool> held_;  ///< of confluence, when it was last told of
  std::deque<Close> closes_;                                    ///< of the candles a move may begin at, oldest first
  bool moved_up_{false};                                        ///< at the candle before
  bool moved_down_{false};
};

/// Which happenings a condition looks at.
[[nodiscard]] Kind kind_of(const Condition& condition);

}  // namespace tidemark::alerts
