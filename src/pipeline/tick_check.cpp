#include "pipeline/tick_check.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/plausible_time.hpp"

namespace tidemark::pipeline {
namespace {

using core::EventTimes;
using core::FindingCode;

double seconds(core::Duration d) {
  return static_cast<double>(d.ns) * 1e-9;
}

}  // namespace

TickCheck::TickCheck(const core::Instrument& instrument, const ValidatorConfig& config)
    : instrument_{instrument.id}, scale_{instrument.scale}, config_{&config} {}

void TickCheck::add(TickVerdict& verdict, FindingCode code, const EventTimes& times, double value, double limit) const {
  const Rule& rule = config_->rules[code];
  verdict.policy = std::max(verdict.policy, rule.policy);
  verdict.findings.push_back({.code = code,
                              .severity = rule.severity,
                              .policy = rule.policy,
                              .instrument = instrument_,
                              .timeframe = core::Timeframe::k1m,
                              .time = times.exchange.ns != 0 ? times.exchange : times.received,
                              .known_at = times.received,
                              .value = value,
                              .limit = limit});
}

void TickCheck::check_price(core::Price price, const EventTimes& times, TickVerdict& verdict) const {
  if (price.ticks <= 0) add(verdict, FindingCode::kNonPositivePrice, times, core::to_double(price, scale_), 0);
}

void TickCheck::judge_times(const EventTimes& times, TickVerdict& verdict) {
  if (times.exchange.ns == 0) return;
  if (!is_plausible(times.exchange)) {
    const bool past = times.exchange.ns < 0;
    add(verdict, past ? FindingCode::kOutOfOrder : FindingCode::kFutureTime, times,
        static_cast<double>(times.exchange.ns) * 1e-9, static_cast<double>(times.received.ns) * 1e-9);
    verdict.policy = std::max(verdict.policy, core::Policy::kQuarantine);
    return;
  }
  const core::Duration ahead = times.exchange - times.received;
  if (ahead > config_->future_tolerance) {
    add(verdict, FindingCode::kFutureTime, times, seconds(ahead), seconds(config_->future_tolerance));
    return;
  }
  const core::Duration limit = config_->clock_skew_tolerance;
  if (!skewed_ && ahead > limit) {
    skewed_ = true;
    add(verdict, FindingCode::kClockSkew, times, seconds(ahead), seconds(limit));
  } else if (skewed_ && ahead.ns < limit.ns / 2) {
    skewed_ = false;  // half the limit, so that a clock on the limit does not chatter
  }
}

void TickCheck::judge_ids(const core::Trade& trade, TickVerdict& verdict) {
  const bool broken = stream_broken_;
  if (trade.last_id == 0) {
    verdict.continuity = broken ? Continuity::kLost : Continuity::kUnknown;
    return;
  }
  if (last_id_ != 0 && trade.last_id <= last_id_) {
    if (!repeating_) {
      add(verdict, FindingCode::kDuplicate, trade.times, static_cast<double>(trade.last_id),
          static_cast<double>(last_id_));
    }
    repeating_ = true;
    verdict.policy = std::max(verdict.policy, config_->rules[FindingCode::kDuplicate].policy);
    return;
  }
  if (last_id_ != 0 && trade.first_id > last_id_ + 1) {
    verdict.continuity = Continuity::kLost;
    verdict.missing = core::TradeIds{last_id_ + 1, trade.first_id - 1};
    verdict.missing_since = last_time_;
    add(verdict, FindingCode::kTradeIdGap, trade.times, static_cast<double>(trade.first_id - last_id_ - 1), 0);
  } else if (last_id_ != 0) {
    verdict.continuity = Continuity::kJoined;
  } else if (broken) {
    verdict.continuity = Continuity::kLost;
  }
}

TickVerdict TickCheck::check(const core::Trade& trade) {
  TickVerdict verdict;
  check_price(trade.price, trade.times, verdict);
  if (trade.qty.lots <= 0) {
    add(verdict, FindingCode::kNegativeVolume, trade.times, core::to_double(trade.qty, scale_), 0);
  }
  judge_times(trade.times, verdict);
  judge_ids(trade, verdict);
  if (!verdict.accepted()) return verdict;
  if (last_price_.ticks > 0) {
    const double last = static_cast<double>(last_price_.ticks);
    const double move = (static_cast<double>(trade.price.ticks) - last) / last;
    if (std::abs(move) > config_->tick_jump_limit) {
      add(verdict, FindingCode::kPriceJump, trade.times, move, config_->tick_jump_limit);
      if (!verdict.accepted()) return verdict;
    }
  }
  last_price_ = trade.price;
  last_id_ = std::max(last_id_, trade.last_id);
  last_time_ = trade.times.exchange.ns != 0 ? trade.times.exchange : trade.times.received;
  repeating_ = false;
  stream_broken_ = false;
  return verdict;
}

TickVerdict TickCheck::check(const core::Quote& quote) {
  TickVerdict verdict;
  check_price(quote.bid, quote.times, verdict);
  check_price(quote.ask, quote.times, verdict);
  if (quote.bid_qty.lots < 0 || quote.ask_qty.lots < 0) {
    add(verdict, FindingCode::kNegativeVolume, quote.times,
        core::to_double(std::min(quote.bid_qty, quote.ask_qty), scale_), 0);
  }
  if (quote.bid >= quote.ask) {
    add(verdict, FindingCode::kCrossedBook, quote.times, core::to_double(quote.bid, scale_),
        core::to_double(quote.ask, scale_));
  }
  judge_times(quote.times, verdict);
  return verdict;
}

TickVerdict TickCheck::check(const core::MarkPrice& mark) {
  TickVerdict verdict;
  check_price(mark.mark, mark.times, verdict);
  judge_times(mark.times, verdict);
  return verdict;
}

TickVerdict TickCheck::check(const core::Liquidation& liquidation) {
  TickVerdict verdict;
  check_price(liquidation.price, liquidation.times, verdict);
  if (liquidation.qty.lots <= 0) {
    add(verdict, FindingCode::kNegativeVolume, liquidation.times, core::to_double(liquidation.qty, scale_), 0);
  }
  judge_times(liquidation.times, verdict);
  return verdict;
}

TickVerdict TickCheck::check_times(const EventTimes& times) {
  TickVerdict verdict;
  judge_times(times, verdict);
  return verdict;
}

void TickCheck::snapshot(core::ByteWriter& out) const {
  out.put(last_id_);
  out.put(last_price_.ticks);
  out.put(last_time_.ns);
  out.put(static_cast<std::uint8_t>(skewed_));
  out.put(static_cast<std::uint8_t>(repeating_));
  out.put(static_cast<std::uint8_t>(stream_broken_));
}

bool TickCheck::restore(core::ByteReader& in) {
  last_id_ = in.get<std::uint64_t>();
  last_price_.ticks = in.get<std::int64_t>();
  last_time_.ns = in.get<std::int64_t>();
  skewed_ = in.get<std::uint8_t>() != 0;
  repeating_ = in.get<std::uint8_t>() != 0;
  stream_broken_ = in.get<std::uint8_t>() != 0;
  return in.ok();
}

}  // namespace tidemark::pipeline
