#pragma once

#include <cstdint>
#include <tuple>

#include "analysis/kernel/answer.hpp"

namespace tidemark::analysis {

/// Wilder's stop-and-reverse in TA-Lib's form. A block (blocks.hpp) of highs and lows; all state is a few numbers, so a
/// const one answers from a copy.
class ParabolicSar {
 public:
  enum class Trend : std::uint8_t { kRising, kFalling };
  /// How the acceleration grows in one direction.
  struct Side {
    double start;
    double step;
    double max;
  };
  struct Limits {
    Side rising;
    Side falling;
    /// 0: the second candle decides the first trend. Else the first stop: rising when positive, falling when negative.
    double start_value{0};
    double offset_on_reverse{0};  ///< as a fraction of the stop
  };
  struct Stop {
    double price;
    Trend trend;  ///< after this candle: at a turn already the new one
  };

  explicit ParabolicSar(Limits limits);

  /// None for the first candle.
  Answer<Stop> next(double high, double low);
  [[nodiscard]] Answer<Stop> next(double high, double low) const {
    ParabolicSar copy = *this;
    return copy.next(high, low);
  }
  [[nodiscard]] bool valid() const { return seen_ <= 2; }
  static auto fields(auto& self) {
    return std::tie(self.seen_, self.rises_, self.stop_, self.extreme_, self.acceleration_, self.high_, self.low_);
  }

 private:
  void begin(double high, double low);
  Stop turn(double high, double low);
  Stop go_on(double high, double low);
  /// Pulls a stop out of the last two candles.
  [[nodiscard]] double clear_of_candles(double stop, double high, double low) const;
  [[nodiscard]] const Side& side() const { return rises_ ? limits_.rising : limits_.falling; }
  [[nodiscard]] Trend trend() const { return rises_ ? Trend::kRising : Trend::kFalling; }

  Limits limits_;
  std::uint8_t seen_{0};  ///< candles, up to 2
  bool rises_{true};
  double stop_{0};  ///< for the next candle
  double extreme_{0};
  double acceleration_{0};
  double high_{0};  ///< of the candle before
  double low_{0};
};

}  // namespace tidemark::analysis
