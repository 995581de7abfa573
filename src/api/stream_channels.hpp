#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/status_events.hpp"
#include "api/stream_channel.hpp"
#include "api/stream_recent.hpp"

namespace tidemark::api {

/// candles:SYMBOL:TIMEFRAME. Every closed candle once, in order; the forming one at a bounded rate.
class CandleChannel final : public Channel {
 public:
  CandleChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument,
                core::Timeframe timeframe)
      : Channel{world, std::move(name), topic}, instrument_{instrument}, timeframe_{timeframe} {}
  Told tell() override;

 private:
  std::string look() override;
  [[nodiscard]] bool catch_up(const SeriesView& view, core::Scale scale);
  Told tell_forming(const SeriesView& view, core::Scale scale);
  void tell_candle(const core::Candle& candle, core::CandleState state, core::Scale scale, core::Timestamp known_at);

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
  std::optional<core::Timestamp> last_closed_;  ///< newest closed candle told
  std::optional<core::Candle> last_forming_;    ///< as told
  core::Duration forming_told_{};               ///< monotonic
  std::uint64_t rewrites_{0};                   ///< of the series, as far as told
};

/// book:SYMBOL. The whole picture each time, at a bounded rate; an older one unsent gives way to it.
class BookChannel final : public Channel {
 public:
  BookChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument)
      : Channel{world, std::move(name), topic}, instrument_{instrument} {}
  Told tell() override;

 private:
  std::string look() override;

  core::InstrumentId instrument_;
  core::Duration told_at_{};
  std::optional<std::uint64_t> told_id_;
  engine::BookState told_state_{engine::BookState::kEmpty};
};

/// trades:SYMBOL. Every trade once, in order; those of a moment in one message.
class TradeChannel final : public RecentChannel<core::Trade> {
 public:
  TradeChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument)
      : RecentChannel{world,
                      std::move(name),
                      topic,
                      {"trades", world.options.trades_interval, world.options.snapshot_trades}},
        instrument_{instrument} {}

 private:
  [[nodiscard]] TradesView newest() const override;
  [[nodiscard]] TradesView after(std::uint64_t number) const override;
  [[nodiscard]] std::string document(const std::vector<core::Trade>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const core::Trade& item) const override { return item.times.received; }

  core::InstrumentId instrument_;
};

/// patterns:SYMBOL:TIMEFRAME. The candlestick patterns of closed candles, each once, those of a candle together.
/// Between them what the forming candle shows, at a bounded rate, when that has changed: an older word unsent gives way
/// to it.
class PatternChannel final : public RecentChannel<engine::PatternOutput> {
 public:
  PatternChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument,
                 core::Timeframe timeframe)
      : RecentChannel{world, std::move(name), topic, {"pattern_update", {}, world.options.snapshot_patterns}},
        instrument_{instrument},
        timeframe_{timeframe} {}
  Told tell() override;

 private:
  std::string look() override;
  Told tell_forming();
  [[nodiscard]] PatternsView newest() const override;
  [[nodiscard]] PatternsView after(std::uint64_t number) const override;
  [[nodiscard]] std::string document(const std::vector<engine::PatternOutput>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const engine::PatternOutput& item) const override { return item.known_at; }

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
  std::string forming_;            ///< the document as told, where it shows something
  bool has_newcomer_{false};       ///< since it was told
  core::Duration forming_told_{};  ///< monotonic
};

/// volume:SYMBOL:TIMEFRAME. What volume showed as candles closed, each finding once.
class VolumeChannel final : public RecentChannel<engine::VolumeOutput> {
 public:
  VolumeChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument,
                core::Timeframe timeframe)
      : RecentChannel{world, std::move(name), topic, {"volume_pattern", {}, world.options.snapshot_patterns}},
        instrument_{instrument},
        timeframe_{timeframe} {}

 private:
  [[nodiscard]] VolumeView newest() const override;
  [[nodiscard]] VolumeView after(std::uint64_t number) const override;
  [[nodiscard]] std::string document(const std::vector<engine::VolumeOutput>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const engine::VolumeOutput& item) const override { return item.known_at; }

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
};

/// What closed candles made known of market structure.
class StructureChannel final : public RecentChannel<engine::StructureOutput> {
 public:
  StructureChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument,
                   core::Timeframe timeframe)
      : RecentChannel{world, std::move(name), topic, {"structure_update", {}, world.options.snapshot_patterns}},
        instrument_{instrument},
        timeframe_{timeframe} {}

 private:
  [[nodiscard]] StructureView newest() const override;
  [[nodiscard]] StructureView after(std::uint64_t number) const override;
  [[nodiscard]] std::string document(const std::vector<engine::StructureOutput>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const engine::StructureOutput& item) const override { return item.known_at; }
  [[nodiscard]] std::string_view message_of(const engine::StructureOutput& item) const override;

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
};

/// Changes of supply and demand zones: each with the zone as it then stood.
class ZoneChannel final : public RecentChannel<SaidZone> {
 public:
  ZoneChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument,
              core::Timeframe timeframe)
      : RecentChannel{world, std::move(name), topic, {"sd_zone_created", {}, world.options.snapshot_patterns}},
        instrument_{instrument},
        timeframe_{timeframe} {}

 private:
  [[nodiscard]] ZonesView newest() const override;
  [[nodiscard]] ZonesView after(std::uint64_t number) const override;
  [[nodiscard]] std::string document(const std::vector<SaidZone>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const SaidZone& item) const override { return item.zone.known_at; }
  [[nodiscard]] std::string_view message_of(const SaidZone& item) const override;

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
};

/// chart-patterns:SYMBOL:TIMEFRAME. What closed candles made known of chart patterns: each with the pattern as it then
/// stood.
class ChartPatternChannel final : public RecentChannel<engine::ChartPatternOutput> {
 public:
  ChartPatternChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument,
                      core::Timeframe timeframe)
      : RecentChannel{world, std::move(name), topic, {"pattern_update", {}, world.options.snapshot_patterns}},
        instrument_{instrument},
        timeframe_{timeframe} {}

 private:
  [[nodiscard]] ChartPatternsView newest() const override;
  [[nodiscard]] ChartPatternsView after(std::uint64_t number) const override;
  [[nodiscard]] std::string document(const std::vector<engine::ChartPatternOutput>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const engine::ChartPatternOutput& item) const override {
    return item.known_at;
  }

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
};

/// confluence:SYMBOL:TIMEFRAME. The whole of a chart's confluence when a candle of it has closed; an older one unsent
/// gives way to it.
class ConfluenceChannel final : public Channel {
 public:
  ConfluenceChannel(StreamWorld& world, std::string name, std::uint64_t topic, core::InstrumentId instrument,
                    core::Timeframe timeframe)
      : Channel{world, std::move(name), topic}, instrument_{instrument}, timeframe_{timeframe} {}
  Told tell() override;

 private:
  std::string look() override;
  void tell_newer(std::shared_ptr<const decision::Confluence> newest);
  [[nodiscard]] std::string document(const decision::Confluence* confluence) const;

  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
  std::shared_ptr<const decision::Confluence> told_;
};

/// signals:*. Signals of all instruments when they are opened and when they have ended.
class SignalChannel final : public RecentChannel<engine::SignalOutput> {
 public:
  SignalChannel(StreamWorld& world, std::string name, std::uint64_t topic)
      : RecentChannel{
            world, std::move(name), topic, {"signal", {}, world.options.snapshot_patterns, world.signal_pushed}} {}

 private:
  [[nodiscard]] SignalsView newest() const override;
  [[nodiscard]] SignalsView after(std::uint64_t number) const override;
  [[nodiscard]] std::string document(const std::vector<engine::SignalOutput>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const engine::SignalOutput& item) const override { return item.known_at; }
};

/// alerts. Every alert that fired, once, in order.
class AlertsChannel final : public RecentChannel<SaidAlert> {
 public:
  AlertsChannel(StreamWorld& world, std::uint64_t topic)
      : RecentChannel{world, "alerts", topic, {"alert_triggered", {}, world.options.snapshot_patterns}} {}

 private:
  [[nodiscard]] AlertsView newest() const override { return world_.alerts.newest(); }
  [[nodiscard]] AlertsView after(std::uint64_t number) const override { return world_.alerts.after(number); }
  [[nodiscard]] std::string document(const std::vector<SaidAlert>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const SaidAlert& item) const override { return item.known_at; }
};

/// trading. What changed in the account (portfolio_change), what its strategy asked for (trading_signal), and steps of
/// the strategy's stage (activation_event).
class TradingChannel final : public RecentChannel<SaidTrading> {
 public:
  TradingChannel(StreamWorld& world, std::uint64_t topic)
      : RecentChannel{world, "trading", topic, {"portfolio_change", {}, kSnapshot}} {}

 private:
  static constexpr std::size_t kSnapshot = 8;
  [[nodiscard]] TradingView newest() const override { return world_.trading.newest(); }
  [[nodiscard]] TradingView after(std::uint64_t number) const override { return world_.trading.after(number); }
  [[nodiscard]] std::string document(const std::vector<SaidTrading>& items) const override;
  [[nodiscard]] core::Timestamp known_at(const SaidTrading& item) const override { return item.at; }
  [[nodiscard]] std::string_view message_of(const SaidTrading& item) const override {
    if (item.kind == SaidTrading::Kind::kStep) return "activation_event";
    return item.kind == SaidTrading::Kind::kSignal ? "trading_signal" : "portfolio_change";
  }
};

/// markets. A row per instrument; those that changed, at a bounded rate.
class MarketsChannel final : public Channel {
 public:
  MarketsChannel(StreamWorld& world, std::uint64_t topic) : Channel{world, "markets", topic} {}
  void changed(core::InstrumentId instrument) { changed_.push_back(instrument); }
  Told tell() override;

 private:
  std::string look() override;
  void tell_rows(const std::vector<InstrumentView>& views);
  [[nodiscard]] std::string row_of(const InstrumentView& view) const;

  std::vector<core::InstrumentId> changed_;              ///< each once
  std::unordered_map<std::uint32_t, std::string> rows_;  ///< as told, by instrument
  core::Duration told_at_{};
  core::Duration all_at_{};  ///< when all rows were compared, not only those the engine spoke of
};

/// system. What changes in the state of streams.
class SystemChannel final : public Channel {
 public:
  SystemChannel(StreamWorld& world, std::uint64_t topic) : Channel{world, "system", topic} {}
  void take(StatusEvents::Batch batch);
  Told tell() override;

 private:
  std::string look() override { return world_.describe_system(); }

  StatusEvents::Batch batch_;
};

}  // namespace tidemark::api
