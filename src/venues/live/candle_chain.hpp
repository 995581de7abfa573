#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/event.hpp"
#include "venues/live/chain.hpp"

namespace tidemark::venues {

/// A candle in its place; `lost`: the candles of this range right before it are given up.
struct CandleStep {
  core::VenueCandle candle;
  std::optional<core::TimeRange> lost;
};

/// Puts the venue's 1m candles of one instrument in line by their open times: each closed one once, in order, whether
/// the stream brought it or it was fetched (then it carries kRepaired). Forming candles pass only where the line
/// stands. Closed candles behind a hole are held back until the missing ones were fetched or given up. A closed candle
/// that is overdue is asked for even when nothing behind it has come. Not thread-safe.
class CandleChain {
 public:
  static constexpr core::Duration kLength = core::minutes(1);

  /// `config` must outlive the chain.
  explicit CandleChain(const HealConfig& config) : config_{&config}, healing_{config} {}

  /// The closed candle that opens at `open_time`, and what follows, is wanted.
  void begin_at(core::Timestamp open_time, core::Timestamp now);

  /// Asks for what there is, soon (the stream is down). Nothing before the line has begun.
  void suspect(core::Timestamp now);

  Taken add(const core::VenueCandle& candle, core::Timestamp now, std::vector<CandleStep>& out);
  /// Open time from which candles should be fetched now; the answer must come to on_page or on_failed.
  [[nodiscard]] std::optional<core::Timestamp> ask(core::Timestamp now);
  /// All that the venue has from the time asked for on, at most a page, ascending. Whether a candle is closed is judged
  /// here: a later one follows it, or its end is long past; never by its state alone, because clocks differ.
  enum class Page : std::uint8_t { kFull, kLast };
  void on_page(std::span<const core::VenueCandle> candles, Page page, core::Timestamp now,
               std::vector<CandleStep>& out);
  void on_failed(core::Timestamp now);
  void on_time(core::Timestamp now, std::vector<CandleStep>& out);

  [[nodiscard]] bool healing() const { return healing_.under_way(); }
  [[nodiscard]] std::optional<core::Timestamp> due() const;
  [[nodiscard]] std::optional<core::Timestamp> next_open() const { return next_; }
  [[nodiscard]] std::uint64_t backfilled() const { return backfilled_; }

 private:
  void pass(const core::VenueCandle& candle, Origin origin, std::vector<CandleStep>& out);
  static void show_forming(core::VenueCandle candle, std::vector<CandleStep>& out);
  void skip_to(core::Timestamp open_time);
  void lose_until(core::Timestamp open_time);
  void drain(std::vector<CandleStep>& out);
  void settle(core::Timestamp now);

  const HealConfig* config_;
  Healing healing_;
  std::optional<core::Timestamp> next_;  ///< open time of the next closed candle
  std::map<core::Timestamp, core::VenueCandle> held_;
  std::optional<core::Timestamp> seen_;  ///< latest open time that the stream showed, closed or forming
  std::optional<core::TimeRange> lost_;  ///< given up, not yet told
  std::uint64_t backfilled_{0};
};

}  // namespace tidemark::venues
