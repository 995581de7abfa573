#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/window.hpp"

/// Ehlers' cycle measurement (Rocket Science for Traders, 2001) as TA-Lib 0.6 computes it: blocks (blocks.hpp) behind
/// the HT_ indicators and MAMA. All state is a few numbers, so a const block answers from a copy.
namespace tidemark::analysis {

/// What the Hilbert transform says at one candle.
struct Cycle {
  double smooth_price;   ///< four-candle weighted average
  double in_phase;       ///< the detrended price three candles ago
  double quadrature;     ///< a quarter cycle behind it
  double smooth_period;  ///< of the dominant cycle, in candles; 0 to 50
};

class HilbertTransform {
 public:
  /// Values the four-candle average runs over before the transform begins.
  enum class Settling : std::uint8_t { kShort = 12, kLong = 37 };
  /// TA-Lib treats odd and even candles differently; `first_index` is the number of the first value.
  explicit HilbertTransform(Settling settling, int first_index = 0)
      : settling_{static_cast<int>(settling)}, parity_{first_index % 2} {}

  /// None while the price smoother settles.
  Answer<Cycle> next(double x);
  [[nodiscard]] Answer<Cycle> next(double x) const {
    HilbertTransform copy = *this;
    return copy.next(x);
  }
  [[nodiscard]] bool valid() const;
  static auto fields(auto& self) {
    return std::tie(self.seen_, self.parity_, self.plain_, self.weighted_, self.last_, self.detrender_,
                    self.quadrature_, self.advanced_in_phase_, self.advanced_quadrature_, self.slot_, self.in_phase_,
                    self.before_i2_, self.before_q2_, self.re_, self.im_, self.period_, self.smooth_period_);
  }

 private:
  /// One of the four filters, for odd and for even candles.
  struct Filter {
    struct Half {
      std::array<double, 3> delayed{};
      double before{0};
      double before_input{0};
      static auto fields(auto& self) { return std::tie(self.delayed, self.before, self.before_input); }
    };
    std::array<Half, 2> halves{};
    static auto fields(auto& self) { return std::tie(self.halves); }
  };

  /// The smoothed price, none for the first three values.
  Answer<double> smooth(double x);
  double pass(Filter& filter, double input, double gain) const;
  void measure_period(double i2, double q2);

  int settling_;
  int seen_{0};    ///< up to settling_
  int parity_{0};  ///< of the next value's index
  double plain_{0};
  double weighted_{0};
  std::array<double, 4> last_{};  ///< newest first; [3] leaves the plain sum next
  Filter detrender_;
  Filter quadrature_;
  Filter advanced_in_phase_;
  Filter advanced_quadrature_;
  std::uint8_t slot_{0};  ///< in the filters' delays
  /// The detrender one and two candles of the other parity ago: [parity][0] newer, [1] older.
  std::array<std::array<double, 2>, 2> in_phase_{};
  double before_i2_{0};
  double before_q2_{0};
  double re_{0};
  double im_{0};
  double period_{0};
  double smooth_period_{0};
};

/// Phase of the dominant cycle in degrees, -45 to 315.
class CyclePhase {
 public:
  double next(const Cycle& cycle);
  [[nodiscard]] double next(const Cycle& cycle) const {
    CyclePhase copy = *this;
    return copy.next(cycle);
  }
  [[nodiscard]] bool valid() const { return newest_ < smooth_prices_.size(); }
  static auto fields(auto& self) { return std::tie(self.smooth_prices_, self.newest_, self.phase_); }

 private:
  std::array<double, 50> smooth_prices_{};
  std::uint8_t newest_{0};
  double phase_{0};
};

/// Sine of a phase in degrees, as HT_SINE takes it.
[[nodiscard]] double sine_of(double degrees);

/// Ehlers' instantaneous trend line: the average over one dominant cycle, smoothed over four candles.
class CycleTrend {
 public:
  CycleTrend() : prices_(50) {}

  /// A price before the transform has begun.
  void settle(double x) { prices_.feed(x); }
  void settle(double /*x*/) const {}
  double next(double x, const Cycle& cycle) { return feed(*this, x, cycle); }
  [[nodiscard]] double next(double x, const Cycle& cycle) const { return feed(*this, x, cycle); }
  static auto fields(auto& self) { return std::tie(self.averages_, self.prices_); }

 private:
  template <class Self>
  static double feed(Self& self, double x, const Cycle& cycle);

  std::array<double, 3> averages_{};  ///< newest first
  Window prices_;
};

/// MESA adaptive moving average and the one following it.
class Mama {
 public:
  struct Values {
    double mama;
    double fama;
  };
  static constexpr int kLookback = 32;

  Mama(double fast_limit, double slow_limit, int first_index = 0)
      : fast_limit_{fast_limit}, slow_limit_{slow_limit}, transform_{HilbertTransform::Settling::kShort, first_index} {}

  Answer<Values> next(double x);
  [[nodiscard]] Answer<Values> next(double x) const {
    Mama copy = *this;
    return copy.next(x);
  }
  [[nodiscard]] bool valid() const { return seen_ >= 0 && seen_ <= kLookback; }
  static auto fields(auto& self) { return std::tie(self.seen_, self.transform_, self.phase_, self.mama_, self.fama_); }

 private:
  double fast_limit_;
  double slow_limit_;
  HilbertTransform transform_;
  int seen_{0};  ///< up to kLookback
  double phase_{0};
  double mama_{0};
  double fama_{0};
};

}  // namespace tidemark::analysis
