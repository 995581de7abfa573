#pragma once

#include <map>
#include <string>

#include "venues/file/event_source.hpp"
#include "venues/simulated/market_source.hpp"

namespace tidemark::venues::simulated {

/// Recorded files as a market: their trades, quotes, books and candles at the times they were received, on the clock of
/// the recording. Candles recorded are given as they are; a recording without candles has those of its trades. The book
/// is what the recorded snapshots and deltas make. At the end of the files nothing more happens.
class ReplaySource final : public MarketSource {
 public:
  /// Reads the files once to learn their instruments and when they begin. Only instruments of this market's kind are
  /// taken (spot and everything that is no perpetual, or perpetuals); only those of `symbols` unless it is empty.
  /// Errors: those of file::open_event_source(), and kRefused "nothing_to_replay".
  struct Survey {
    core::InstrumentTable instruments;
    core::Timestamp begin;
    std::map<core::InstrumentId, core::Candle> first;       ///< where each instrument's price begins
    std::map<core::InstrumentId, core::Timeframe> candles;  ///< the shortest timeframe recorded
  };
  [[nodiscard]] static core::Result<Survey> survey(const std::vector<std::string>& paths,
                                                   const file::EventSourceOptions& options);
  [[nodiscard]] static core::Result<std::unique_ptr<ReplaySource>> make(const std::vector<std::string>& paths,
                                                                        const file::EventSourceOptions& options,
                                                                        const Survey& survey,
                                                                        const std::vector<core::InstrumentId>& chosen);

  [[nodiscard]] const std::vector<core::Instrument>& instruments() const override { return instruments_; }
  [[nodiscard]] Past past(core::InstrumentId id) const override;
  [[nodiscard]] std::optional<core::Timeframe> candles_of(core::InstrumentId id) const override;
  void advance(core::Timestamp until, std::vector<core::Event>& out) override;
  void take_prints(core::InstrumentId id, std::vector<sim::Print>& out) override;
  [[nodiscard]] core::BookSnapshot snapshot(core::InstrumentId id, std::size_t depth) const override;

 private:
  struct Book {
    std::map<std::int64_t, core::Qty> bids;
    std::map<std::int64_t, core::Qty> asks;
    std::uint64_t last_update_id{0};
    core::EventTimes times;
  };
  ReplaySource() = default;
  void take(core::Event event, std::vector<core::Event>& out);
  void keep_book(const core::BookSnapshot& snapshot);
  void keep_book(const core::BookDelta& delta);
  void quote_from_book(core::InstrumentId id, std::vector<core::Event>& out);

  core::InstrumentTable table_;  ///< of the files; must outlive the source
  std::unique_ptr<file::EventSource> source_;
  std::optional<core::Event> next_;
  std::map<core::InstrumentId, core::InstrumentId> ours_;  ///< ids of the files to ids of this market
  std::vector<core::Instrument> instruments_;
  std::vector<core::Candle> first_;
  std::vector<std::optional<core::Timeframe>> candles_;
  std::vector<Book> books_;
  std::vector<bool> has_quotes_;  ///< the files bring quotes: none are made from the book
  std::vector<std::vector<sim::Print>> prints_;
};

}  // namespace tidemark::venues::simulated
