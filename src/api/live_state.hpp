#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/candle_ring.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/output.hpp"

namespace tidemark::api {

/// What is known of one instrument right now, apart from its candles.
struct InstrumentView {
  core::Instrument instrument;
  core::FeedState feed{core::FeedState::kConnecting};
  engine::SignalGate gate{engine::SignalGate::kOpen};
  std::optional<core::FindingCode> pause_reason;  ///< set while the gate is paused
  std::optional<engine::BookOutput> book;
  std::optional<double> last;            ///< price of the latest candle
  std::optional<double> change_24h_pct;  ///< null until 24 h of candles are known
  std::optional<core::Timestamp> updated;
  std::array<std::optional<engine::QualityOutput>, core::kTimeframeCount> quality;
};

/// Part of a series as it is in memory.
struct SeriesView {
  std::vector<core::Candle> closed;  ///< ascending
  std::optional<core::Candle> forming;
  bool has_older{false};  ///< memory holds older candles than the first one here
  bool complete{false};   ///< the series began in memory: nothing fell out of it yet
};

/// The engine's latest words on every instrument, for readers. One thread writes (apply, put_instrument), any number
/// read; each call is a short critical section on one instrument, and every answer is consistent in itself. Instruments
/// are never removed.
class LiveState {
 public:
  explicit LiveState(std::size_t candles_per_series) : candles_per_series_{candles_per_series} {}

  /// Adds, or replaces the facts of the same id. When the scale changes its candles in memory are dropped: they were in
  /// other units.
  void put_instrument(const core::Instrument& instrument);
  /// False when the output is of an instrument that was not put in.
  bool apply(const engine::Output& output);

  /// By symbol, and venue when the name has one; else the first with this symbol.
  [[nodiscard]] std::optional<core::Instrument> find(const core::SymbolName& name) const;
  [[nodiscard]] std::optional<core::Instrument> instrument(core::InstrumentId id) const;
  [[nodiscard]] std::optional<InstrumentView> view(core::InstrumentId id) const;
  [[nodiscard]] std::vector<InstrumentView> all() const;
  /// Gaps seen since the start, ascending by time; the newest 1000 of the instrument.
  [[nodiscard]] std::vector<core::Gap> gaps(core::InstrumentId id) const;

  /// The newest `limit` closed candles before `to`.
  [[nodiscard]] SeriesView newest(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit,
                                  std::optional<core::Timestamp> to = {}) const;
  /// Closed candles that open at `from` or later, oldest first, at most `limit`; has_older says whether memory holds
  /// older ones, that is, whether nothing between `from` and the first one fell out.
  [[nodiscard]] SeriesView since(core::InstrumentId id, core::Timeframe timeframe, core::Timestamp from,
                                 std::size_t limit) const;

 private:
  struct Series {
    explicit Series(std::size_t capacity) : closed{capacity} {}
    CandleRing closed;
    std::optional<core::Candle> forming;
    std::optional<engine::QualityOutput> quality;
  };
  struct Entry {
    mutable std::mutex mutex;
    core::Instrument instrument;
    core::FeedState feed{core::FeedState::kConnecting};
    engine::SignalGate gate{engine::SignalGate::kOpen};
    core::FindingCode pause_reason{};
    std::optional<engine::BookOutput> book;
    std::optional<core::Timestamp> updated;
    std::array<std::unique_ptr<Series>, core::kTimeframeCount> series;
    std::map<std::pair<core::Timestamp, core::Timeframe>, core::Gap> gaps;
  };

  [[nodiscard]] Entry* entry(core::InstrumentId id) const;
  Series& series_of(Entry& entry, core::Timeframe timeframe) const;
  void apply_candle(Entry& entry, const engine::CandleOutput& output) const;
  [[nodiscard]] static InstrumentView view_of(const Entry& entry);

  std::size_t candles_per_series_;
  mutable std::shared_mutex table_mutex_;        ///< guards the table, not the entries, which stay where they are
  std::vector<std::unique_ptr<Entry>> entries_;  ///< in order of addition
  std::unordered_map<std::uint32_t, Entry*> by_id_;
};

}  // namespace tidemark::api
