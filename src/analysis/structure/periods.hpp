#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "analysis/structure/event.hpp"

namespace tidemark::analysis::structure {

/// Calendar periods, UTC: weeks begin on Monday, months on the first.
enum class Period : std::uint8_t { kFourHours, kDay, kWeek, kMonth };
inline constexpr std::array<std::string_view, 4> kPeriodNames{"4h", "1d", "1w", "1mo"};

/// Which period counts as the one before.
enum class PreviousPeriod : std::uint8_t {
  kLastComplete,
  kSmartMoney,  ///< as the smart-money-concepts library: the first candle of a day, and nearly all of a week, still
                ///< look at the period before the last complete one
};
inline constexpr std::array<std::string_view, 2> kPreviousPeriodNames{"last_complete", "smart_money"};

struct PeriodSettings {
  PreviousPeriod reading{PreviousPeriod::kLastComplete};
  std::array<bool, 4> wanted{true, true, true, true};  ///< by Period; those not longer than the candles say nothing new
};

/// Previous high and low: the highest high and lowest low of the last complete calendar period in which there were
/// candles. kFormed with the first candle that looks at it (known with that candle's close, though it could be told
/// with its open); then kBroken, bullish with the first candle that trades above the high, bearish below the low. part
/// is the Period; top and bottom are the two prices, measure their distance, confidence 1: it is a fact.
///
/// Source: common usage (PDH, PDL, PWH, PWL); PreviousPeriod::kSmartMoney is joshyattridge/smart-money-concepts 0.0.27
/// (`previous_high_low`), which labels a period by its start, a week by its Sunday, takes the last but one of those
/// labeled before the candle, and keeps prices in single precision.
class PreviousHighLow {
 public:
  explicit PreviousHighLow(const PeriodSettings& settings) : settings_{settings} {}

  void update(const Telling& tell);

  static auto fields(auto& self) { return std::tie(self.rows_, self.references_); }

 private:
  struct Span {
    bool there{false};
    std::int64_t number{0};  ///< of the period
    Moment from{};
    double high{0};
    double low{0};

    static auto fields(auto& self) { return std::tie(self.there, self.number, self.from, self.high, self.low); }
  };
  struct Row {
    std::array<Span, 3> spans;  ///< this period, the one before, the one before that
    core::Timestamp until;      ///< end of this period
    bool looks{false};
    std::int64_t reference{0};  ///< number of the period looked at
    std::uint64_t id{0};
    std::array<bool, 2> broken{};  ///< by End

    static auto fields(auto& self) {
      return std::tie(self.spans, self.until.ns, self.looks, self.reference, self.id, self.broken);
    }
  };

  void advance(const History& history, Period period, Row& row) const;
  void look(const Telling& tell, Period period, Row& row);

  PeriodSettings settings_;
  std::array<Row, 4> rows_;
  std::uint64_t references_{0};
};

}  // namespace tidemark::analysis::structure
