#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analysis/catalogue.hpp"
#include "analysis/chart_patterns/flags.hpp"
#include "analysis/chart_patterns/life.hpp"
#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/swings.hpp"

namespace tidemark::analysis::chart_patterns {

/// How the patterns of one kind ended, in each regime.
class Record {
 public:
  /// The six regimes, and the time before there is one.
  static constexpr std::size_t kRegimes = 7;

  void add(const ChartPattern& ended);
  [[nodiscard]] Tally of(Kind kind) const;
  [[nodiscard]] Tally of(Kind kind, const std::optional<Regime>& regime) const;

  static auto fields(auto& self) { return std::tie(self.tallies_); }

 private:
  std::array<std::array<Tally, kRegimes>, kKindCount> tallies_{};
};

/// Chart patterns of one series: (settings, state, closed candle) -> what became known. Swings (structure/swings.hpp)
/// on two scales give the turning points; each family (a header of this folder) says what they make; Life says how it
/// goes on. Batch is the same code fed from an array.
///
/// One kind does not speak twice of the same thing: a shape that begins at the same anchor on the same scale as one
/// still forming is that pattern, better known (a new event of it); else a shape whose candles, first to last anchor,
/// overlap those of a pattern of the same kind by more than half of the shorter one is dropped while that one is alive,
/// and after it was complete (the last kRemembered of them): the first stands, and neither may grow into the other. The
/// major scale is looked at first, and no kind begins twice with one candle. Other kinds are independent: a triple top
/// may also be a rectangle.
///
/// At most kLiveMax patterns are alive; what would be one more is not begun. Allocates nothing after construction but
/// what `out` and the list of the living need to grow. Not thread-safe.
class ChartPatternDetector {
 public:
  static constexpr std::size_t kLiveMax = 32;
  static constexpr std::size_t kRemembered = 4;

  /// `settings` have passed check_settings().
  explicit ChartPatternDetector(const Settings& settings = {});

  /// Feeds one closed candle and appends what it made known. A candle that is not finite is refused: nothing is said
  /// and nothing changes.
  void update(const core::CandleF& candle, std::vector<ChartPattern>& out);
  /// update() on each candle in turn.
  void update_all(std::span<const core::CandleF> candles, std::vector<ChartPattern>& out) {
    for (const auto& candle : candles) update(candle, out);
  }

  [[nodiscard]] const Record& record() const { return record_; }
  /// Where most of the breakouts point whose outcome is open.
  [[nodiscard]] Side open_side() const;
  /// Patterns that are not over.
  [[nodiscard]] std::size_t live() const { return lives_.size(); }
  [[nodiscard]] const structure::History& history() const { return history_; }
  void snapshot(core::ByteWriter& out) const;
  /// False when the bytes are no snapshot of these settings; the detector must then be dropped.
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  struct Span {
    std::int64_t from{0};
    std::int64_t to{0};
    static auto fields(auto& self) { return std::tie(self.from, self.to); }
  };
  /// A scale of swings, and what the newest candle brought to it.
  struct Level {
    structure::SwingTracker tracker;
    TurningPoints points;
  };

  void go_on(const Today& today, std::vector<ChartPattern>& out);
  void look(Scale scale, const structure::FractalHits& hits, const Today& today, std::vector<ChartPattern>& out);
  void look_for_flags(const Today& today, std::vector<ChartPattern>& out);
  void look_for_bowls(const Today& today, std::vector<ChartPattern>& out);
  void admit(const Shape& shape, Scale scale, std::uint64_t last_swing, const Today& today,
             std::vector<ChartPattern>& out);
  void drop_misfits(Scale scale, const structure::Swing& swing, const Today& today, std::vector<ChartPattern>& out);
  /// Whether another pattern of the kind than `itself` (null: a new one) holds more than half of the same candles.
  [[nodiscard]] bool taken(const Shape& shape, const ChartPattern* itself) const;
  void say(const Life& life, std::vector<ChartPattern>& out);
  void remove_ended();
  /// What restore() read speaks of candles it holds.
  [[nodiscard]] bool hangs_together() const;
  [[nodiscard]] std::optional<Regime> regime_after(const core::CandleF& candle);

  Settings settings_;
  structure::SwingSettings swings_;
  structure::History history_;
  std::array<Level, kScaleCount> levels_;
  std::unique_ptr<Indicator> regime_;
  std::optional<Pole> pole_;
  BoundedList<Life> lives_{kLiveMax};
  std::array<FixedList<Span, kRemembered>, kKindCount> complete_{};
  std::array<std::uint8_t, kLiveMax> fresh_{};  ///< lives whose shape this candle renewed or began
  Record record_;
};

}  // namespace tidemark::analysis::chart_patterns
