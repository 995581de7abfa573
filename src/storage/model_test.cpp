#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/decimal.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {
namespace {

using core::Candle;
using core::Scale;
using testing::all_of;
using testing::candle_at;
using testing::value_of;

/// What the store should hold: the same put and remove on a std::map, with the units of one series raised by hand.
struct Model {
  Scale scale{0, 0};
  std::map<std::int64_t, Candle> candles;  // by index

  static Candle converted(Candle c, Scale from, Scale to) {
    const std::int64_t price = core::kPow10[static_cast<std::size_t>(to.price_decimals - from.price_decimals)];
    const std::int64_t qty = core::kPow10[static_cast<std::size_t>(to.qty_decimals - from.qty_decimals)];
    for (core::Price* p : {&c.open, &c.high, &c.low, &c.close}) p->ticks *= price;
    c.volume.lots *= qty;
    c.taker_buy.lots *= qty;
    return c;
  }

  WriteResult put(const std::map<std::int64_t, Candle>& batch, Scale batch_scale) {
    const Scale finer{std::max(scale.price_decimals, batch_scale.price_decimals),
                      std::max(scale.qty_decimals, batch_scale.qty_decimals)};
    for (auto& [index, candle] : candles) candle = converted(candle, scale, finer);
    scale = finer;
    WriteResult result;
    for (const auto& [index, raw] : batch) {
      const Candle candle = converted(raw, batch_scale, scale);
      const auto found = candles.find(index);
      if (found == candles.end()) {
        ++result.inserted;
      } else {
        ++(found->second == candle ? result.unchanged : result.replaced);
      }
      candles[index] = candle;
    }
    return result;
  }
};

/// Small prices and few indexes, so that batches meet often and any scale fits.
Candle any_candle(std::int64_t index) {
  Candle c = candle_at(index);
  c.open.ticks = *rc::gen::inRange(1, 5);
  c.close.ticks = *rc::gen::inRange(1, 5);
  c.high.ticks = std::max(c.open, c.close).ticks + *rc::gen::inRange(0, 2);
  c.low.ticks = *rc::gen::inRange(1, static_cast<int>(std::min(c.open, c.close).ticks) + 1);
  c.volume.lots = *rc::gen::inRange(0, 3);
  c.taker_buy.lots = *rc::gen::inRange(0, static_cast<int>(c.volume.lots) + 1);
  c.trades = static_cast<std::uint32_t>(*rc::gen::inRange(0, 2));
  c.flags = static_cast<std::uint8_t>(*rc::gen::inRange(0, 2));
  return c;
}

std::map<std::int64_t, Candle> any_batch() {
  std::map<std::int64_t, Candle> batch;
  const int size = *rc::gen::inRange(0, 8);
  for (int i = 0; i < size; ++i) {
    const std::int64_t index = *rc::gen::inRange(-5, 15);
    batch[index] = any_candle(index);
  }
  return batch;
}

Scale any_scale() {
  return {static_cast<std::uint8_t>(*rc::gen::inRange(0, 6)), static_cast<std::uint8_t>(*rc::gen::inRange(0, 6))};
}

void put_and_compare(TransactionalStore& store, Model& model, const SeriesKey& series) {
  const auto batch = any_batch();
  const Scale scale = any_scale();
  std::vector<Candle> candles;
  for (const auto& [index, candle] : batch) candles.push_back(candle);
  auto instrument = testing::btc(scale);
  instrument.symbol = series.symbol;
  const WriteResult got = value_of(store.put_candles(testing::batch_of(candles, instrument)));
  const WriteResult expected = model.put(batch, scale);
  RC_ASSERT(got.inserted == expected.inserted);
  RC_ASSERT(got.unchanged == expected.unchanged);
  RC_ASSERT(got.replaced == expected.replaced);
}

void remove_and_compare(TransactionalStore& store, Model& model, const SeriesKey& series) {
  const std::int64_t from = *rc::gen::inRange(-6, 16);
  const std::int64_t to = *rc::gen::inRange(-6, 16);
  const std::uint64_t removed =
      value_of(store.remove_candles(series, {candle_at(from).open_time, candle_at(to).open_time}));
  const std::size_t gone =
      std::erase_if(model.candles, [&](const auto& entry) { return entry.first >= from && entry.first < to; });
  RC_ASSERT(removed == gone);
}

void query_and_compare(TransactionalStore& store, const Model& model, const SeriesKey& series) {
  CandleQuery query = all_of(series);
  const std::int64_t from = *rc::gen::inRange(-6, 16);
  const std::int64_t to = *rc::gen::inRange(-6, 16);
  if (*rc::gen::inRange(0, 2) == 0) query.from = candle_at(from).open_time;
  if (*rc::gen::inRange(0, 2) == 0) query.to = candle_at(to).open_time;
  query.limit = static_cast<std::uint32_t>(*rc::gen::inRange(0, 12));
  query.order = *rc::gen::element(Order::kOldestFirst, Order::kNewestFirst);
  std::vector<Candle> expected;
  for (const auto& [index, candle] : model.candles) {
    if ((!query.from || index >= from) && (!query.to || index < to)) expected.push_back(candle);
  }
  const std::size_t kept = std::min<std::size_t>(expected.size(), query.limit);
  if (query.order == Order::kOldestFirst) {
    expected.resize(kept);
  } else {
    expected.erase(expected.begin(), expected.end() - static_cast<std::ptrdiff_t>(kept));
  }
  const CandlePage page = value_of(store.candles(query));
  RC_ASSERT(page.scale == model.scale);
  RC_ASSERT(page.candles == expected);
}

TEST(Model, the_store_is_a_map_under_any_sequence_of_puts_removals_and_scale_changes) {
  const bool ok = rc::check([] {
    auto store = value_of(open_transactional_store(":memory:", OpenMode::kCreate));
    const std::vector<SeriesKey> series{{"binance", "AAA", core::Timeframe::k1m},
                                        {"binance", "BBB", core::Timeframe::k1m}};
    std::vector<Model> models(series.size());
    for (std::size_t i = 0; i < series.size(); ++i) {
      auto instrument = testing::btc(models[i].scale);
      instrument.symbol = series[i].symbol;
      RC_ASSERT(store->put_instrument(instrument).has_value());
    }
    const int steps = *rc::gen::inRange(1, 25);
    for (int step = 0; step < steps; ++step) {
      const auto which = static_cast<std::size_t>(*rc::gen::inRange(0, 2));
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
        case 1:
          put_and_compare(*store, models[which], series[which]);
          break;
        case 2:
          remove_and_compare(*store, models[which], series[which]);
          break;
        default:
          query_and_compare(*store, models[which], series[which]);
      }
    }
    RC_ASSERT(store->check().has_value());
  });
  EXPECT_TRUE(ok);
}

}  // namespace
}  // namespace tidemark::storage
