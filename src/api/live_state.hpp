#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/beginning.hpp"
#include "api/candle_ring.hpp"
#include "api/market_insight.hpp"
#include "api/recent_ring.hpp"
#include "api/zone_record.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "engine/book_depth.hpp"
#include "engine/output.hpp"

namespace tidemark::api {

/// The instrument an output is about.
[[nodiscard]] core::InstrumentId instrument_of(const engine::Output& output);

/// What is known of one instrument right now, apart from its candles.
struct InstrumentView {
  core::Instrument instrument;
  core::FeedState feed{core::FeedState::kConnecting};
  std::optional<core::Timestamp> feed_since;  ///< in this state; received time of its first word
  bool in_past{false};                        ///< what is known is not the present yet: see Beginning::kPast
  engine::SignalGate gate{engine::SignalGate::kOpen};
  std::optional<core::FindingCode> pause_reason;  ///< set while the gate is paused
  std::optional<engine::BookOutput> book;
  std::optional<double> last;            ///< price of the latest candle
  std::optional<double> change_24h_pct;  ///< null until 24 h of candles are known
  std::optional<double> volume_24h;      ///< of the base asset; same
  std::size_t gaps_open{0};              ///< since the start
  std::optional<core::Timestamp> updated;
  std::array<std::optional<engine::QualityOutput>, core::kTimeframeCount> quality;
  MarketInsight insight{};
};

/// Part of a series as it is in memory.
struct SeriesView {
  std::vector<core::Candle> closed;  ///< ascending
  std::optional<core::Candle> forming;
  bool has_older{false};      ///< memory holds older candles than the first one here
  bool complete{false};       ///< the series began in memory: nothing fell out of it yet
  std::uint64_t rewrites{0};  ///< CandleRing::rewrites: grows when the past has changed (repairs)
  core::Timestamp known_at;   ///< when the newest of its candles was known
};

/// The newest of a stream of things, oldest first.
template <class T>
struct RecentView {
  std::vector<T> items;
  std::uint64_t last{0};  ///< running number of the last one; they are numbered in order of arrival
  bool missed{false};     ///< some between the number asked for and the first one here fell out of memory
};
using TradesView = RecentView<core::Trade>;
using PatternsView = RecentView<engine::PatternOutput>;
using VolumeView = RecentView<engine::VolumeOutput>;
using StructureView = RecentView<engine::StructureOutput>;
using ZonesView = RecentView<SaidZone>;
using ChartPatternsView = RecentView<engine::ChartPatternOutput>;
using SignalsView = RecentView<engine::SignalOutput>;

/// What memory holds, all instruments together.
struct LiveSize {
  std::size_t instruments{0};
  std::size_t candles{0};
  std::size_t candles_max{0};
  std::size_t trades{0};
  std::size_t gaps{0};
};

/// The engine's latest words on every instrument, for readers. One thread writes (apply, put_instrument), any number
/// read; each call is a short critical section on one instrument, and every answer is consistent in itself. Instruments
/// are never removed.
class LiveState {
 public:
  struct Bounds {
    std::size_t candles_per_series{1500};
    /// Of all series together: the more there are, the shorter each (but kCandlesMin). 64 bytes a candle.
    std::size_t candles{1'500'000};
    std::size_t trades_per_instrument{200};
    /// Of each kind: candlestick patterns, findings of volume, of structure, changes of zones; of chart patterns a
    /// quarter.
    std::size_t findings_per_series{64};
    /// Of each kind, of all series together: the more there are, the fewer of each (but kFindingsMin). 100 to 230
    /// bytes.
    std::size_t findings{100'000};
    std::size_t signals{512};  ///< of all instruments together
  };
  static constexpr std::size_t kCandlesMin = 64;
  static constexpr std::size_t kFindingsMin = 8;

  explicit LiveState(Bounds bounds, Beginning beginning = Beginning::kPresent)
      : bounds_{bounds}, beginning_{beginning}, signals_{bounds.signals} {}

  /// Adds, or replaces the facts of the same id. When the scale changes its candles in memory are dropped: they were in
  /// other units.
  void put_instrument(const core::Instrument& instrument);
  /// False when the output is of an instrument that was not put in.
  bool apply(const engine::Output& output);
  /// The newest picture of a book; from any thread. False as for apply().
  bool put_depth(const engine::BookDepth& depth);

  /// What earlier runs said, from any thread: it shows until something as new is said.
  void remember(core::InstrumentId id, const NewestSignal& signal);
  void remember(core::InstrumentId id, const BestConfluence& best);

  /// By symbol, and venue when the name has one; else the first with this symbol.
  [[nodiscard]] std::optional<core::Instrument> find(const core::SymbolName& name) const;
  [[nodiscard]] std::optional<core::Instrument> instrument(core::InstrumentId id) const;
  [[nodiscard]] std::optional<InstrumentView> view(core::InstrumentId id) const;
  [[nodiscard]] std::vector<InstrumentView> all() const;
  /// Gaps seen since the start, ascending by time; the newest 256 of the instrument.
  [[nodiscard]] std::vector<core::Gap> gaps(core::InstrumentId id) const;
  /// nullopt: no picture of a book was ever put in.
  [[nodiscard]] std::optional<engine::BookDepth> depth(core::InstrumentId id) const;
  [[nodiscard]] TradesView newest_trades(core::InstrumentId id, std::size_t limit) const;
  /// All trades after the one numbered `number`.
  [[nodiscard]] TradesView trades_after(core::InstrumentId id, std::uint64_t number) const;
  /// Candlestick patterns said since the start.
  [[nodiscard]] PatternsView newest_patterns(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit) const;
  /// What the forming candle shows; none when there is no forming candle, or nothing was said of it.
  [[nodiscard]] std::optional<engine::FormingPatternsOutput> forming_patterns(core::InstrumentId id,
                                                                              core::Timeframe timeframe) const;
  [[nodiscard]] PatternsView patterns_after(core::InstrumentId id, core::Timeframe timeframe,
                                            std::uint64_t number) const;
  /// The same of what volume showed.
  [[nodiscard]] VolumeView newest_volume(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit) const;
  [[nodiscard]] VolumeView volume_after(core::InstrumentId id, core::Timeframe timeframe, std::uint64_t number) const;
  /// The same of market structure, of changes of zones, and of what became known of chart patterns.
  [[nodiscard]] StructureView newest_structure(core::InstrumentId id, core::Timeframe timeframe,
                                               std::size_t limit) const;
  [[nodiscard]] StructureView structure_after(core::InstrumentId id, core::Timeframe timeframe,
                                              std::uint64_t number) const;
  [[nodiscard]] ZonesView newest_zones(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit) const;
  [[nodiscard]] ZonesView zones_after(core::InstrumentId id, core::Timeframe timeframe, std::uint64_t number) const;
  [[nodiscard]] ChartPatternsView newest_chart_patterns(core::InstrumentId id, core::Timeframe timeframe,
                                                        std::size_t limit) const;
  [[nodiscard]] ChartPatternsView chart_patterns_after(core::InstrumentId id, core::Timeframe timeframe,
                                                       std::uint64_t number) const;
  /// Openings and endings of signals said since the start, of all instruments.
  [[nodiscard]] SignalsView newest_signals(std::size_t limit) const;
  [[nodiscard]] SignalsView signals_after(std::uint64_t number) const;
  /// The last decision taken about an instrument, and the last confluence of a chart; null before there is one.
  [[nodiscard]] std::shared_ptr<const decision::Trace> trace(core::InstrumentId id) const;
  [[nodiscard]] std::shared_ptr<const decision::Confluence> confluence(core::InstrumentId id,
                                                                       core::Timeframe timeframe) const;
  /// At most 48 closes of the last 24 hours, half an hour apart, oldest first; the last is that of the latest candle.
  [[nodiscard]] std::vector<double> sparkline(core::InstrumentId id) const;
  [[nodiscard]] LiveSize size() const;

  /// The newest `limit` closed candles before `to`.
  [[nodiscard]] SeriesView newest(core::InstrumentId id, core::Timeframe timeframe, std::size_t limit,
                                  std::optional<core::Timestamp> to = {}) const;
  /// Closed candles that open at `from` or later, oldest first, at most `limit`; has_older says whether memory holds
  /// older ones, that is, whether nothing between `from` and the first one fell out.
  [[nodiscard]] SeriesView since(core::InstrumentId id, core::Timeframe timeframe, core::Timestamp from,
                                 std::size_t limit) const;

 private:
  /// Each is the size of several of the others.
  static constexpr std::size_t kChartPatternShare = 4;

  struct Series {
    Series(std::size_t candles, std::size_t findings)
        : closed{candles},
          patterns{findings},
          volume{findings},
          structure{findings},
          zones{findings},
          chart_patterns{findings / kChartPatternShare} {}
    void set_capacity(std::size_t candles, std::size_t findings);
    CandleRing closed;
    std::optional<core::Candle> forming;
    std::optional<engine::QualityOutput> quality;
    core::Timestamp known_at;
    RecentRing<engine::PatternOutput> patterns;
    std::optional<engine::FormingPatternsOutput> forming_patterns;
    RecentRing<engine::VolumeOutput> volume;
    RecentRing<engine::StructureOutput> structure;
    RecentRing<SaidZone> zones;
    RecentRing<engine::ChartPatternOutput> chart_patterns;
    std::shared_ptr<const decision::Confluence> confluence;
    std::optional<BestConfluence> best;  ///< of `confluence`, or remembered
    std::optional<SaidZone> untested;    ///< a change of a zone whose test comes next
  };
  struct Entry {
    explicit Entry(std::size_t trades_max) : trades{trades_max} {}
    mutable std::mutex mutex;
    core::Instrument instrument;
    core::FeedState feed{core::FeedState::kConnecting};
    std::optional<core::Timestamp> feed_since;
    bool in_past{false};
    engine::SignalGate gate{engine::SignalGate::kOpen};
    core::FindingCode pause_reason{};
    std::optional<engine::BookOutput> book;
    std::optional<core::Timestamp> updated;
    std::array<std::unique_ptr<Series>, core::kTimeframeCount> series;
    /// By start, timeframe, and whether trades are missing or candles.
    std::map<std::tuple<core::Timestamp, core::Timeframe, bool>, core::Gap> gaps;
    std::unique_ptr<engine::BookDepth> depth;
    std::shared_ptr<const decision::Trace> trace;
    std::optional<decision::MarketState> market;
    std::optional<NewestSignal> signal;
    RecentRing<core::Trade> trades;
  };

  [[nodiscard]] Entry* entry(core::InstrumentId id) const;
  /// Of candles and of findings.
  [[nodiscard]] std::pair<std::size_t, std::size_t> series_capacity() const;
  Series& series_of(Entry& entry, core::Timeframe timeframe);
  void apply_candle(Entry& entry, const engine::CandleOutput& output);
  /// What `ring` of a series holds: the newest `limit`, or all after a number.
  template <class T>
  [[nodiscard]] RecentView<T> newest_of(core::InstrumentId id, core::Timeframe timeframe, RecentRing<T> Series::* ring,
                                        std::size_t limit) const;
  template <class T>
  [[nodiscard]] RecentView<T> after_of(core::InstrumentId id, core::Timeframe timeframe, RecentRing<T> Series::* ring,
                                       std::uint64_t number) const;
  static void apply_zone(Series& series, core::Scale scale, const engine::ZoneOutput& output);
  static void apply_zone_test(Series& series, const engine::ZoneTestOutput& output);
  void apply_signal(Entry& entry, const engine::SignalOutput& output);
  [[nodiscard]] static MarketInsight insight_of(const Entry& entry);
  [[nodiscard]] static InstrumentView view_of(const Entry& entry);
  [[nodiscard]] static SeriesView view_of(const Series& series, std::size_t begin, std::size_t end);

  Bounds bounds_;
  Beginning beginning_;
  std::atomic<std::size_t> series_{0};
  mutable std::mutex signals_mutex_;
  RecentRing<engine::SignalOutput> signals_;
  mutable std::shared_mutex table_mutex_;        ///< guards the table, not the entries, which stay where they are
  std::vector<std::unique_ptr<Entry>> entries_;  ///< in order of addition
  std::unordered_map<std::uint32_t, Entry*> by_id_;
};

}  // namespace tidemark::api
