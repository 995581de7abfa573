#include "venues/binance/routes.hpp"

#include <array>

namespace tidemark::venues::binance {
namespace {

struct Entry {
  std::string_view last;  ///< the path behind "/api/v3/", "/fapi/v1/" or "/futures/data/"
  MessageKind kind;
};

constexpr std::array kMarketData{
    Entry{"depth", MessageKind::kRestDepth},
    Entry{"trades", MessageKind::kRestTrades},
    Entry{"historicalTrades", MessageKind::kRestTrades},
    Entry{"aggTrades", MessageKind::kRestAggTrades},
    Entry{"klines", MessageKind::kRestKlines},
    Entry{"uiKlines", MessageKind::kRestKlines},
    Entry{"exchangeInfo", MessageKind::kRestExchangeInfo},
    Entry{"premiumIndex", MessageKind::kRestPremiumIndex},
    Entry{"fundingRate", MessageKind::kRestFundingRate},
    Entry{"fundingInfo", MessageKind::kRestFundingRate},
    Entry{"openInterest", MessageKind::kOpenInterest},
    Entry{"ticker/bookTicker", MessageKind::kRestBookTicker},
    Entry{"ticker/24hr", MessageKind::kRestTicker},
    Entry{"ticker/price", MessageKind::kRestTicker},
    Entry{"ticker", MessageKind::kRestTicker},
    Entry{"avgPrice", MessageKind::kRestAvgPrice},
    Entry{"time", MessageKind::kRestTime},
    Entry{"ping", MessageKind::kRestTime},
    Entry{"indexInfo", MessageKind::kRestStatistics},
};

constexpr std::array<std::string_view, 8> kStatistics{"openInterestHist",
                                                      "topLongShortAccountRatio",
                                                      "topLongShortPositionRatio",
                                                      "globalLongShortAccountRatio",
                                                      "takerlongshortRatio",
                                                      "takerBuySellVol",
                                                      "basis",
                                                      "delivery-price"};

/// Drops scheme, host and query.
std::string_view path_of(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    const auto slash = url.find('/', scheme + 3);
    url = slash == std::string_view::npos ? std::string_view{} : url.substr(slash);
  }
  return url.substr(0, url.find('?'));
}

/// Takes "/prefix" and "/v1/" or "/v3/" off the path; false when it does not start so.
bool take_prefix(std::string_view& path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  const auto rest = path.substr(prefix.size());
  if (rest.size() < 4 || rest[0] != '/' || rest[1] != 'v' || rest[2] < '1' || rest[2] > '9' || rest[3] != '/')
    return false;
  path = rest.substr(4);
  return true;
}

}  // namespace

Route route_of(std::string_view url) noexcept {
  std::string_view path = path_of(url);
  if (path.starts_with("/dapi/")) return {MessageKind::kUnknown, ParseRule::kCoinMarginedNotSupported};
  if (path.starts_with("/eapi/")) return {MessageKind::kUnknown, ParseRule::kOptionsNotSupported};
  if (path.starts_with("/futures/data/")) {
    path.remove_prefix(std::string_view{"/futures/data/"}.size());
    for (const auto name : kStatistics) {
      if (path == name) return {MessageKind::kRestStatistics, ParseRule::kParsed};
    }
    return {};
  }
  if (!take_prefix(path, "/api") && !take_prefix(path, "/fapi")) return {};
  for (const auto& entry : kMarketData) {
    if (path == entry.last) return {entry.kind, ParseRule::kParsed};
  }
  return {};
}

std::string_view query_value(std::string_view url, std::string_view name) noexcept {
  const auto question = url.find('?');
  if (question == std::string_view::npos) return {};
  std::string_view rest = url.substr(question + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    if (pair.size() > name.size() && pair[name.size()] == '=' && pair.starts_with(name))
      return pair.substr(name.size() + 1);
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace tidemark::venues::binance
