#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "sim/matching/depth_feed.hpp"
#include "sim/matching/order_book.hpp"

namespace tidemark::sim {
namespace {

/// The naive book: a flat list in order of arrival, searched whole for every fill. Written from the definition of
/// price-time priority, sharing nothing with the engine but the vocabulary.
class NaiveBook {
 public:
  struct Order {
    std::uint64_t id;
    OrderRequest request;
    std::int64_t left;
  };
  struct Print {
    std::uint64_t maker;
    std::uint64_t taker;
    std::int64_t price;
    std::int64_t qty;
    bool operator==(const Print&) const = default;
  };

  std::vector<Order> resting;
  std::vector<Print> prints;

  void submit(std::uint64_t id, const OrderRequest& r) {
    if (r.liquidity == Liquidity::kMakerOnly &&
        (r.kind == OrderKind::kMarket || r.time_in_force != TimeInForce::kGtc || next_maker(r) != resting.end())) {
      return;
    }
    const auto saved = resting;
    const auto saved_prints = prints.size();
    std::int64_t left = r.qty.lots;
    bool stopped = false;
    for (auto maker = next_maker(r); left > 0 && !stopped && maker != resting.end(); maker = next_maker(r)) {
      if (maker->request.owner == r.owner && r.owner != kCrowd && r.self_trade != SelfTrade::kAllow) {
        stopped = r.self_trade != SelfTrade::kCancelMaker;
        if (r.self_trade != SelfTrade::kCancelTaker) resting.erase(maker);
        continue;
      }
      const std::int64_t qty = std::min(left, maker->left);
      prints.push_back({maker->id, id, maker->request.price.ticks, qty});
      left -= qty;
      maker->left -= qty;
      if (maker->left == 0) resting.erase(maker);
    }
    if (r.time_in_force == TimeInForce::kFok && left > 0) {  // undo
      resting = saved;
      prints.resize(saved_prints);
      return;
    }
    if (left > 0 && !stopped && r.kind == OrderKind::kLimit && r.time_in_force == TimeInForce::kGtc) {
      resting.push_back({id, r, left});
    }
  }

  bool cancel(std::uint64_t id) {
    return std::erase_if(resting, [&](const Order& o) { return o.id == id; }) == 1;
  }

  std::map<std::int64_t, std::int64_t> depth(core::Side side) const {
    std::map<std::int64_t, std::int64_t> sums;
    for (const Order& o : resting) {
      if (o.request.side == side) sums[o.request.price.ticks] += o.left;
    }
    return sums;
  }

 private:
  std::vector<Order>::iterator next_maker(const OrderRequest& r) {
    auto best = resting.end();
    for (auto it = resting.begin(); it != resting.end(); ++it) {
      if (it->request.side == r.side) continue;
      const bool buys = r.side == core::Side::kBuy;
      const std::int64_t price = it->request.price.ticks;
      if (r.kind == OrderKind::kLimit && (buys ? price > r.price.ticks : price < r.price.ticks)) continue;
      if (best == resting.end() || (buys ? price < best->request.price.ticks : price > best->request.price.ticks)) {
        best = it;
      }
    }
    return best;
  }
};

rc::Gen<OrderRequest> any_request() {
  // Full width from the first case on: rapidcheck would start with tiny ranges.
  return rc::gen::resize(
      rc::kNominalSize, rc::gen::exec([] {
        OrderRequest r;
        r.owner = {*rc::gen::inRange<std::uint32_t>(0, 4)};
        r.side = *rc::gen::element(core::Side::kBuy, core::Side::kSell);
        r.kind = *rc::gen::weightedElement<OrderKind>({{6, OrderKind::kLimit}, {1, OrderKind::kMarket}});
        r.time_in_force = *rc::gen::weightedElement<TimeInForce>(
            {{6, TimeInForce::kGtc}, {1, TimeInForce::kIoc}, {1, TimeInForce::kFok}});
        r.liquidity = *rc::gen::weightedElement<Liquidity>({{6, Liquidity::kAny}, {1, Liquidity::kMakerOnly}});
        r.self_trade = *rc::gen::element(SelfTrade::kAllow, SelfTrade::kCancelMaker, SelfTrade::kCancelTaker,
                                         SelfTrade::kCancelBoth);
        r.price = {*rc::gen::inRange<std::int64_t>(90, 111)};
        r.qty = {*rc::gen::inRange<std::int64_t>(1, 20)};
        return r;
      }));
}

std::map<std::int64_t, std::int64_t> depth_of(const OrderBook& book, core::Side side) {
  std::map<std::int64_t, std::int64_t> sums;
  for (std::size_t rank = 0; rank < book.level_count(side); ++rank) {
    const LevelView level = book.level(side, rank);
    sums[level.price.ticks] = level.qty.lots;
    std::int64_t sum = 0;
    std::uint64_t last = 0;
    book.for_each_order(side, rank, [&](const RestingOrder& o) {
      sum += o.left.lots;
      RC_ASSERT(o.id.value > last);  // first in, first in the queue
      last = o.id.value;
      RC_ASSERT(o.price == level.price);
    });
    RC_ASSERT(sum == level.qty.lots);
    if (rank > 0) {
      const auto better = book.level(side, rank - 1).price;
      RC_ASSERT((side == core::Side::kBuy ? better > level.price : better < level.price));
    }
  }
  return sums;
}

void apply(const core::BookDelta& delta, std::map<std::int64_t, std::int64_t>& bids,
           std::map<std::int64_t, std::int64_t>& asks) {
  const auto side = [](const std::vector<core::BookLevel>& levels, std::map<std::int64_t, std::int64_t>& out) {
    for (const core::BookLevel& level : levels) {
      if (level.qty.lots == 0) {
        out.erase(level.price.ticks);
      } else {
        out[level.price.ticks] = level.qty.lots;
      }
    }
  };
  side(delta.bids, bids);
  side(delta.asks, asks);
}

/// Sum of fills + what was canceled + what rests = what was asked, for every accepted order.
void check_conservation(const std::vector<Execution>& history, const OrderBook& book) {
  std::map<std::uint64_t, std::int64_t> open;
  for (const Execution& e : history) {
    if (const auto* a = std::get_if<Accepted>(&e)) open[a->order.value] = a->request.qty.lots;
    if (const auto* c = std::get_if<Canceled>(&e)) {
      RC_ASSERT(open[c->order.value] == c->left.lots);
      open[c->order.value] = 0;
    }
    if (const auto* f = std::get_if<Fill>(&e)) {
      open[f->maker.value] -= f->qty.lots;
      open[f->taker.value] -= f->qty.lots;
      RC_ASSERT(open[f->maker.value] == f->maker_left.lots);
      RC_ASSERT(open[f->taker.value] == f->taker_left.lots);
    }
  }
  for (const auto& [id, left] : open) {
    const RestingOrder* order = book.find({id});
    RC_ASSERT(left == (order == nullptr ? 0 : order->left.lots));
  }
}

TEST(OrderBookProperty, equals_the_naive_book_and_its_feed_rebuilds_it) {
  const bool holds = rc::check([] {
    OrderBook book{OrderRules{}};
    NaiveBook naive;
    DepthFeed feed;
    BookOutput out;
    std::vector<Execution> history;
    std::map<std::int64_t, std::int64_t> seen_bids;
    std::map<std::int64_t, std::int64_t> seen_asks;
    std::uint64_t seen_id = 0;
    std::uint64_t last_order = 0;
    const int steps = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(1, 400));
    for (int step = 0; step < steps; ++step) {
      out.clear();
      const std::size_t prints_before = naive.prints.size();
      if (last_order > 0 && *rc::gen::inRange(0, 4) == 0) {
        const std::uint64_t id = *rc::gen::inRange<std::uint64_t>(1, last_order + 1);
        const RestingOrder* order = book.find({id});
        const bool done = order != nullptr && book.cancel({id}, order->owner, out) == CancelOutcome::kCanceled;
        RC_ASSERT(done == naive.cancel(id));
      } else {
        const OrderRequest request = *any_request();
        last_order = book.submit(request, out).value;
        naive.submit(last_order, request);
      }
      std::vector<NaiveBook::Print> prints;
      for (const Execution& e : out.executions) {
        const auto* f = std::get_if<Fill>(&e);
        if (f != nullptr) prints.push_back({f->maker.value, f->taker.value, f->price.ticks, f->qty.lots});
      }
      RC_ASSERT(prints == std::vector<NaiveBook::Print>(
                              naive.prints.begin() + static_cast<std::ptrdiff_t>(prints_before), naive.prints.end()));
      const auto bids = depth_of(book, core::Side::kBuy);
      const auto asks = depth_of(book, core::Side::kSell);
      RC_ASSERT(bids == naive.depth(core::Side::kBuy));
      RC_ASSERT(asks == naive.depth(core::Side::kSell));
      if (!bids.empty() && !asks.empty()) RC_ASSERT(bids.rbegin()->first < asks.begin()->first);
      history.insert(history.end(), out.executions.begin(), out.executions.end());

      feed.record(out.changes);
      core::BookDelta delta;
      if (step % 3 == 2 && feed.flush(delta)) {
        RC_ASSERT(delta.first_update_id == seen_id + 1);
        RC_ASSERT(delta.last_update_id >= delta.first_update_id);
        seen_id = delta.last_update_id;
        apply(delta, seen_bids, seen_asks);
        RC_ASSERT(seen_bids == bids);
        RC_ASSERT(seen_asks == asks);
      }
    }
    check_conservation(history, book);
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace tidemark::sim
