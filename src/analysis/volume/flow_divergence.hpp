#pragma once

#include <array>
#include <optional>
#include <span>
#include <tuple>

#include "analysis/kernel/window.hpp"
#include "analysis/structure/swings.hpp"
#include "analysis/volume/finding.hpp"
#include "analysis/volume/settings.hpp"
#include "core/timeframe.hpp"

namespace tidemark::analysis::volume {

/// OBV and A/D divergence, regular and hidden. A confirmed swing low is held against the confirmed swing low before it,
/// a high against the high before, and so is the line at their candles: On Balance Volume (the volume of every candle,
/// with the sign of its close's change) or the accumulation/distribution line (money flow multiplier times volume).
/// Regular bullish: price lower, line higher. Hidden bullish: price higher, line lower. At highs regular bearish: price
/// higher, line lower; hidden bearish: price lower, line higher. Equal prices or lines are none. Volume is raw.
///
/// Swings are those of structure::SwingTracker with swing_left (2), swing_right (2) and swing_leg (1 ATR). A swing is
/// final only when the leg back has made one at the other end, so known_at is the close of that candle, a leg after
/// `time`, the later swing's candle; nothing is said sooner and taken back. Measure: how much of the volume traded
/// between the two swings went against price, net: |change of the line| / volume, 0 … 1. Strength by share of it, from
/// 0 to 0.5. Evidence: that share; how far the swings lie apart, from 0 to 2 ATR as of the candle that confirms.
/// Sources: J. Granville (1963); M. Chaikin.
class FlowDivergence {
 public:
  FlowDivergence(const Settings& settings, core::Timeframe timeframe);

  /// What one candle can make known.
  static constexpr std::size_t kMost = 2;
  struct Said {
    std::array<Finding, kMost> findings;
    std::size_t count{0};

    [[nodiscard]] std::span<const Finding> span() const { return std::span{findings}.first(count); }
  };
  /// Feeds one closed candle; one that is not finite is refused.
  Said update(const core::CandleF& candle);

  void save(core::ByteWriter& out) const;
  bool load(core::ByteReader& in);

 private:
  /// The lines as of a candle, and all volume up to it.
  struct Lines {
    double obv{0};
    double ad{0};
    double volume{0};
    static auto fields(auto& self) { return std::tie(self.obv, self.ad, self.volume); }
  };
  /// A confirmed swing and the lines at its candle.
  struct Marked {
    std::optional<structure::Swing> swing;
    Lines lines;
  };

  void feed_lines(const core::CandleF& candle);
  [[nodiscard]] Lines lines_at(const structure::Moment& moment) const;
  void confirm(const structure::Swing& swing, Said& said);
  void compare(const Marked& before, const structure::Swing& swing, double Lines::* line, Said& said) const;

  structure::SwingSettings swings_;
  core::Duration candle_;
  structure::History history_;
  structure::SwingTracker tracker_;
  Lines now_;
  std::optional<double> close_;
  Window obv_;  ///< of the last candles, as far back as a fractal may lie
  Window ad_;
  Window volume_;
  Lines current_;                   ///< at the swing of the leg in progress
  std::array<Marked, 2> previous_;  ///< by structure::End
};

}  // namespace tidemark::analysis::volume
