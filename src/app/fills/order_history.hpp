#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/fills/account_order.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "storage/trading_record.hpp"

namespace tidemark::app {

/// What became of a strategy's orders at one instrument, read from an account's records: those of the store, or those
/// of an account that is played. Records of other instruments are passed by. Not thread-safe.
class OrderHistory {
 public:
  /// Decisions are taken on candles of `timeframe`.
  OrderHistory(core::Instrument instrument, std::string strategy, core::Timeframe timeframe)
      : instrument_{std::move(instrument)}, strategy_{std::move(strategy)}, timeframe_{timeframe} {}

  /// Later records of the same account. kCorrupt "bad_record": a number cannot be read in the instrument's units.
  core::Status add(const storage::TradingChange& change);

  /// In the order they were asked for.
  [[nodiscard]] const std::vector<AccountOrder>& orders() const { return orders_; }
  /// How many were asked for by hand.
  [[nodiscard]] std::size_t by_hand() const { return by_hand_; }
  /// What the strategy's fills in a role were worth, and what was charged for them.
  struct Charged {
    core::Money value;
    core::Money fees;
  };
  [[nodiscard]] const Charged& charged(core::Role role) const { return charged_[static_cast<std::size_t>(role)]; }
  /// Lots held by what was filled before `at`; below zero: short.
  [[nodiscard]] std::int64_t held(core::Timestamp at) const;

 private:
  [[nodiscard]] bool is_ours(const storage::InstrumentKey& key) const {
    return key.venue == instrument_.venue && key.symbol == instrument_.symbol;
  }
  core::Status begin(const storage::OrderRecord& record);
  core::Status take(const storage::OrderTransitionRecord& record);
  core::Status take(const storage::FillRecord& record);
  [[nodiscard]] AccountOrder* find(std::uint64_t id);

  core::Instrument instrument_;
  std::string strategy_;
  core::Timeframe timeframe_;
  std::vector<AccountOrder> orders_;
  std::unordered_map<std::uint64_t, std::size_t> places_;           ///< by id; those by hand have kNoPlace
  std::vector<std::pair<core::Timestamp, std::int64_t>> holdings_;  ///< after each fill
  std::array<Charged, 2> charged_;                                  ///< by role
  std::size_t by_hand_{0};
};

}  // namespace tidemark::app
