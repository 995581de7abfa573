#include "analysis/volume/flow_divergence.hpp"

#include <cmath>

#include "analysis/kernel/money_flow.hpp"
#include "analysis/kernel/snapshot.hpp"
#include "analysis/volume/scene.hpp"

namespace tidemark::analysis::volume {
namespace {

using structure::End;
using structure::Swing;
using structure::SwingStage;

structure::SwingSettings swings_of(const Settings& settings) {
  return {.left = settings.swing_left,
          .right = settings.swing_right,
          .atr_period = settings.atr_period,
          .atr_multiple = settings.swing_leg};
}

}  // namespace

FlowDivergence::FlowDivergence(const Settings& settings, core::Timeframe timeframe)
    : swings_{swings_of(settings)},
      candle_{core::duration_of(timeframe)},
      history_{structure::SwingTracker::reach(swings_), swings_.atr_period},
      tracker_{swings_},
      obv_{static_cast<std::size_t>(swings_.right) + 1},
      ad_{obv_.capacity()},
      volume_{obv_.capacity()} {}

void FlowDivergence::feed_lines(const core::CandleF& candle) {
  const double change = close_ ? candle.close - *close_ : 0;
  close_ = candle.close;
  now_.obv += sign_of(change) * candle.volume;
  now_.ad += money_flow_volume(candle);
  now_.volume += candle.volume;
  obv_.feed(now_.obv);
  ad_.feed(now_.ad);
  volume_.feed(now_.volume);
}

FlowDivergence::Lines FlowDivergence::lines_at(const structure::Moment& moment) const {
  const auto age = static_cast<std::size_t>(history_.newest() - moment.index);
  return {.obv = obv_.newest(age), .ad = ad_.newest(age), .volume = volume_.newest(age)};
}

FlowDivergence::Said FlowDivergence::update(const core::CandleF& candle) {
  Said said;
  if (!history_.push(candle)) return said;
  feed_lines(candle);
  const auto swings = tracker_.update(history_, structure::find_fractals(history_, swings_.shape()));
  for (const Swing& swing : swings.span()) {
    if (swing.stage == SwingStage::kConfirmed) {
      confirm(swing, said);
    } else {
      current_ = lines_at(swing.at);
    }
  }
  return said;
}

void FlowDivergence::confirm(const Swing& swing, Said& said) {
  Marked& before = previous_[static_cast<std::size_t>(swing.end)];
  if (before.swing) {
    compare(before, swing, &Lines::obv, said);
    compare(before, swing, &Lines::ad, said);
  }
  before = {.swing = swing, .lines = current_};
}

void FlowDivergence::compare(const Marked& before, const Swing& swing, double Lines::* line, Said& said) const {
  const double price = swing.price - before.swing->price;
  const double flow = current_.*line - before.lines.*line;
  const double traded = current_.volume - before.lines.volume;
  if (sign_of(price) * sign_of(flow) >= 0 || !(traded > 0)) return;
  // At a low a lower price is the regular kind, at a high a higher one.
  const bool hidden = (swing.end == End::kLow) == (price > 0);
  const bool obv = line == &Lines::obv;
  const double net = std::min(std::fabs(flow) / traded, 1.0);
  const double atr = history_.atr().value_or(0);
  const double change = before.swing->price > 0 ? 100 * (price / before.swing->price) : 0;
  Finding& finding = said.findings[said.count++];
  finding.kind = obv ? (hidden ? Kind::kObvHiddenDivergence : Kind::kObvDivergence)
                     : (hidden ? Kind::kAdHiddenDivergence : Kind::kAdDivergence);
  finding.side = swing.end == End::kLow ? Side::kBullish : Side::kBearish;
  finding.strength = strength_of_share(share(net, 0, 0.5));
  finding.confidence = confidence_of({share(net, 0, 0.5), atr > 0 ? share(std::fabs(price), 0, 2 * atr) : 0});
  finding.price_change = std::clamp(change, -kInputMax, kInputMax);
  finding.measure = net;
  finding.candles = static_cast<int>(swing.at.index - before.swing->at.index) + 1;
  finding.from = before.swing->at.time;
  finding.time = swing.at.time;
  finding.known_at = history_.last().open_time + candle_;
  finding.price = swing.price;
  finding.from_price = before.swing->price;
}

void FlowDivergence::save(core::ByteWriter& out) const {
  history_.save(out);
  tracker_.save(out);
  snapshot_detail::save(now_, out);
  out.put(static_cast<std::uint8_t>(close_ ? 1 : 0));
  out.put(close_.value_or(0));
  for (const Window* window : {&obv_, &ad_, &volume_}) window->save(out);
  snapshot_detail::save(current_, out);
  for (const Marked& marked : previous_) {
    structure::save_swing(marked.swing, out);
    snapshot_detail::save(marked.lines, out);
  }
}

bool FlowDivergence::load(core::ByteReader& in) {
  if (!history_.load(in) || !tracker_.load(in) || !snapshot_detail::load(now_, in)) return false;
  const bool begun = in.get<std::uint8_t>() == 1;
  const auto close = in.get<double>();
  if (!std::isfinite(close)) return false;
  close_ = begun ? std::optional{close} : std::nullopt;
  for (Window* window : {&obv_, &ad_, &volume_}) {
    if (!window->load(in) || window->size() != static_cast<std::size_t>(std::min<std::int64_t>(
                                                   history_.count(), static_cast<std::int64_t>(window->capacity())))) {
      return false;
    }
  }
  if (!snapshot_detail::load(current_, in)) return false;
  for (Marked& marked : previous_) {
    if (!structure::load_swing(marked.swing, in) || !snapshot_detail::load(marked.lines, in)) return false;
  }
  return in.ok();
}

}  // namespace tidemark::analysis::volume
