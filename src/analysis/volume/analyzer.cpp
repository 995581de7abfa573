#include "analysis/volume/analyzer.hpp"

#include <algorithm>

#include "analysis/kernel/money_flow.hpp"
#include "analysis/kernel/snapshot.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis::volume {
namespace {

constexpr std::string_view kId = "volume";
constexpr std::int32_t kVersion = 1;

/// -1 at the low … 1 at the high; 0 without a range.
double multiplier_of(core::CandleF candle) {
  candle.volume = 1;
  return money_flow_volume(candle);
}

}  // namespace

VolumeAnalyzer::VolumeAnalyzer(const Settings& settings, core::Timeframe timeframe)
    : settings_{settings},
      timeframe_{timeframe},
      warm_up_{warm_up_of(settings)},
      slots_{settings, timeframe},
      history_{static_cast<std::size_t>(warm_up_) + 1, settings.atr_period},
      volumes_{static_cast<std::size_t>(warm_up_) + 1},
      multipliers_{period()},
      sums_{static_cast<std::size_t>(std::max(settings.dry_candles, 1)) + 1},
      lines_{settings, timeframe} {}

std::span<const Finding> VolumeAnalyzer::update(const core::CandleF& candle) {
  count_ = 0;
  if (!acceptable(candle)) return {};
  ratio_ = 0;
  if (const auto volume = slots_.next(candle)) judge(candle, *volume);
  const auto lines = lines_.update(candle);
  for (Finding finding : lines.span()) {
    finding.volume_ratio = ratio_;
    say(finding);
  }
  return std::span{said_}.first(count_);
}

void VolumeAnalyzer::judge(const core::CandleF& candle, double volume) {
  const double atr = history_.atr().value_or(0);
  static_cast<void>(history_.push(candle));  // acceptable
  volumes_.feed(volume);
  multipliers_.feed(multiplier_of(candle));
  if (volumes_.size() >= period()) sums_.feed(sum_of_volumes(0));
  if (history_.count() <= warm_up_) return;
  const double mean = sums_.newest(1) / settings_.period;
  ratio_ = mean > 0 ? std::min(volume / mean, kInputMax) : 0;
  judge_all({.history = history_,
             .volumes = volumes_,
             .sums = sums_,
             .multipliers = multipliers_,
             .ratio = ratio_,
             .atr = atr,
             .candle = core::duration_of(timeframe_)});
}

double VolumeAnalyzer::sum_of_volumes(std::size_t age) const {
  double sum = 0;
  for (std::size_t i = age; i < age + period(); ++i) sum += volumes_.newest(i);
  return sum;
}

void VolumeAnalyzer::judge_all(const Scene& scene) {
  say(judge_spike(scene, settings_));
  say(divergence_.judge(scene, settings_));
  say(judge_climax(scene, settings_));
  say(dry_up_.judge(scene, settings_));
  say(flow_.judge(scene, settings_));
  const BreakRule::Verdicts breaks = break_.judge(scene, settings_);
  say(breaks.breakout);
  say(breaks.fake_out);
  say(exhaustion_.judge(scene, settings_));
}

void VolumeAnalyzer::snapshot(core::ByteWriter& out) const {
  out.put_text(kId);
  out.put(kVersion);
  out.put(timeframe_);
  out.put_doubles(numbers_of(settings_, knobs_of(settings_)));
  snapshot_detail::save(slots_, out);
  history_.save(out);
  volumes_.save(out);
  multipliers_.save(out);
  snapshot_detail::save(ratio_, out);
  const auto save_all = [&out](const auto&... rules) { (snapshot_detail::save(rules, out), ...); };
  save_all(divergence_, dry_up_, flow_, break_, exhaustion_);
  lines_.save(out);
}

bool VolumeAnalyzer::restore(core::ByteReader& in) {
  const bool same_kind = in.get_text() == kId && in.get<std::int32_t>() == kVersion &&
                         in.get<core::Timeframe>() == timeframe_ &&
                         in.get_doubles() == numbers_of(settings_, knobs_of(settings_));
  if (!same_kind || !snapshot_detail::load(slots_, in) || !history_.load(in)) return false;
  const auto filled = [this](const Tail& tail) {
    return static_cast<std::int64_t>(tail.size()) ==
           std::min(history_.count(), static_cast<std::int64_t>(tail.capacity()));
  };
  if (!volumes_.load(in) || !filled(volumes_) || !multipliers_.load(in) || !filled(multipliers_)) return false;
  // The sums are those of the volumes.
  sums_ = Tail{sums_.capacity()};
  for (std::size_t age = sums_.capacity(); age-- > 0;) {
    if (volumes_.size() >= age + period()) sums_.feed(sum_of_volumes(age));
  }
  const auto load_all = [&in](auto&... rules) { return (snapshot_detail::load(rules, in) && ...); };
  count_ = 0;
  return snapshot_detail::load(ratio_, in) && load_all(divergence_, dry_up_, flow_, break_, exhaustion_) &&
         lines_.load(in) && in.ok();
}

std::vector<Placed> find_all(const Settings& settings, core::Timeframe timeframe,
                             std::span<const core::CandleF> candles) {
  VolumeAnalyzer analyzer{settings, timeframe};
  std::vector<Placed> found;
  for (std::size_t i = 0; i < candles.size(); ++i) {
    for (const Finding& finding : analyzer.update(candles[i])) found.push_back({i, finding});
  }
  return found;
}

}  // namespace tidemark::analysis::volume
