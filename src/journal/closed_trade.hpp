#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/instrument.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/time.hpp"

namespace tidemark::journal {

enum class Direction : std::uint8_t { kLong, kShort };

/// A position from flat to flat. Money in the instrument's quote currency; exact.
struct ClosedTrade {
  std::uint64_t number{0};  ///< from 1, in order of closing
  core::InstrumentId instrument;
  core::PositionSide side{core::PositionSide::kNet};
  Direction direction{Direction::kLong};
  core::Timestamp entered;  ///< first fill
  core::Timestamp exited;   ///< last fill
  core::Qty qty;            ///< opened in all
  core::Money entry_value;  ///< of what was opened, > 0
  core::Money exit_value;   ///< of what was closed, > 0
  core::Money fees;
  std::uint32_t unvalued_fees{0};   ///< fills whose fee is not counted: its worth is not known
  core::Money funding;              ///< received
  core::Money profit;               ///< net: fees and funding counted
  core::Money best;                 ///< maximum favorable excursion: the highest gross profit while it was open, >= 0
  core::Money worst;                ///< maximum adverse excursion: the lowest, <= 0
  std::optional<core::Money> risk;  ///< what the stop would have lost at entry, > 0
  std::string setup;                ///< what the strategy called it
  std::string regime;               ///< of the market at entry; empty: not known
  std::optional<core::Timestamp> signal_at;  ///< when the decision that opened it was taken: names its trace
  std::uint64_t opened_by{0};                ///< the fill that opened it: no two trades of an instrument share one

  /// profit / risk.
  [[nodiscard]] std::optional<double> r_multiple() const;
};

[[nodiscard]] std::string_view name_of(Direction direction) noexcept;

}  // namespace tidemark::journal
