#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/kernel/bounded_list.hpp"
#include "analysis/structure/breaks.hpp"
#include "analysis/structure/event.hpp"

namespace tidemark::analysis::structure {

/// What of a candle takes an order block up.
enum class BlockMitigation : std::uint8_t { kWick, kBody };
inline constexpr std::array<std::string_view, 2> kBlockMitigationNames{"wick", "body"};

struct BlockSettings {
  BlockMitigation mitigation{BlockMitigation::kWick};
  double volatile_range{0};  ///< candles of this many average true ranges or more are no blocks; 0: any may be
  std::size_t open_max{100};
};

/// The candle of an order block and what came of it.
struct Block {
  std::uint64_t id{0};     ///< 0 until said
  std::uint64_t swing{0};  ///< the swing that was broken
  Moment at{};             ///< the candle it is
  Moment broke{};          ///< the candle that broke the swing
  double top{0};
  double bottom{0};
  double volume{0};  ///< of the breaking candle and the two before it
  bool mitigated{false};
  Moment mitigated_at{};
  bool erased{false};
  Moment erased_at{};

  static auto fields(auto& self) {
    return std::tie(self.id, self.swing, self.at, self.broke, self.top, self.bottom, self.volume, self.mitigated,
                    self.mitigated_at, self.erased, self.erased_at);
  }
};

/// The farthest candle against the move since a swing: where the order block will be if the swing breaks.
struct BlockSeed {
  bool known{false};
  Moment at{};
  double top{0};
  double bottom{0};
  double price{0};  ///< what candles are compared by

  /// `end` is that of the swing: below a swing high the lowest low counts, the latest of equal ones.
  void consider(const History& history, std::int64_t index, End end, double volatile_range);

  static auto fields(auto& self) { return std::tie(self.known, self.at, self.top, self.bottom, self.price); }
};

/// Moves a block on by one candle: whether it is mitigated or, after that, erased by it. True when it was.
bool follow(Block& block, const History& history, std::int64_t index, Side side, BlockMitigation by);
/// The event that says where a block stands.
[[nodiscard]] Event event_of(const Block& block, State state, Side side, const std::optional<double>& atr);
/// volume of the candle and the two before it.
[[nodiscard]] double volume_until(const History& history, std::int64_t index);

/// Order block, by the last swing: when a candle breaks a swing high (breaks.hpp), the candle with the lowest low
/// strictly between that swing and the breaking candle (the latest of equal ones) is a bullish order block from its low
/// to its high, known with the break; a broken swing low gives a bearish one at the highest high. With volatile_range,
/// a candle that is longer than that many average true ranges takes part with its high and low exchanged, so that it
/// hardly is the block. Life: kMitigated by the first candle that trades below a bullish block (or has its body below,
/// as an option), kInvalidated by the first one after that to trade above its top. The event runs from the block's
/// candle to the breaking one; measure is the volume of the breaking candle and the two before it.
///
/// Source: LuxAlgo's Smart Money Concepts script (blocks on structure breaks, volatility filter of 2 ATR(200)). The
/// library's reading, on final swings, is final_order_blocks.hpp. At most open_max blocks of a direction are followed;
/// the oldest is given up with kExpired.
class OrderBlocks {
 public:
  explicit OrderBlocks(const BlockSettings& settings)
      : settings_{settings}, open_{BoundedList<Block>{settings.open_max}, BoundedList<Block>{settings.open_max}} {}

  void update(const Telling& tell, const SwingTracker::Said& said, const LastSwingBreaks::Broken& broken);

  static auto fields(auto& self) { return std::tie(self.seeds_, self.open_, self.calm_, self.blocks_); }

 private:
  /// The prices between which no block of a side changes: a candle within them need not look at each.
  struct Calm {
    bool has_above{false};
    double above{0};
    bool has_below{false};
    double below{0};

    [[nodiscard]] bool holds(const core::CandleF& candle) const {
      return !(has_above && candle.high > above) && !(has_below && candle.low < below);
    }
    static auto fields(auto& self) { return std::tie(self.has_above, self.above, self.has_below, self.below); }
  };

  void follow_open(const Telling& tell, Side side);
  void renew_calm(Side side);

  BlockSettings settings_;
  std::array<BlockSeed, 2> seeds_;          ///< by End of the swing
  std::array<BoundedList<Block>, 2> open_;  ///< by Side
  std::array<Calm, 2> calm_;                ///< by Side
  std::uint64_t blocks_{0};
};

}  // namespace tidemark::analysis::structure
