#include "venues/live/trade_chain.hpp"

namespace tidemark::venues {
namespace {

/// Answers in a row that bring nothing of what is missing: the venue does not have it.
constexpr int kBarrenMax = 3;

}  // namespace

void TradeChain::resume_after(std::uint64_t number, core::Timestamp now) {
  next_ = number + 1;
  suspect(now, config_->grace);
}

void TradeChain::suspect(core::Timestamp now, core::Duration patience) {
  if (!next_) return;
  suspected_ = true;
  healing_.begin(now, patience);
}

Taken TradeChain::add(const NumberedTrade& trade, Origin origin, core::Timestamp now, std::vector<TradeStep>& out) {
  if (!next_) next_ = trade.number;
  if (trade.number < *next_) return Taken::kDuplicate;
  if (trade.number == *next_) {
    pass(trade.trade, 0, origin, out);
    drain(out);
    if (origin == Origin::kStream) suspected_ = false;
    settle(now);
    return Taken::kPassed;
  }
  const bool added = held_.emplace(trade.number, trade.trade).second;
  healing_.begin(now);
  if (held_.size() > config_->hold_max || held_.begin()->first - *next_ > config_->trades_max) give_up(now, out);
  return added ? Taken::kHeld : Taken::kDuplicate;
}

std::optional<std::uint64_t> TradeChain::ask(core::Timestamp now) {
  if (!healing_.may_ask(now)) return std::nullopt;
  healing_.asked();
  return next_;
}

void TradeChain::on_page(std::span<const NumberedTrade> trades, Page page, core::Timestamp now,
                         std::vector<TradeStep>& out) {
  if (!next_ && trades.empty()) return;
  if (!next_) next_ = trades.front().number;
  const std::uint64_t before = *next_;
  for (const NumberedTrade& trade : trades) {
    // An answer that begins behind what was asked for: the venue has nothing older.
    if (trade.number > *next_ && healing_.open() && *next_ == before) {
      const std::uint64_t lost = trade.number - *next_;
      next_ = trade.number;
      pass(trade.trade, lost, Origin::kFetched, out);
      drain(out);
      continue;
    }
    add(trade, Origin::kFetched, now, out);
  }
  if (page == Page::kLast) suspected_ = false;
  if (*next_ > before || held_.empty()) {
    barren_ = 0;
    healing_.progressed(now);
  } else if (++barren_ >= kBarrenMax) {
    barren_ = 0;
    healing_.progressed(now);
    give_up(now, out);
  } else {
    healing_.failed(now);  // the stream may be ahead of the venue's archive
  }
  settle(now);
}

void TradeChain::on_failed(core::Timestamp now) {
  healing_.failed(now);
}

void TradeChain::on_time(core::Timestamp now, std::vector<TradeStep>& out) {
  if (!healing_.hopeless(now)) return;
  if (held_.empty()) {
    // Nothing shows that a trade is missing: keep asking, patiently.
    healing_.end();
    healing_.begin(now);
    return;
  }
  give_up(now, out);
}

void TradeChain::pass(const core::Trade& trade, std::uint64_t lost, Origin origin, std::vector<TradeStep>& out) {
  out.push_back({trade, lost});
  ++*next_;
  if (origin == Origin::kFetched) ++backfilled_;
}

void TradeChain::drain(std::vector<TradeStep>& out) {
  while (!held_.empty() && held_.begin()->first <= *next_) {
    if (held_.begin()->first == *next_) pass(held_.begin()->second, 0, Origin::kStream, out);
    held_.erase(held_.begin());
  }
}

void TradeChain::give_up(core::Timestamp now, std::vector<TradeStep>& out) {
  const auto first = held_.begin();
  const std::uint64_t lost = first->first - *next_;
  next_ = first->first;
  pass(first->second, lost, Origin::kStream, out);
  held_.erase(first);
  drain(out);
  settle(now);
}

void TradeChain::settle(core::Timestamp now) {
  if (held_.empty() && !suspected_) {
    healing_.end();
  } else {
    healing_.begin(now);
  }
}

}  // namespace tidemark::venues
