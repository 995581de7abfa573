#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/event.hpp"
#include "core/order.hpp"

namespace tidemark::trading {

/// How much of a venue's book an update speaks of: the best bid and ask alone, or the levels beyond them too.
enum class BookReach : std::uint8_t { kBest, kLevels };

/// The liquidity that can be seen, less what we have taken since: the best bid and ask, or whole levels. An update puts
/// back what we took, as a paper order leaves no mark on the venue.
class ShownBook {
 public:
  void show(std::span<const core::BookLevel> bids, std::span<const core::BookLevel> asks, BookReach reach);

  /// The last update had both sides; taking may have emptied one since.
  [[nodiscard]] bool is_known() const { return known_; }
  /// Who has taken all that is shown has emptied the book, and not only its best level.
  [[nodiscard]] bool has_levels() const { return known_ && reach_ == BookReach::kLevels; }
  /// Best first. `maker`: the side whose orders rest.
  [[nodiscard]] std::span<const core::BookLevel> levels(core::Side maker) const {
    return maker == core::Side::kBuy ? bids_ : asks_;
  }
  [[nodiscard]] std::optional<core::Price> best(core::Side maker) const;
  /// What rests at this price; nothing when the price lies beyond what is shown.
  [[nodiscard]] std::optional<core::Qty> at(core::Side maker, core::Price price) const;
  /// What a taker of `side` could have at `limit` (absent: any price) or better.
  [[nodiscard]] core::Qty within(core::Side side, std::optional<core::Price> limit) const;

  struct Taken {
    core::Price price;
    core::Qty qty;
  };
  /// Takes up to `qty` of the best level if it is at `limit` or better.
  [[nodiscard]] std::optional<Taken> take_best(core::Side side, std::optional<core::Price> limit, core::Qty qty);

 private:
  [[nodiscard]] std::vector<core::BookLevel>& of(core::Side maker) { return maker == core::Side::kBuy ? bids_ : asks_; }

  std::vector<core::BookLevel> bids_;
  std::vector<core::BookLevel> asks_;
  bool known_{false};
  BookReach reach_{BookReach::kBest};
};

}  // namespace tidemark::trading
