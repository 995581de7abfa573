#include "sim/exchange.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "core/event_codec.hpp"

namespace tidemark::sim {
namespace {

constexpr core::Timestamp kStart = core::Timestamp::from_s(1'719'838'800);  // 2024-07-01T13:00Z

std::vector<Listing> list(std::initializer_list<std::string> symbols) {
  const std::vector<std::string> names{symbols};
  return *listings_for(names);
}

ExchangeConfig config(std::uint64_t seed, std::vector<Listing> listings) {
  return {.seed = seed, .start = kStart, .listings = std::move(listings), .history = core::hours(2)};
}

std::vector<core::Event> run(Exchange& exchange, core::Duration length, core::Duration step) {
  std::vector<core::Event> events;
  const core::Timestamp end = exchange.now() + length;
  while (exchange.now() < end) exchange.advance(std::min(exchange.now() + step, end), events);
  return events;
}

std::vector<core::Event> run(const ExchangeConfig& c, core::Duration length, core::Duration step) {
  Exchange exchange{c};
  return run(exchange, length, step);
}

std::vector<std::byte> bytes_of(const std::vector<core::Event>& events) {
  core::ByteWriter out;
  for (const core::Event& e : events) core::encode(e, out);
  return out.take();
}

std::vector<core::Event> of_instrument(const std::vector<core::Event>& events, core::InstrumentId id) {
  std::vector<core::Event> own;
  std::ranges::copy_if(events, std::back_inserter(own), [id](const auto& e) { return core::instrument_of(e) == id; });
  return own;
}

template <class T>
std::vector<T> all(const std::vector<core::Event>& events) {
  std::vector<T> found;
  for (const core::Event& e : events) {
    if (const T* wanted = std::get_if<T>(&e)) found.push_back(*wanted);
  }
  return found;
}

TEST(Exchange, the_same_seed_gives_the_same_bytes_and_another_seed_others) {
  const auto first = bytes_of(run(config(7, default_listings()), core::minutes(2), core::seconds(1)));
  EXPECT_GT(first.size(), 10'000U);
  EXPECT_EQ(first, bytes_of(run(config(7, default_listings()), core::minutes(2), core::seconds(1))));
  EXPECT_NE(first, bytes_of(run(config(8, default_listings()), core::minutes(2), core::seconds(1))));
}

TEST(Exchange, the_steps_of_advancing_do_not_matter) {
  const auto listings = list({"BTCUSDT", "PEPEUSDT"});
  const auto whole = bytes_of(run(config(3, listings), core::minutes(10), core::hours(1)));
  EXPECT_EQ(whole, bytes_of(run(config(3, listings), core::minutes(10), core::milliseconds(10))));
  EXPECT_EQ(whole, bytes_of(run(config(3, listings), core::minutes(10), core::nanoseconds(777'777'777))));
}

TEST(Exchange, one_hour_at_once_equals_one_hour_in_steps_of_ten_milliseconds) {
  const auto listings = list({"SOLUSDT"});
  EXPECT_EQ(bytes_of(run(config(4, listings), core::hours(1), core::hours(1))),
            bytes_of(run(config(4, listings), core::hours(1), core::milliseconds(10))));
}

TEST(Exchange, adding_a_symbol_leaves_the_others_as_they_were) {
  const auto few = run(config(5, list({"BTCUSDT", "XRPUSDT"})), core::minutes(3), core::seconds(1));
  const auto more = run(config(5, list({"BTCUSDT", "XRPUSDT", "DOGEUSDT"})), core::minutes(3), core::seconds(1));
  for (const core::InstrumentId id : {core::InstrumentId{0}, core::InstrumentId{1}}) {
    EXPECT_EQ(of_instrument(few, id), of_instrument(more, id));
  }
}

TEST(Exchange, a_copy_goes_on_like_the_original) {
  Exchange original{config(6, list({"ETHUSDT", "ADAUSDT"}))};
  run(original, core::seconds(95), core::seconds(1));
  Exchange copy = original;
  EXPECT_EQ(bytes_of(run(original, core::minutes(2), core::seconds(1))),
            bytes_of(run(copy, core::minutes(2), core::milliseconds(130))));
}

TEST(Exchange, events_come_in_order_of_receipt_and_after_they_happened) {
  const auto events = run(config(9, default_listings()), core::minutes(2), core::milliseconds(250));
  core::Timestamp received{0};
  std::map<std::uint32_t, core::Timestamp> exchange;
  for (const core::Event& e : events) {
    const core::EventTimes& times = core::times_of(e);
    EXPECT_GE(times.received, received);
    received = times.received;
    EXPECT_GE(times.received, times.exchange + LatencyTraits{}.base);
    core::Timestamp& last = exchange[core::instrument_of(e)->value];
    EXPECT_GE(times.exchange, last);
    last = times.exchange;
  }
  EXPECT_LE(received, kStart + core::minutes(2));
}

TEST(Exchange, advancing_to_the_past_does_nothing) {
  Exchange exchange{config(9, list({"BTCUSDT"}))};
  std::vector<core::Event> events;
  exchange.advance(kStart - core::hours(1), events);
  exchange.advance(kStart, events);
  EXPECT_TRUE(events.empty());
  EXPECT_EQ(exchange.now(), kStart);
}

using Levels = std::map<std::int64_t, std::int64_t>;

void replace_with(const std::vector<core::BookLevel>& levels, Levels& out) {
  out.clear();
  for (const core::BookLevel& l : levels) out[l.price.ticks] = l.qty.lots;
}

void apply(const std::vector<core::BookLevel>& levels, Levels& out) {
  for (const core::BookLevel& l : levels) {
    if (l.qty.lots == 0) {
      out.erase(l.price.ticks);
    } else {
      out[l.price.ticks] = l.qty.lots;
    }
  }
}

Levels levels_of(const OrderBook& book, core::Side side) {
  Levels levels;
  for (std::size_t rank = 0; rank < book.level_count(side); ++rank) {
    levels[book.level(side, rank).price.ticks] = book.level(side, rank).qty.lots;
  }
  return levels;
}

// The book is rebuilt from the public stream alone by Binance's published steps ("How to manage a local order book
// correctly") and compared with the exchange's own book at every cell. Latency is zero here, so that "now" is the same
// moment for both.
TEST(Exchange, the_public_stream_rebuilds_the_book_exactly) {
  ExchangeConfig c = config(10, list({"BTCUSDT", "PEPEUSDT", "XRPUSDT"}));
  c.latency = {core::Duration{}, core::Duration{}};
  Exchange exchange{c};
  struct Local {
    std::uint64_t id{0};
    Levels bids, asks;
  };
  std::map<std::uint32_t, Local> books;
  std::vector<core::Event> events;
  int deltas = 0;
  for (int cell = 1; cell <= 6'000; ++cell) {
    // One nanosecond before the next cell's acts the delta of this one is out and nothing else has happened; the
    // crowd's reaction at the cell's start belongs to the next delta, so compare just before it: at the delta's own
    // time.
    events.clear();
    std::map<std::uint32_t, std::pair<Levels, Levels>> before;
    exchange.advance(kStart + core::milliseconds(100) * cell - core::nanoseconds(1), events);
    for (const Listing& l : c.listings) {
      before[l.id.value] = {levels_of(exchange.market(l.id).book(), core::Side::kBuy),
                            levels_of(exchange.market(l.id).book(), core::Side::kSell)};
    }
    exchange.advance(kStart + core::milliseconds(100) * cell, events);
    for (const core::Event& e : events) {
      if (const auto* s = std::get_if<core::BookSnapshot>(&e)) {
        Local& local = books[s->instrument.value];
        local.id = s->last_update_id;
        replace_with(s->bids, local.bids);
        replace_with(s->asks, local.asks);
      } else if (const auto* d = std::get_if<core::BookDelta>(&e)) {
        Local& local = books[d->instrument.value];
        ASSERT_EQ(d->first_update_id, local.id + 1);
        ASSERT_GE(d->last_update_id, d->first_update_id);
        local.id = d->last_update_id;
        apply(d->bids, local.bids);
        apply(d->asks, local.asks);
        ++deltas;
      }
    }
    for (const auto& [id, sides] : before) {
      ASSERT_EQ(books[id].bids, sides.first) << "cell " << cell;
      ASSERT_EQ(books[id].asks, sides.second) << "cell " << cell;
      ASSERT_LT(sides.first.rbegin()->first, sides.second.begin()->first);
    }
  }
  EXPECT_GT(deltas, 6'000);
}

TEST(Exchange, a_snapshot_taken_in_between_joins_the_deltas) {
  Exchange exchange{config(11, list({"ETHUSDT"}))};
  std::vector<core::Event> events;
  exchange.advance(kStart + core::milliseconds(12'345), events);
  const core::BookSnapshot snapshot = exchange.snapshot({0}, 5'000);
  Levels bids;
  Levels asks;
  replace_with(snapshot.bids, bids);
  replace_with(snapshot.asks, asks);
  std::uint64_t id = snapshot.last_update_id;
  exchange.advance(kStart + core::seconds(60), events);
  for (const core::BookDelta& d : all<core::BookDelta>(events)) {
    if (d.last_update_id <= snapshot.last_update_id) continue;
    ASSERT_LE(d.first_update_id, id + 1);
    id = d.last_update_id;
    apply(d.bids, bids);
    apply(d.asks, asks);
  }
  const core::BookSnapshot later = exchange.snapshot({0}, 5'000);
  EXPECT_GT(id, snapshot.last_update_id);
  EXPECT_LE(id, later.last_update_id);
  EXPECT_LT(bids.rbegin()->first, asks.begin()->first);
}

TEST(Exchange, candles_are_those_of_the_trades) {
  ExchangeConfig c = config(12, list({"BTCUSDT"}));
  c.latency = {core::Duration{}, core::Duration{}};
  const auto events = run(c, core::minutes(5), core::minutes(5));
  std::map<std::int64_t, core::Candle> built;
  for (const core::Trade& t : all<core::Trade>(events)) {
    const core::Timestamp open = core::open_time_of(t.times.exchange, core::Timeframe::k1m);
    auto [it, fresh] =
        built.try_emplace(open.ns, core::Candle{.open_time = open, .open = t.price, .high = t.price, .low = t.price});
    core::Candle& candle = it->second;
    candle.high = std::max(candle.high, t.price);
    candle.low = std::min(candle.low, t.price);
    candle.close = t.price;
    candle.volume.lots += t.qty.lots;
    if (t.taker == core::Side::kBuy) candle.taker_buy.lots += t.qty.lots;
    candle.trades += static_cast<std::uint32_t>(t.last_id - t.first_id + 1);
  }
  int closed = 0;
  for (const core::VenueCandle& v : all<core::VenueCandle>(events)) {
    if (v.state != core::CandleState::kClosed) continue;
    EXPECT_EQ(v.candle, built.at(v.candle.open_time.ns));
    EXPECT_EQ(v.times.exchange, v.candle.open_time + core::minutes(1));
    ++closed;
  }
  EXPECT_EQ(closed, 5);
}

TEST(Exchange, a_forming_candle_comes_every_two_seconds) {
  const auto events = run(config(13, list({"DOGEUSDT"})), core::minutes(2), core::seconds(1));
  int forming = 0;
  for (const core::VenueCandle& v : all<core::VenueCandle>(events)) forming += v.state == core::CandleState::kForming;
  EXPECT_NEAR(forming, 59, 2);  // at each even second but the full minutes, where one closes; the last is on its way
}

TEST(Exchange, trade_ids_have_no_holes_and_update_ids_of_quotes_never_fall) {
  const auto events = run(config(14, list({"BTCUSDT"})), core::minutes(2), core::seconds(1));
  std::uint64_t trade = 0;
  for (const core::Trade& t : all<core::Trade>(events)) {
    ASSERT_EQ(t.first_id, trade + 1);
    ASSERT_GE(t.last_id, t.first_id);
    ASSERT_GT(t.qty.lots, 0);
    trade = t.last_id;
  }
  std::uint64_t update = 0;
  for (const core::Quote& q : all<core::Quote>(events)) {
    ASSERT_GT(q.ask, q.bid);
    ASSERT_GT(q.bid_qty.lots, 0);
    ASSERT_GT(q.ask_qty.lots, 0);
    ASSERT_GE(q.update_id, update);
    update = q.update_id;
  }
  EXPECT_GT(trade, 100U);
}

TEST(Exchange, a_client_trades_with_the_crowd) {
  Exchange exchange{config(15, list({"BTCUSDT"}))};
  std::vector<core::Event> events;
  exchange.advance(kStart + core::seconds(5), events);
  constexpr OwnerId kMe{7};
  const auto ask = exchange.market({0}).book().best(core::Side::kSell);
  ASSERT_TRUE(ask);
  const OrderId bought = exchange.submit({0}, {.owner = kMe, .kind = OrderKind::kMarket, .qty = {1'000}});
  // At the touch there is nothing before it for long: the crowd sells into it sooner or later.
  const OrderId resting = exchange.submit({0}, {.owner = kMe, .price = {ask->price.ticks - 1}, .qty = {1'000}});
  exchange.advance(kStart + core::minutes(5), events);
  std::vector<ClientExecution> mine;
  exchange.take_executions(mine);
  std::map<std::uint64_t, std::int64_t> filled;
  for (const ClientExecution& e : mine) {
    if (const auto* f = std::get_if<Fill>(&e.execution)) {
      filled[f->maker_owner == kMe ? f->maker.value : f->taker.value] += f->qty.lots;
    }
  }
  EXPECT_EQ(filled[bought.value], 1'000);
  EXPECT_GT(filled[resting.value], 0);
  mine.clear();
  exchange.take_executions(mine);
  EXPECT_TRUE(mine.empty());
  const OrderId far = exchange.submit({0}, {.owner = kMe, .price = {100}, .qty = {1'000}});
  EXPECT_EQ(exchange.cancel({0}, far, OwnerId{8}), CancelOutcome::kNotOwner);
  EXPECT_EQ(exchange.cancel({0}, far, kMe), CancelOutcome::kCanceled);
}

TEST(Exchange, history_is_gapless_and_ends_where_the_book_starts) {
  for (const core::Duration offset : {core::Duration{}, core::milliseconds(37'250)}) {
    ExchangeConfig c = config(16, default_listings());
    c.start = kStart + offset;
    c.history = core::days(1);
    Exchange exchange{c};
    for (const core::Instrument& instrument : exchange.instruments()) {
      const auto history = exchange.history(instrument.id, 100'000);
      EXPECT_EQ(history.size(), 1'440U);
      EXPECT_EQ(history.back().open_time + core::minutes(1), core::open_time_of(c.start, core::Timeframe::k1m));
      core::Timestamp expected = history.front().open_time;
      for (const core::Candle& candle : history) {
        EXPECT_EQ(candle.open_time, expected);
        expected = expected + core::minutes(1);
        EXPECT_LE(candle.low, std::min(candle.open, candle.close));
        EXPECT_GE(candle.high, std::max(candle.open, candle.close));
        EXPECT_GT(candle.low.ticks, 0);
        EXPECT_EQ(candle.low.ticks % instrument.tick_size.ticks, 0);
        EXPECT_LE(candle.taker_buy, candle.volume);
      }
      EXPECT_EQ(exchange.history(instrument.id, 10).size(), 10U);
      EXPECT_EQ(exchange.history(instrument.id, 10).back(), history.back());
      if (offset == core::Duration{}) {
        const core::BookSnapshot book = exchange.snapshot(instrument.id, 1);
        const auto spread = book.asks[0].price.ticks - book.bids[0].price.ticks;
        EXPECT_GE(history.back().close.ticks, book.bids[0].price.ticks - 2 * spread) << instrument.symbol;
        EXPECT_LE(history.back().close.ticks, book.asks[0].price.ticks + 2 * spread) << instrument.symbol;
      }
    }
  }
}

TEST(Exchange, a_start_within_a_minute_completes_the_candle_in_progress) {
  ExchangeConfig c = config(17, list({"BTCUSDT"}));
  c.start = kStart + core::seconds(30);
  Exchange exchange{c};
  const auto last = exchange.history({0}, 1).back();
  const auto events = run(exchange, core::seconds(31), core::seconds(1));
  for (const core::VenueCandle& v : all<core::VenueCandle>(events)) {
    if (v.state == core::CandleState::kClosed) {
      EXPECT_EQ(v.candle.open_time, last.open_time + core::minutes(1));
      EXPECT_EQ(v.candle.open_time, kStart);
    }
  }
}

TEST(Exchange, wrong_configurations_are_refused_with_a_reason) {
  EXPECT_TRUE(check(config(1, default_listings())));
  EXPECT_TRUE(check(config(1, {})));  // an exchange that lists nothing is silent, not broken
  auto twice = list({"BTCUSDT", "ETHUSDT"});
  twice[1].id = twice[0].id;
  EXPECT_FALSE(check(config(1, twice)));
  twice = list({"BTCUSDT", "ETHUSDT"});
  twice[1].spec.symbol = "BTCUSDT";
  EXPECT_FALSE(check(config(1, twice)));
  ExchangeConfig c = config(1, default_listings());
  c.history = core::days(-1);
  EXPECT_FALSE(check(c));
  c = config(1, default_listings());
  c.latency.base = core::milliseconds(-1);
  EXPECT_FALSE(check(c));
  const std::vector<std::string> unknown{"BTCUSDT", "NOPEUSDT"};
  const auto result = listings_for(unknown);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("PEPEUSDT"), std::string::npos);
}

TEST(Exchange, a_cross_is_traded_at_the_quotient_of_the_two_it_is_of_now_and_in_its_past) {
  Exchange exchange{config(3, list({"BTCUSDT", "ETHUSDT", "ETHBTC"}))};
  const auto agrees = [&](double cross, double over, double under) {
    // Spreads of three books and a tick of the cross: some basis points each.
    EXPECT_NEAR(cross / (over / under), 1, 0.002);
  };
  const auto price = [&](std::uint32_t id, core::Price at) {
    return core::to_double(at, exchange.instruments()[id].scale);
  };
  for (std::size_t i = 0; i < 60; ++i) {
    const auto close = [&](std::uint32_t id) { return price(id, exchange.history({id}, 120)[i].close); };
    agrees(close(2), close(1), close(0));
  }
  for (int minute = 0; minute < 10; ++minute) {
    run(exchange, core::minutes(1), core::minutes(1));
    const auto bid = [&](std::uint32_t id) { return price(id, exchange.snapshot({id}, 1).bids.at(0).price); };
    agrees(bid(2), bid(1), bid(0));
  }
}

TEST(Exchange, a_cross_is_the_same_whether_its_sides_are_listed_or_not) {
  const auto alone = run(config(3, list({"ETHBTC"})), core::minutes(1), core::seconds(1));
  auto beside = config(3, list({"BTCUSDT", "ETHBTC", "ETHUSDT"}));
  std::swap(beside.listings[0].id, beside.listings[1].id);
  EXPECT_EQ(bytes_of(alone), bytes_of(of_instrument(run(beside, core::minutes(1), core::seconds(1)), {0})));
}

TEST(Exchange, lists_as_many_symbols_as_are_asked_for) {
  const auto listings = listings_of(1000);
  ASSERT_EQ(listings.size(), 1000U);
  EXPECT_TRUE(check(config(1, listings)));
  EXPECT_EQ(listings.front().spec.symbol, "BTCUSDT");
  EXPECT_EQ(listings[known_symbols().size()].spec.symbol, "SIM0001USDT");
  for (std::uint32_t i = 0; i < listings.size(); ++i) EXPECT_EQ(listings[i].id.value, i);
  EXPECT_EQ(listings_of(1'000'000).size(), kSymbolsMax);
}

}  // namespace
}  // namespace tidemark::sim
