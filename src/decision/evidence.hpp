#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/candlesticks/pattern.hpp"
#include "analysis/kernel/bounded_list.hpp"
#include "analysis/kernel/fixed_list.hpp"
#include "analysis/momentum/momentum.hpp"
#include "analysis/structure/event.hpp"
#include "analysis/volume/finding.hpp"
#include "analysis/zones/zone.hpp"
#include "core/bytes.hpp"
#include "core/candle.hpp"
#include "core/timeframe.hpp"
#include "decision/counting.hpp"
#include "decision/factor.hpp"
#include "decision/hearing.hpp"
#include "decision/plan.hpp"

namespace tidemark::decision {

[[nodiscard]] constexpr bool is_side(Side side) {
  return side >= Side::kBearish && side <= Side::kBullish;
}

/// A price that a structure finding named, and what became known of it.
struct KnownLevel {
  std::uint64_t id{0};
  analysis::structure::Side side{analysis::structure::Side::kNeutral};
  bool confirmed{false};
  double top{0};
  double bottom{0};
  double price{0};
  double measure{0};
  double confidence{0};
  core::Timestamp time;
  core::Timestamp known_at;

  [[nodiscard]] bool valid() const { return side <= analysis::structure::Side::kNeutral; }
  static auto fields(auto& self) {
    return std::tie(self.id, self.side, self.confirmed, self.top, self.bottom, self.price, self.measure,
                    self.confidence, self.time.ns, self.known_at.ns);
  }
};

/// A candlestick pattern or a finding of volume: it bears for some candles after it.
struct Happening {
  FactorType type{FactorType::kCandlestick};
  Side side{Side::kNone};
  double price{0};
  double strength{0};    ///< 0 … 1
  double confidence{0};  ///< 0 … 1
  FindingLink finding;

  [[nodiscard]] bool valid() const { return index_of(type) < kFactorTypeCount && is_side(side) && finding.valid(); }
  static auto fields(auto& self) {
    return std::tie(self.type, self.side, self.price, self.strength, self.confidence, self.finding);
  }
};

/// A supply or demand zone as last said.
struct KnownZone {
  std::uint64_t id{0};
  ZoneFacts facts;
  double strength{0};  ///< 0 … 1
  core::Timestamp time;
  core::Timestamp known_at;  ///< of its creation

  [[nodiscard]] bool valid() const {
    return facts.kind <= analysis::zones::ZoneKind::kSupply && facts.status <= analysis::zones::ZoneStatus::kExpired;
  }
  static auto fields(auto& self) {
    return std::tie(self.id, self.facts.kind, self.facts.status, self.facts.tests, self.facts.top, self.facts.bottom,
                    self.strength, self.time.ns, self.known_at.ns);
  }
};

/// Liquidity that was taken: a pool of lows (bullish) or highs (bearish) traded through.
struct Sweep {
  Side side{Side::kNone};  ///< the way price turned if it was reclaimed
  bool reclaimed{false};   ///< the candle closed back on the pool's side
  double price{0};
  core::Timestamp time;
  core::Timestamp known_at;

  [[nodiscard]] bool valid() const { return is_side(side); }
  static auto fields(auto& self) {
    return std::tie(self.side, self.reclaimed, self.price, self.time.ns, self.known_at.ns);
  }
};

/// A break of structure or change of character.
struct StructureBreak {
  Side side{Side::kNone};
  bool change{false};  ///< of character
  core::Timestamp known_at;

  [[nodiscard]] bool valid() const { return is_side(side); }
  static auto fields(auto& self) { return std::tie(self.side, self.change, self.known_at.ns); }
};

/// What is known of one timeframe of one instrument, from its closed candles and what the analyzers said of them:
/// nothing here looks ahead, and everything has the time it was known at. Levels and zones are kept while they hold,
/// happenings for kHappeningCandles. Allocates nothing once warm. Not thread-safe.
class TimeframeEvidence {
 public:
  static constexpr std::size_t kSwings = 8;
  static constexpr std::size_t kLevels = 50;
  static constexpr std::size_t kAbc = 8;
  static constexpr std::size_t kPools = 16;
  static constexpr std::size_t kZones = 64;
  static constexpr std::size_t kHappenings = 16;
  static constexpr int kHappeningCandles = 10;
  /// Ages, in candles, at which a happening and a level are worth half (freshness_of).
  static constexpr double kHappeningHalf = 3;
  static constexpr double kLevelHalf = 200;

  explicit TimeframeEvidence(core::Timeframe timeframe)
      : timeframe_{timeframe}, candle_ns_{static_cast<double>(core::duration_of(timeframe).ns)} {}

  /// Whether anything is made of such an event; most are of the other kinds.
  [[nodiscard]] static bool keeps(analysis::structure::Kind kind) {
    return analysis::structure::has_kind(kKeptKinds, kind);
  }

  /// The candle that closed, known since its end; then what the analyzers said of it, in any order.
  void on_candle(const core::CandleF& candle, core::Timestamp known_at);
  void on(const analysis::structure::Event& event, core::Timestamp known_at);
  void on(const analysis::zones::Zone& zone, core::Timestamp known_at);
  /// `strength` and `confidence` 0 … 1; `value` is TA-Lib's.
  void on(analysis::candlesticks::Pattern pattern, int value, const Happening& as);
  void on(const analysis::volume::Finding& finding, core::Timestamp known_at);

  [[nodiscard]] core::Timeframe timeframe() const { return timeframe_; }
  [[nodiscard]] const std::optional<core::CandleF>& newest() const { return newest_; }
  [[nodiscard]] core::Timestamp known_at() const { return known_at_; }  ///< of the newest candle
  [[nodiscard]] const std::optional<analysis::momentum::Momentum>& momentum() const { return momentum_.now(); }
  [[nodiscard]] Side trend() const { return trend_; }
  [[nodiscard]] bool trend_known() const { return trend_known_; }
  [[nodiscard]] const std::optional<StructureBreak>& last_break() const { return last_break_; }
  [[nodiscard]] const std::optional<Sweep>& last_sweep() const { return last_sweep_; }
  [[nodiscard]] std::size_t live_zones() const { return zones_.size(); }
  /// Pools not yet swept.
  [[nodiscard]] const analysis::BoundedList<KnownLevel>& pools() const { return pools_; }
  /// In candles.
  [[nodiscard]] double age(core::Timestamp known_at, core::Timestamp now) const {
    return static_cast<double>((now - known_at).ns) / candle_ns_;
  }

  /// Appends the factors within `reach` (price) of `price`; `slack` is how far beyond a level price may stand before
  /// the level is behind it. State of the market is appended whatever the reach.
  void collect(double price, double reach, double slack, core::Timestamp now, std::vector<Factor>& out) const;

  /// Appends the levels among what collect() appends, as a trade is planned by them.
  void collect_levels(double price, double reach, double slack, std::vector<PlanLevel>& out) const;

  /// How far from a price things count there, in price; >= 0.
  struct Nearness {
    double level{0};
    double zone{0};
  };
  /// Offers, of what collect() appends and in its order, what counts at `price`; happenings that a newer one of their
  /// type and side outdoes may be left out. Looks around once and answers from that as long as price stays there and
  /// nothing new is known. `now` never goes back.
  void count_at(double price, const Nearness& near, core::Timestamp now, Counting& out);

  /// The most that a finding of volume is worth, bullish and bearish, 0 … 1: count_at() offers none that is worth more.
  [[nodiscard]] std::array<double, 2> volume_worth(core::Timestamp now) const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  struct Wanted;  ///< what collect() was asked
  /// Where a level's factor is made from: one of a list, and which ratio of a leg.
  enum class LevelList : std::uint8_t { kLegs, kAbc, kSwings, kLevels };
  struct LevelPlace {
    double price{0};
    Side side{Side::kNone};
    LevelList list{};
    std::uint8_t index{0};
    std::uint8_t part{0};
  };
  static_assert(kLevels <= 256 && kZones <= 256);
  /// What lies around a price, by its places: factors are made of the few that count. Those of the market's state with
  /// the freshness they had when they were looked for: they can only be worth less now.
  struct Surroundings {
    bool known{false};
    double price{0};
    double reach{0};
    std::vector<LevelPlace> levels;
    std::vector<std::uint8_t> zones;
    std::vector<Factor> states;

    [[nodiscard]] bool hold(double at, double far) const { return known && std::fabs(at - price) + 2 * far <= reach; }
  };

  void look_around(double price, double far, core::Timestamp now);
  void on_leg(const analysis::structure::Event& event, core::Timestamp known_at);
  void on_pool(const analysis::structure::Event& event, core::Timestamp known_at);
  /// Calls `use(LevelPlace)` for each level there is, in the order of collect().
  template <class Use>
  void each_level(Use use) const;
  [[nodiscard]] Factor factor_at(const LevelPlace& place, core::Timestamp now) const;
  [[nodiscard]] Factor factor_of(const KnownZone& zone) const;
  void collect_state(const Wanted& wanted, std::vector<Factor>& out) const;
  [[nodiscard]] bool is_outdone(std::size_t happening) const;
  [[nodiscard]] FindingLink link(analysis::structure::Kind kind, const KnownLevel& level) const;

  static auto lists(auto& self) {
    return std::tie(self.swings_, self.levels_, self.legs_, self.abc_, self.pools_, self.zones_, self.happenings_,
                    self.last_break_, self.last_sweep_, self.trend_, self.trend_known_, self.known_at_.ns);
  }

  core::Timeframe timeframe_;
  double candle_ns_;
  analysis::momentum::MomentumAnalyzer momentum_;
  std::optional<core::CandleF> newest_;
  core::Timestamp known_at_;
  analysis::BoundedList<KnownLevel> swings_{kSwings, analysis::ListRoom::kAll};
  analysis::BoundedList<KnownLevel> levels_{kLevels, analysis::ListRoom::kAll};
  analysis::BoundedList<KnownLevel> legs_{2, analysis::ListRoom::kAll};
  analysis::BoundedList<KnownLevel> abc_{kAbc, analysis::ListRoom::kAll};
  analysis::BoundedList<KnownLevel> pools_{kPools, analysis::ListRoom::kAll};
  analysis::BoundedList<KnownZone> zones_{kZones, analysis::ListRoom::kAll};
  analysis::BoundedList<Happening> happenings_{kHappenings, analysis::ListRoom::kAll};
  std::optional<StructureBreak> last_break_;
  std::optional<Sweep> last_sweep_;
  Side trend_{Side::kNone};
  bool trend_known_{false};
  Surroundings around_;  ///< of count_at(); follows from the rest
};

[[nodiscard]] constexpr Side side_of(analysis::structure::Side side) {
  switch (side) {
    case analysis::structure::Side::kBullish:
      return Side::kBullish;
    case analysis::structure::Side::kBearish:
      return Side::kBearish;
    case analysis::structure::Side::kNeutral:
      break;
  }
  return Side::kNone;
}

}  // namespace tidemark::decision
