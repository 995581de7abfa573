#include "venues/live/candle_chain.hpp"

#include <algorithm>

namespace tidemark::venues {
namespace {

/// A fetched candle without a later one behind it counts as closed only this long after its end.
constexpr core::Duration kSurelyOver = core::seconds(30);

}  // namespace

void CandleChain::begin_at(core::Timestamp open_time, core::Timestamp now) {
  next_ = open_time;
  const auto most = CandleChain::kLength * config_->candles_max;
  const core::Timestamp current = core::open_time_of(now, core::Timeframe::k1m);
  if (*next_ < current - most) lose_until(current - most);
  settle(now);
}

void CandleChain::suspect(core::Timestamp now) {
  if (next_) healing_.begin(now, {});
}

Taken CandleChain::add(const core::VenueCandle& candle, core::Timestamp now, std::vector<CandleStep>& out) {
  const core::Timestamp open_time = candle.candle.open_time;
  if (!next_) next_ = open_time;
  if (open_time < *next_) return Taken::kDuplicate;
  seen_ = std::max(seen_.value_or(open_time), open_time);
  const bool closed = candle.state == core::CandleState::kClosed;
  if (open_time == *next_) {
    if (!closed) {
      out.push_back({candle, std::nullopt});
      return Taken::kPassed;
    }
    pass(candle, Origin::kStream, out);
    drain(out);
    settle(now);
    return Taken::kPassed;
  }
  healing_.begin(now);
  if (!closed) return Taken::kIgnored;
  const bool added = held_.emplace(open_time, candle).second;
  return added ? Taken::kHeld : Taken::kDuplicate;
}

std::optional<core::Timestamp> CandleChain::ask(core::Timestamp now) {
  if (!next_) return std::nullopt;
  if (!healing_.open() && now >= *next_ + kLength + config_->candle_due) healing_.begin(now);
  if (!healing_.may_ask(now)) return std::nullopt;
  healing_.asked();
  return next_;
}

void CandleChain::on_page(std::span<const core::VenueCandle> candles, Page page, core::Timestamp now,
                          std::vector<CandleStep>& out) {
  const core::Timestamp before = *next_;
  for (std::size_t i = 0; i < candles.size(); ++i) {
    const core::Timestamp open_time = candles[i].candle.open_time;
    if (open_time < *next_) continue;
    // The venue answers in order from what was asked for: what it leaves out it does not have.
    if (open_time > *next_) skip_to(open_time);
    const bool followed = i + 1 < candles.size();
    if (!followed && now < open_time + kLength + kSurelyOver) {
      show_forming(candles[i], out);
      break;
    }
    core::VenueCandle closed = candles[i];
    closed.state = core::CandleState::kClosed;
    core::set_flag(closed.candle.flags, core::CandleFlag::kRepaired);
    pass(closed, Origin::kFetched, out);
    drain(out);
  }
  if (*next_ > before || page == Page::kFull) {
    healing_.progressed(now);
  } else {
    healing_.failed(now);  // not there yet: ask again later
  }
  settle(now);
}

void CandleChain::show_forming(core::VenueCandle candle, std::vector<CandleStep>& out) {
  candle.state = core::CandleState::kForming;
  candle.times.exchange = {};  // a fetched row says only when the period ends
  out.push_back({candle, std::nullopt});
}

void CandleChain::on_failed(core::Timestamp now) {
  healing_.failed(now);
}

void CandleChain::on_time(core::Timestamp now, std::vector<CandleStep>& out) {
  if (!healing_.hopeless(now)) return;
  const std::optional<core::Timestamp> shown =
      held_.empty() ? seen_ : std::optional{std::min(held_.begin()->first, seen_.value_or(held_.begin()->first))};
  if (!shown || *shown <= *next_) {
    // Nothing behind the hole that the line could go on with: keep asking.
    healing_.end();
    healing_.begin(now);
    return;
  }
  lose_until(*shown);
  healing_.end();
  drain(out);
  settle(now);
}

std::optional<core::Timestamp> CandleChain::due() const {
  if (!next_) return std::nullopt;
  if (healing_.open()) return healing_.due();
  return *next_ + kLength + config_->candle_due;
}

void CandleChain::pass(const core::VenueCandle& candle, Origin origin, std::vector<CandleStep>& out) {
  out.push_back({candle, lost_});
  lost_.reset();
  next_ = candle.candle.open_time + kLength;
  if (origin == Origin::kFetched) ++backfilled_;
}

void CandleChain::skip_to(core::Timestamp open_time) {
  next_ = open_time;
  held_.erase(held_.begin(), held_.lower_bound(open_time));
}

void CandleChain::lose_until(core::Timestamp open_time) {
  lost_ = core::TimeRange{lost_ ? lost_->from : *next_, open_time};
  skip_to(open_time);
}

void CandleChain::drain(std::vector<CandleStep>& out) {
  while (!held_.empty() && held_.begin()->first <= *next_) {
    if (held_.begin()->first == *next_) pass(held_.begin()->second, Origin::kStream, out);
    held_.erase(held_.begin());
  }
}

void CandleChain::settle(core::Timestamp now) {
  const bool behind = !held_.empty() || (seen_ && *seen_ > *next_) || now >= *next_ + kLength + config_->candle_due;
  if (behind) {
    healing_.begin(now);
  } else {
    healing_.end();
  }
}

}  // namespace tidemark::venues
