#include "analysis/candlesticks/facts.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "analysis/candlesticks/settings.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

/// A view of candles that remembers how far back it was asked.
class Asked {
 public:
  double open(int ago) { return price(ago); }
  double high(int ago) { return price(ago); }
  double low(int ago) { return price(ago); }
  double close(int ago) { return price(ago); }
  double top(int ago) { return price(ago); }
  double bottom(int ago) { return price(ago); }
  double body(int ago) { return price(ago); }
  double upper(int ago) { return price(ago); }
  double lower(int ago) { return price(ago); }
  double range(int ago) { return price(ago); }
  double gauge(Gauge /*gauge*/, int ago) {
    gauge_ago = std::max(gauge_ago, ago);
    return 0;
  }
  static double reach(Penetration /*of*/) { return 0; }

  int price_ago{0};
  int gauge_ago{0};

 private:
  double price(int ago) {
    price_ago = std::max(price_ago, ago);
    return 0;
  }
};

// Who keeps candles for the facts keeps as many as are asked for: with fewer, a fact would be judged by an old candle.
TEST(Facts, ask_as_far_back_as_is_kept) {
  Asked v;
  int held = 0;
#define TIDEMARK_ASK(name, definition) held += static_cast<int>(definition);
  TIDEMARK_CANDLE_FACTS(TIDEMARK_ASK)
#undef TIDEMARK_ASK
  EXPECT_GT(held, 0);
  EXPECT_EQ(v.price_ago, kFurthestAgo);
  EXPECT_EQ(v.gauge_ago, kFurthestGaugeAgo);
}

}  // namespace
}  // namespace tidemark::analysis::candlesticks
