#include "core/finding.hpp"

#include <array>

namespace tidemark::core {
namespace {

constexpr std::array<std::string_view, kFindingCodeCount> kCodeNames{"not_finite",
                                                                     "non_positive_price",
                                                                     "high_below_body",
                                                                     "low_above_body",
                                                                     "high_below_low",
                                                                     "negative_volume",
                                                                     "taker_buy_above_volume",
                                                                     "misaligned_time",
                                                                     "out_of_order",
                                                                     "duplicate",
                                                                     "conflicting_duplicate",
                                                                     "future_time",
                                                                     "gap",
                                                                     "market_closed",
                                                                     "price_jump",
                                                                     "volume_outlier",
                                                                     "stale_repeat",
                                                                     "interval_mismatch",
                                                                     "unclosed_candle",
                                                                     "crossed_book",
                                                                     "book_gap",
                                                                     "book_stale",
                                                                     "trade_id_gap",
                                                                     "clock_skew",
                                                                     "unparsable"};

}  // namespace

std::string_view name_of(FindingCode code) noexcept {
  return kCodeNames[static_cast<std::size_t>(code)];
}

std::string_view name_of(Severity severity) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"info", "warning", "error", "critical"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string_view name_of(Policy policy) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"accept", "flag", "repair", "quarantine", "reject"};
  return kNames[static_cast<std::size_t>(policy)];
}

std::string_view name_of(GapReason reason) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"missing", "disconnect", "venue_outage", "sequence"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::string_view name_of(GapState state) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"open", "repairing", "filled", "unrecoverable"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace tidemark::core
