#include "pipeline/validator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "pipeline/plausible_time.hpp"
#include "pipeline/snapshot_fields.hpp"

namespace tidemark::pipeline {
namespace {

using core::Candle;
using core::FindingCode;

/// MAD times this estimates the standard deviation of a normal distribution.
constexpr double kMadToSigma = 1.4826;
/// A wick reaches farther than a close; it counts for half.
constexpr double kWickWeight = 0.5;
/// Volumes are never taken to be steadier than this, as a fraction of the median root.
constexpr double kLeastVolumeSpread = 0.1;

double number(std::int64_t units) {
  return static_cast<double>(units);
}

double seconds_between(core::Timestamp a, core::Timestamp b) {
  return number((a - b).ns) * 1e-9;
}

/// 2 (c - p) / (c + p) of two positive prices.
double relative_move(core::Price to, core::Price from) {
  const double c = number(to.ticks);
  const double p = number(from.ticks);
  return 2 * (c - p) / (c + p);
}

bool is_flat_repeat(const Candle& candle, const std::optional<Candle>& last) {
  return candle.volume.lots == 0 && candle.trades == 0 && candle.open == candle.high && candle.open == candle.low &&
         candle.open == candle.close && last && last->close == candle.close;
}

}  // namespace

Validator::Validator(const core::Instrument& instrument, core::Timeframe timeframe, Calendar calendar,
                     const ValidatorConfig& config)
    : instrument_{instrument.id},
      timeframe_{timeframe},
      scale_{instrument.scale},
      tick_{std::max<std::int64_t>(instrument.tick_size.ticks, 1)},
      calendar_{std::move(calendar)},
      config_{config},
      returns_{std::clamp<std::size_t>(config.window, 8, 1024)},
      volumes_{std::clamp<std::size_t>(config.window, 8, 1024)} {}

Verdict Validator::check(const Candle& candle, std::optional<core::Timestamp> now) {
  if (!is_plausible(candle.open_time)) return implausible_time(candle, now);
  known_at_ = now.value_or(candle.open_time + core::duration_of(timeframe_));
  Verdict verdict;
  check_shape(candle, verdict);
  check_time(candle, now, verdict);
  check_sequence(candle, verdict);
  if (!verdict.accepted()) return verdict;
  check_plausibility(candle, verdict);
  return verdict;
}

Verdict Validator::check_alone(const Candle& candle) const {
  Verdict verdict;
  if (!is_plausible(candle.open_time)) return implausible_time(candle, std::nullopt);
  check_shape(candle, verdict);
  check_time(candle, std::nullopt, verdict);
  return verdict;
}

Verdict Validator::implausible_time(const Candle& candle, std::optional<core::Timestamp> now) const {
  Verdict verdict;
  const bool past = candle.open_time.ns < 0;
  add(verdict, past ? FindingCode::kOutOfOrder : FindingCode::kFutureTime, candle, number(candle.open_time.ns) * 1e-9,
      now ? number(now->ns) * 1e-9 : 0);
  verdict.policy = std::max(verdict.policy, core::Policy::kQuarantine);  // no configuration can let it through
  return verdict;
}

void Validator::add(Verdict& verdict, FindingCode code, const Candle& candle, double value, double limit) const {
  const Rule& rule = config_.rules[code];
  verdict.policy = std::max(verdict.policy, rule.policy);
  if (rule.policy == core::Policy::kFlag) core::set_flag(verdict.flags, core::CandleFlag::kFlagged);
  verdict.findings.push_back({.code = code,
                              .severity = rule.severity,
                              .policy = rule.policy,
                              .instrument = instrument_,
                              .timeframe = timeframe_,
                              .time = candle.open_time,
                              .known_at = known_at_,
                              .value = value,
                              .limit = limit});
}

void Validator::check_shape(const Candle& c, Verdict& verdict) const {
  const auto price = [&](core::Price p) { return core::to_double(p, scale_); };
  const auto qty = [&](core::Qty q) { return core::to_double(q, scale_); };

  const core::Price body_top = std::max(c.open, c.close);
  const core::Price body_bottom = std::min(c.open, c.close);
  const core::Price lowest = std::min({c.open, c.high, c.low, c.close});
  if (lowest.ticks <= 0) add(verdict, FindingCode::kNonPositivePrice, c, price(lowest), 0);
  if (c.high < body_top) add(verdict, FindingCode::kHighBelowBody, c, price(c.high), price(body_top));
  if (c.low > body_bottom) add(verdict, FindingCode::kLowAboveBody, c, price(c.low), price(body_bottom));
  if (c.high < c.low) add(verdict, FindingCode::kHighBelowLow, c, price(c.high), price(c.low));
  if (c.volume.lots < 0) add(verdict, FindingCode::kNegativeVolume, c, qty(c.volume), 0);
  if (c.taker_buy.lots < 0) add(verdict, FindingCode::kNegativeVolume, c, qty(c.taker_buy), 0);
  if (c.taker_buy > c.volume) add(verdict, FindingCode::kTakerBuyAboveVolume, c, qty(c.taker_buy), qty(c.volume));
  if (core::has_flag(c.flags, core::CandleFlag::kVolumeOverflow)) {
    add(verdict, FindingCode::kNotFinite, c, qty(c.volume), qty({std::numeric_limits<std::int64_t>::max()}));
  }
}

void Validator::check_time(const Candle& c, std::optional<core::Timestamp> now, Verdict& verdict) const {
  if (!core::is_aligned(c.open_time, timeframe_)) {
    add(verdict, FindingCode::kMisalignedTime, c,
        seconds_between(c.open_time, core::open_time_of(c.open_time, timeframe_)),
        number(core::duration_of(timeframe_).ns) * 1e-9);
    return;
  }
  if (now) {
    const double tolerance = number(config_.future_tolerance.ns) * 1e-9;
    const core::Timestamp latest = *now + config_.future_tolerance;
    if (c.open_time > latest) {
      add(verdict, FindingCode::kFutureTime, c, seconds_between(c.open_time, *now), tolerance);
    } else if (const auto end = c.open_time + core::duration_of(timeframe_); end > latest) {
      add(verdict, FindingCode::kUnclosedCandle, c, seconds_between(end, *now), tolerance);
    }
  }
  if (!calendar_.permits(c.open_time, timeframe_)) add(verdict, FindingCode::kMarketClosed, c, 0, 0);
}

void Validator::check_sequence(const Candle& c, Verdict& verdict) const {
  if (!last_ || c.open_time > last_->open_time) return;
  if (c.open_time < last_->open_time) {
    add(verdict, FindingCode::kOutOfOrder, c, seconds_between(c.open_time, last_->open_time), 0);
    return;
  }
  const auto code = core::same_ohlcv(c, *last_) ? FindingCode::kDuplicate : FindingCode::kConflictingDuplicate;
  add(verdict, code, c, core::to_double(c.close, scale_), core::to_double(last_->close, scale_));
}

void Validator::check_plausibility(const Candle& c, Verdict& verdict) {
  check_return(c, verdict);
  check_volume(c, verdict);
  check_stale(c, verdict);
  if (!verdict.accepted()) return;

  const bool follows = last_ && c.open_time == last_->open_time + core::duration_of(timeframe_);
  if (follows) returns_.add(relative_move(c.close, last_->close));
  if (c.volume.lots > 0) volumes_.add(std::sqrt(number(c.volume.lots)));
  flat_run_ = is_flat_repeat(c, last_) ? flat_run_ + 1 : 0;
  last_ = c;
}

void Validator::check_return(const Candle& c, Verdict& verdict) {
  if (!last_ || c.open_time != last_->open_time + core::duration_of(timeframe_)) return;
  if (returns_.size() < config_.window_min) return;
  const auto may_jump = [&](core::Price to, double weight) {
    return std::abs(weight * relative_move(to, last_->close)) >= config_.jump_min;
  };
  // What is too small for a jump need not be held against what is usual: most candles are.
  if (!may_jump(c.close, 1) && !may_jump(c.high, kWickWeight) && !may_jump(c.low, kWickWeight)) return;
  const double step = number(tick_) / number(last_->close.ticks);
  const double sigma = std::max(kMadToSigma * returns_.median_deviation(), step);
  const double center = returns_.median();
  const auto judge = [&](core::Price to, double weight, double worst) {
    const double move = relative_move(to, last_->close);
    const double z = weight * (move - center) / sigma;
    return std::abs(weight * move) >= config_.jump_min && std::abs(z) > std::abs(worst) ? z : worst;
  };
  const double z = judge(c.low, kWickWeight, judge(c.high, kWickWeight, judge(c.close, 1, 0)));
  if (std::abs(z) > config_.return_z_limit) add(verdict, FindingCode::kPriceJump, c, z, config_.return_z_limit);
}

void Validator::check_volume(const Candle& c, Verdict& verdict) {
  if (c.volume.lots == 0 || volumes_.size() < config_.window_min) return;
  const double center = volumes_.median();
  const double above = std::sqrt(number(c.volume.lots)) - center;
  const double least = center * kLeastVolumeSpread;
  // Held against the least spread it says enough, mostly: against a larger one it is less.
  if (least > 0 && std::max(above, 0.0) / least <= config_.volume_z_limit) return;
  const double sigma = std::max(kMadToSigma * volumes_.median_deviation(), least);
  if (sigma <= 0) return;
  const double z = above / sigma;
  if (z > config_.volume_z_limit) add(verdict, FindingCode::kVolumeOutlier, c, z, config_.volume_z_limit);
}

void Validator::check_stale(const Candle& c, Verdict& verdict) {
  const std::uint32_t run = is_flat_repeat(c, last_) ? flat_run_ + 1 : 0;
  if (run < config_.stale_repeat_limit || run == 0) return;
  // Said once for a run that is accepted; every candle of it is marked.
  if (run == config_.stale_repeat_limit || refuses(config_.rules[FindingCode::kStaleRepeat].policy)) {
    add(verdict, FindingCode::kStaleRepeat, c, number(run), number(config_.stale_repeat_limit));
  } else if (config_.rules[FindingCode::kStaleRepeat].policy == core::Policy::kFlag) {
    core::set_flag(verdict.flags, core::CandleFlag::kFlagged);
  }
}

void Validator::snapshot(core::ByteWriter& out) const {
  put_optional(out, last_);
  out.put(flat_run_);
  returns_.snapshot(out);
  volumes_.snapshot(out);
}

bool Validator::restore(core::ByteReader& in) {
  last_ = get_optional_candle(in);
  flat_run_ = in.get<std::uint32_t>();
  return returns_.restore(in) && volumes_.restore(in) && in.ok();
}

}  // namespace tidemark::pipeline
