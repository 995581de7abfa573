#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/event.hpp"
#include "venues/live/chain.hpp"

namespace tidemark::venues {

/// A trade with the venue's running number, which grows by one from trade to trade.
struct NumberedTrade {
  std::uint64_t number{0};
  core::Trade trade;
};

/// A trade in its place; `lost` trades right before it are given up.
struct TradeStep {
  core::Trade trade;
  std::uint64_t lost{0};
};

/// Puts the trades of one instrument in line by their numbers, whatever brings them and however often: each once, in
/// order. Behind a hole trades are held back (bounded) until the missing ones were fetched or the hole is given up:
/// then it is said and the line goes on. Not thread-safe.
class TradeChain {
 public:
  /// `config` must outlive the chain.
  explicit TradeChain(const HealConfig& config) : config_{&config}, healing_{config} {}

  /// What comes after `number` is wanted; for the time before the first trade.
  void resume_after(std::uint64_t number, core::Timestamp now);
  /// Trades may have been missed without one that shows it: ask what there is, unless the stream brings the next one
  /// within `patience`.
  void suspect(core::Timestamp now, core::Duration patience);

  /// Steps are appended to `out`.
  Taken add(const NumberedTrade& trade, Origin origin, core::Timestamp now, std::vector<TradeStep>& out);
  /// The number from which trades should be fetched now; the answer must come to on_page or on_failed. Never before the
  /// first trade is known: on_page then takes whatever it is given.
  [[nodiscard]] std::optional<std::uint64_t> ask(core::Timestamp now);
  enum class Page : std::uint8_t { kFull, kLast };  ///< kFull: the venue has more behind it
  void on_page(std::span<const NumberedTrade> trades, Page page, core::Timestamp now, std::vector<TradeStep>& out);
  void on_failed(core::Timestamp now);
  /// Gives up what has become hopeless.
  void on_time(core::Timestamp now, std::vector<TradeStep>& out);

  [[nodiscard]] bool healing() const { return !held_.empty() && healing_.under_way(); }
  [[nodiscard]] std::optional<core::Timestamp> due() const { return healing_.due(); }
  [[nodiscard]] std::optional<std::uint64_t> next_number() const { return next_; }
  [[nodiscard]] std::uint64_t backfilled() const { return backfilled_; }

 private:
  void pass(const core::Trade& trade, std::uint64_t lost, Origin origin, std::vector<TradeStep>& out);
  void drain(std::vector<TradeStep>& out);
  void give_up(core::Timestamp now, std::vector<TradeStep>& out);
  void settle(core::Timestamp now);

  const HealConfig* config_;
  Healing healing_;
  std::optional<std::uint64_t> next_;
  std::map<std::uint64_t, core::Trade> held_;
  bool suspected_{false};
  int barren_{0};
  std::uint64_t backfilled_{0};
};

}  // namespace tidemark::venues
