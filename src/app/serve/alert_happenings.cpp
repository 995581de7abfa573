#include "app/serve/alert_happenings.hpp"

#include <array>
#include <string_view>
#include <type_traits>
#include <vector>

#include "analysis/candlesticks/pattern.hpp"
#include "analysis/chart_patterns/kinds.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "analysis/volume/finding.hpp"
#include "decision/confluence.hpp"
#include "decision/signal.hpp"

namespace tidemark::app {
namespace {

using alerts::Direction;
using alerts::Happening;
using alerts::Kind;
namespace zones = analysis::zones;

/// In the order of ZoneEventKind; an outcome that is told by itself is a bounce.
constexpr std::array<std::string_view, 6> kZoneEvents{"created", "tested", "bounced", "broken", "flipped", "expired"};
constexpr std::string_view kContinuation = "continuation";
constexpr double kPercent = 100;

Direction direction_of(analysis::confidence::Side side) {
  if (side == analysis::confidence::Side::kNone) return Direction::kNeutral;
  return side == analysis::confidence::Side::kBullish ? Direction::kUp : Direction::kDown;
}

/// Of the rows of a catalogue.
template <class Rows>
std::vector<std::string_view> ids_of(const Rows& rows) {
  std::vector<std::string_view> ids;
  ids.reserve(rows.size());
  for (const auto& row : rows) ids.push_back(row.id);
  return ids;
}

Direction direction_of(const engine::PatternOutput& output) {
  if (info_of(output.pattern).direction == analysis::candlesticks::Direction::kUnsigned) return Direction::kNeutral;
  return output.value > 0 ? Direction::kUp : Direction::kDown;
}

struct Give {
  core::Scale scale;
  std::uint32_t wanted;
  const std::function<void(const Happening&)>& give;

  [[nodiscard]] bool wants(Kind kind) const { return (wanted & (1U << static_cast<unsigned>(kind))) != 0; }

  void operator()(const core::Trade& trade) const {
    if (!wants(Kind::kPrice)) return;
    const core::Timestamp at = trade.times.exchange.ns != 0 ? trade.times.exchange : trade.times.received;
    give({.kind = Kind::kPrice,
          .instrument = trade.instrument,
          .time = at,
          .known_at = trade.times.received,
          .price = core::to_double(trade.price, scale)});
  }
  void operator()(const engine::CandleOutput& output) const {
    const core::CandleF candle = core::to_double(output.candle, scale);
    const bool closed = output.state == core::CandleState::kClosed;
    const core::Timestamp end = candle.open_time + core::duration_of(output.timeframe);
    if (closed && wants(Kind::kCandle)) {
      give({.kind = Kind::kCandle,
            .instrument = output.instrument,
            .timeframe = output.timeframe,
            .time = candle.open_time,
            .known_at = output.known_at,
            .price = candle.close,
            .candle = candle});
    }
    // A repair of the past is no price of now.
    const bool old = output.known_at - end > core::duration_of(output.timeframe);
    if (output.timeframe != core::Timeframe::k1m || old || !wants(Kind::kPrice)) return;
    give({.kind = Kind::kPrice,
          .instrument = output.instrument,
          .time = closed ? end - core::nanoseconds(1) : output.known_at,
          .known_at = output.known_at,
          .price = candle.close,
          .price_of = Happening::PriceOf::kCandle});
  }
  void operator()(const engine::PatternOutput& output) const {
    if (!wants(Kind::kCandlestick)) return;
    give({.kind = Kind::kCandlestick,
          .instrument = output.instrument,
          .timeframe = output.timeframe,
          .known_at = output.known_at,
          .name = info_of(output.pattern).id,
          .direction = direction_of(output),
          .price = core::to_double(output.price, scale),
          .confidence = analysis::confidence::confidence_of(output.confidence)});
  }
  void operator()(const engine::VolumeOutput& output) const {
    if (!wants(Kind::kVolume)) return;
    give({.kind = Kind::kVolume,
          .instrument = output.instrument,
          .timeframe = output.timeframe,
          .known_at = output.known_at,
          .name = analysis::volume::info_of(output.finding.kind).id,
          .detail = name_of(output.finding.strength),
          .direction = direction_of(output.finding.side),
          .price = output.finding.price,
          .confidence = output.finding.confidence});
  }
  void operator()(const engine::ZoneOutput& output) const {
    if (!wants(Kind::kZone)) return;
    const std::string_view type = zones::kZoneKindNames[static_cast<std::size_t>(output.kind)];
    give({.kind = Kind::kZone,
          .instrument = output.instrument,
          .timeframe = output.timeframe,
          .known_at = output.known_at,
          .name = kZoneEvents[static_cast<std::size_t>(output.event)],
          .detail = output.continuation ? kContinuation : type,
          .direction = output.kind == zones::ZoneKind::kDemand ? Direction::kUp : Direction::kDown,
          .price = (output.top + output.bottom) / 2,
          .confidence = kPercent * output.strength,
          .top = output.top,
          .bottom = output.bottom,
          .number = output.id});
  }
  void operator()(const engine::ChartPatternOutput& output) const {
    if (!wants(Kind::kChartPattern)) return;
    const auto& pattern = *output.pattern;
    give({.kind = Kind::kChartPattern,
          .instrument = output.instrument,
          .timeframe = output.timeframe,
          .known_at = output.known_at,
          .name = info_of(pattern.kind()).id,
          .detail = analysis::chart_patterns::kStateNames[static_cast<std::size_t>(pattern.state)],
          .direction = direction_of(pattern.side()),
          .price = pattern.breakout ? pattern.breakout->close : pattern.target.value_or(0),
          .confidence = analysis::confidence::confidence_of(output.confidence),
          .stop = pattern.invalidation,
          .target = pattern.target,
          .number = static_cast<std::uint64_t>(pattern.began.time.ns)});
  }
  void operator()(const engine::SignalOutput& output) const {
    if (!wants(Kind::kSignal)) return;
    const decision::Signal& signal = *output.signal;
    give({.kind = Kind::kSignal,
          .instrument = output.instrument,
          .known_at = output.known_at,
          .name = decision::name_of(signal.type),
          .detail = decision::name_of(signal.status),
          .direction = direction_of(signal.side),
          .price = signal.entry,
          .confidence = signal.confidence,
          .stop = signal.stop,
          .target = signal.targets.empty() ? std::nullopt : std::optional{signal.targets[0]},
          .number = signal.number});
  }
  void operator()(const engine::ConfluenceOutput& output) const {
    if (!wants(Kind::kConfluence)) return;
    for (const auto side : {decision::Side::kBullish, decision::Side::kBearish}) give_confluence(output, side);
  }
  template <class Other>
  void operator()(const Other& /*output*/) const {}

 private:
  /// The best zone of a side that the price stands at; a score of 0 when it stands at none, so that rules can tell when
  /// it comes to one.
  void give_confluence(const engine::ConfluenceOutput& output, decision::Side side) const {
    const decision::Confluence& all = *output.confluence;
    const double tolerance = all.frame.settings.tolerance_pips * all.frame.pip;
    Happening happening{.kind = Kind::kConfluence,
                        .instrument = output.instrument,
                        .timeframe = output.timeframe,
                        .known_at = output.known_at,
                        .name = "confluence",
                        .direction = direction_of(side),
                        .price = all.frame.present};
    for (const decision::ConfluenceZone& zone : all.zones) {
      const bool here = zone.bottom - tolerance <= all.frame.present && all.frame.present <= zone.top + tolerance;
      if (zone.side != side || !here || kPercent * zone.score.total <= happening.confidence) continue;
      happening.confidence = kPercent * zone.score.total;
      happening.top = zone.top;
      happening.bottom = zone.bottom;
    }
    give(happening);
  }
};

}  // namespace

std::optional<core::InstrumentId> alert_instrument(const engine::Output& output) {
  return std::visit(
      [](const auto& o) -> std::optional<core::InstrumentId> {
        using T = std::decay_t<decltype(o)>;
        constexpr bool kOfInterest =
            std::is_same_v<T, core::Trade> || std::is_same_v<T, engine::CandleOutput> ||
            std::is_same_v<T, engine::PatternOutput> || std::is_same_v<T, engine::VolumeOutput> ||
            std::is_same_v<T, engine::ZoneOutput> || std::is_same_v<T, engine::ChartPatternOutput> ||
            std::is_same_v<T, engine::SignalOutput> || std::is_same_v<T, engine::ConfluenceOutput>;
        if constexpr (kOfInterest) {
          return o.instrument;
        } else {
          return std::nullopt;
        }
      },
      output);
}

void give_happenings(const engine::Output& output, core::Scale scale, std::uint32_t wanted,
                     const std::function<void(const alerts::Happening&)>& give) {
  std::visit(Give{scale, wanted, give}, output);
}

alerts::Vocabulary alert_vocabulary() {
  alerts::Vocabulary words;
  auto& zone = words.of(Kind::kZone);
  zone.names.assign(kZoneEvents.begin(), kZoneEvents.end());
  zone.details.assign(zones::kZoneKindNames.begin(), zones::kZoneKindNames.end());
  zone.details.push_back(kContinuation);
  words.of(Kind::kCandlestick).names = ids_of(analysis::candlesticks::pattern_rows());
  auto& chart = words.of(Kind::kChartPattern);
  chart.names = ids_of(analysis::chart_patterns::kind_rows());
  chart.details.assign(analysis::chart_patterns::kStateNames.begin(), analysis::chart_patterns::kStateNames.end());
  auto& volume = words.of(Kind::kVolume);
  volume.names = ids_of(analysis::volume::kind_rows());
  volume.details.assign(analysis::volume::kStrengthNames.begin(), analysis::volume::kStrengthNames.end());
  auto& signal = words.of(Kind::kSignal);
  signal.names.assign(decision::kSignalTypeNames.begin(), decision::kSignalTypeNames.end());
  signal.details.assign(decision::kSignalStatusNames.begin(), decision::kSignalStatusNames.end());
  return words;
}

}  // namespace tidemark::app
