#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "analysis/structure/order_blocks.hpp"

namespace tidemark::analysis::structure {

/// Order block, by final swings: at each candle i the last final swing high before i counts; if i closes above it and
/// that swing was not used before, the block is the candle with the lowest low strictly between swing and i (the latest
/// of equal ones), or, with none between, candle i-1 with top and bottom exchanged. Bearish blocks mirror it. Life and
/// measure as in order_blocks.hpp. Which swings are final, and that no other lies before i, is known later than i: a
/// block is said with the first candle at which both are certain, followed at once by what has become of it meanwhile.
/// That is when its swing is final, all swings up to i-1 could have shown themselves (`right` candles later), and none
/// of them still stands as the high of the leg in progress.
///
/// Source: joshyattridge/smart-money-concepts 0.0.27 (`ob`), without its look-ahead: the final table is the same. (Its
/// bullish MitigatedIndex is the candle before the one that mitigates.) `first` is SwingSettings::first.
class FinalOrderBlocks {
 public:
  FinalOrderBlocks(const BlockSettings& settings, int right)
      : settings_{settings},
        right_{right},
        open_{BoundedList<Block>{settings.open_max}, BoundedList<Block>{settings.open_max}} {}

  void update(const Telling& tell, const SwingTracker::Said& said);

  static auto fields(auto& self) { return std::tie(self.ends_, self.open_, self.blocks_); }

 private:
  /// A swing that may be broken, followed candle by candle.
  struct Watch {
    bool there{false};
    std::uint64_t swing{0};
    Moment at{};
    double level{0};
    BlockSeed seed{};
    bool broken{false};
    Block block{};

    static auto fields(auto& self) {
      return std::tie(self.there, self.swing, self.at, self.level, self.seed, self.broken, self.block);
    }
  };
  struct OfEnd {
    Watch final;    ///< the last final swing
    Watch current;  ///< that of the leg in progress, when it is at this end

    static auto fields(auto& self) { return std::tie(self.final, self.current); }
  };

  void step(const History& history, std::int64_t index, End end, Watch& watch) const;
  [[nodiscard]] Watch begin(const History& history, const Swing& swing) const;
  void take(const History& history, const SwingTracker::Said& said);
  void say_when_certain(const Telling& tell, End end);
  void publish(const Telling& tell, End end);

  BlockSettings settings_;
  int right_;
  std::array<OfEnd, 2> ends_;
  std::array<BoundedList<Block>, 2> open_;  ///< by Side: said
  std::uint64_t blocks_{0};
};

}  // namespace tidemark::analysis::structure
