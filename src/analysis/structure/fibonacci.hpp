#pragma once

#include <array>
#include <cstdint>

#include "analysis/structure/event.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::structure {

/// Shares of a leg: the first five count back from its end (retracements), the others from its start on beyond its end
/// (extensions). Event::part is the place in this table.
inline constexpr std::array<double, 9> kFibonacciRatios{0.236, 0.382, 0.5, 0.618, 0.786, 1.272, 1.618, 2.0, 2.618};
inline constexpr std::size_t kRetracementRatios = 5;

/// The price of a ratio of the leg from `start` to `end`.
[[nodiscard]] constexpr double fibonacci_price(double start, double end, std::size_t part) {
  const double ratio = kFibonacciRatios[part];
  return part < kRetracementRatios ? end - ratio * (end - start) : start + ratio * (end - start);
}

/// Fibonacci levels of the active legs: the leg in progress, from the last final swing to the swing that stands now,
/// and the leg before it. kFormed when a leg's end has formed, kExtended when a fractal further out moves it (the
/// levels move with it and count anew). kTested when a candle first trades at a level: part is the ratio, price the
/// level. The levels of a kind are reached in order; one candle may reach several. kInvalidated: traded beyond the
/// leg's start. kCompleted: the last extension was reached. kExpired: two newer legs exist. top and bottom are the
/// leg's ends, side its direction, measure its length, origin the swing at its end.
///
/// Source: common usage; retracements 0.236 0.382 0.5 0.618 0.786, extensions 1.272 1.618 2.0 2.618.
class Fibonacci {
 public:
  void update(const Telling& tell, const SwingTracker::Said& said, const SwingTracker& swings);

  struct Leg {
    bool active{false};
    std::uint64_t id{0};
    std::uint64_t swing{0};
    Moment start_at{};
    Moment end_at{};
    double start{0};
    double end{0};
    std::uint8_t back{0};                 ///< retracements reached
    std::uint8_t on{kRetracementRatios};  ///< the next extension

    [[nodiscard]] bool rising() const { return end > start; }
    [[nodiscard]] bool valid() const { return back <= kRetracementRatios && on <= kFibonacciRatios.size(); }
    static auto fields(auto& self) {
      return std::tie(self.active, self.id, self.swing, self.start_at, self.end_at, self.start, self.end, self.back,
                      self.on);
    }
  };
  /// The leg in progress, and the one before it; those that are active.
  [[nodiscard]] const std::array<Leg, 2>& legs() const { return legs_; }

  static auto fields(auto& self) { return std::tie(self.legs_, self.said_); }

 private:
  void begin(const Telling& tell, const Swing& start, const Swing& end);
  static void step(const Telling& tell, std::int64_t index, Leg& leg);

  std::array<Leg, 2> legs_;
  std::uint64_t said_{0};
};

}  // namespace tidemark::analysis::structure
