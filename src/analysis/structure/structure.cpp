#include "analysis/structure/structure.hpp"

#include <algorithm>
#include <string_view>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::analysis::structure {
namespace {

constexpr std::string_view kId = "structure";

/// All settings as numbers, the sessions' hours among them.
std::vector<double> numbers_of(const StructureSettings& settings) {
  auto numbers = analysis::numbers_of(settings, knobs_of(settings));
  for (const SessionHours& hours : settings.sessions.hours) {
    numbers.push_back(hours.start);
    numbers.push_back(hours.end);
  }
  for (const bool wanted : settings.periods.wanted) numbers.push_back(wanted ? 1 : 0);
  if (settings.kinds != kAllKinds) numbers.push_back(settings.kinds);
  return numbers;
}

/// A few candles are looked back at besides the fractals'.
std::size_t reach_of(const StructureSettings& settings) {
  return std::max<std::size_t>(SwingTracker::reach(settings.swings), 4);
}

}  // namespace

Structure::Structure(const StructureSettings& settings)
    : settings_{settings},
      history_{reach_of(settings), settings.swings.atr_period},
      swings_{settings.swings},
      breaks_{settings.break_by},
      four_swings_{settings.break_by},
      gaps_{settings.gaps},
      blocks_{settings.blocks},
      final_blocks_{settings.blocks, settings.swings.right},
      liquidity_{settings.liquidity},
      periods_{settings.periods},
      sessions_{settings.sessions},
      range_{settings.equilibrium_band},
      levels_{settings.levels},
      abc_{settings.abc} {}

void Structure::say_fractals(const Telling& tell, const FractalHits& hits) {
  for (const End end : {End::kHigh, End::kLow}) {
    if (!(end == End::kHigh ? hits.high : hits.low)) continue;
    const double price = price_at(history_.at(hits.at.index), end);
    tell.say({.kind = Kind::kFractal,
              .side = side_of(end),
              .id = ++fractals_,
              .from = hits.at,
              .at = hits.at,
              .top = price,
              .bottom = price,
              .price = price});
  }
}

void Structure::update(const core::CandleF& candle, std::vector<Event>& out) {
  if (!history_.push(candle)) return;
  const Telling tell{history_, out};
  const FractalHits hits = find_fractals(history_, settings_.swings.shape());
  if (settings_.fractals == FractalEvents::kPublish) say_fractals(tell, hits);
  const auto said = swings_.update(history_, hits);
  labels_.update(tell, said);
  update_breaks(tell, said);
  if (wants(Kind::kFairValueGap)) gaps_.update(tell);
  if (wants(Kind::kLiquidityPool)) liquidity_.update(tell, said);
  if (wants(Kind::kPreviousHighLow)) periods_.update(tell);
  if (wants(Kind::kSession)) sessions_.update(tell);
  if (wants(Kind::kPremiumDiscount)) range_.update(tell, swings_, said);
  if (wants(Kind::kSupportResistance)) levels_.update(tell, said);
  if (wants(Kind::kFibonacci)) fibonacci_.update(tell, said, swings_);
  if (wants(Kind::kAbcPattern)) abc_.update(tell, said);
}

void Structure::update_breaks(const Telling& tell, const SwingTracker::Said& said) {
  const bool wants_blocks = wants(Kind::kOrderBlock);
  if (!wants_blocks && !wants(Kind::kBreakOfStructure) && !wants(Kind::kChangeOfCharacter)) return;
  if (settings_.break_rule == BreakRule::kLastSwing) {
    const auto broken = breaks_.update(tell, said);
    if (wants_blocks) blocks_.update(tell, said, broken);
  } else {
    four_swings_.update(tell, said);
    if (wants_blocks) final_blocks_.update(tell, said);
  }
}

void Structure::update_all(std::span<const core::CandleF> candles, std::vector<Event>& out) {
  // About as many as real markets say, so that a long series is not copied again and again while it grows.
  constexpr std::size_t kPerCandle = 4;
  const std::size_t room = out.size() + kPerCandle * candles.size();
  if (room > out.capacity()) out.reserve(std::max(room, 2 * out.capacity()));
  for (const core::CandleF& candle : candles) update(candle, out);
}

void Structure::snapshot(core::ByteWriter& out) const {
  out.put_text(kId);
  out.put(std::int32_t{kLogicVersion});
  out.put_doubles(numbers_of(settings_));
  history_.save(out);
  swings_.save(out);
  out.put(fractals_);
  snapshot_detail::save(labels_, out);
  breaks_.save(out);
  four_swings_.save(out);
  snapshot_detail::save(gaps_, out);
  snapshot_detail::save(blocks_, out);
  snapshot_detail::save(final_blocks_, out);
  snapshot_detail::save(liquidity_, out);
  snapshot_detail::save(periods_, out);
  snapshot_detail::save(sessions_, out);
  snapshot_detail::save(range_, out);
  snapshot_detail::save(levels_, out);
  snapshot_detail::save(fibonacci_, out);
  abc_.save(out);
}

bool Structure::restore(core::ByteReader& in) {
  const bool same_kind = in.get_text() == kId && in.get<std::int32_t>() == kLogicVersion;
  if (!same_kind || in.get_doubles() != numbers_of(settings_)) return false;
  if (!history_.load(in) || !swings_.load(in)) return false;
  fractals_ = in.get<std::uint64_t>();
  return snapshot_detail::load(labels_, in) && breaks_.load(in) && four_swings_.load(in) &&
         snapshot_detail::load(gaps_, in) && snapshot_detail::load(blocks_, in) &&
         snapshot_detail::load(final_blocks_, in) && snapshot_detail::load(liquidity_, in) &&
         snapshot_detail::load(periods_, in) && snapshot_detail::load(sessions_, in) &&
         snapshot_detail::load(range_, in) && snapshot_detail::load(levels_, in) &&
         snapshot_detail::load(fibonacci_, in) && abc_.load(in) && in.ok();
}

}  // namespace tidemark::analysis::structure
