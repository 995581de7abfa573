#include "venues/binance/fields.hpp"

namespace tidemark::venues::binance {
namespace {

constexpr std::array<std::string_view, kLongKeyCount> kNames{"stream",
                                                             "data",
                                                             "pu",
                                                             "st",
                                                             "lastUpdateId",
                                                             "bids",
                                                             "asks",
                                                             "symbol",
                                                             "result",
                                                             "id",
                                                             "error",
                                                             "code",
                                                             "msg",
                                                             "price",
                                                             "qty",
                                                             "time",
                                                             "isBuyerMaker",
                                                             "bidPrice",
                                                             "bidQty",
                                                             "askPrice",
                                                             "askQty",
                                                             "markPrice",
                                                             "indexPrice",
                                                             "lastFundingRate",
                                                             "nextFundingTime",
                                                             "openInterest",
                                                             "priceChange"};
static_assert(!kNames.back().empty());

}  // namespace

std::size_t find_long_key(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return i;
  }
  return kLongKeyCount;
}

}  // namespace tidemark::venues::binance
