#include "venues/simulated/stream_name.hpp"

#include <algorithm>
#include <array>

namespace tidemark::venues::simulated {
namespace {

using binance::Market;

constexpr core::Duration kRealTime{};
constexpr std::size_t kSymbolMax = 32;

/// A stream type without further parts.
struct PlainStream {
  std::string_view type;
  StreamKind kind;
  core::Duration spot_period;
  core::Duration usdm_period;
};
constexpr core::Duration kAbsent{-1};
constexpr std::array<PlainStream, 10> kPlain{{
    {"aggTrade", StreamKind::kAggTrade, kRealTime, kRealTime},
    {"trade", StreamKind::kTrade, kRealTime, kRealTime},
    {"miniTicker", StreamKind::kMiniTicker, core::seconds(1), core::seconds(2)},
    {"ticker", StreamKind::kTicker, core::seconds(1), core::seconds(2)},
    {"bookTicker", StreamKind::kBookTicker, kRealTime, kRealTime},
    {"avgPrice", StreamKind::kAvgPrice, core::seconds(1), kAbsent},
    {"depth", StreamKind::kDepth, core::seconds(1), core::milliseconds(250)},
    {"markPrice", StreamKind::kMarkPrice, kAbsent, core::seconds(3)},
    {"markPrice@1s", StreamKind::kMarkPrice, kAbsent, core::seconds(1)},
    {"forceOrder", StreamKind::kForceOrder, kAbsent, core::seconds(1)},
}};

/// Streams of all symbols: "!" and type, and "@arr" where the market writes it so.
struct AllStream {
  std::string_view name;
  std::string_view type;  ///< of kPlain
};
constexpr std::array<AllStream, 6> kAll{{{"!miniTicker@arr", "miniTicker"},
                                         {"!ticker@arr", "ticker"},
                                         {"!bookTicker", "bookTicker"},
                                         {"!markPrice@arr", "markPrice"},
                                         {"!markPrice@arr@1s", "markPrice@1s"},
                                         {"!forceOrder@arr", "forceOrder"}}};

std::optional<StreamId> plain(std::string_view type, Market market) {
  const auto found = std::ranges::find(kPlain, type, &PlainStream::type);
  if (found == kPlain.end()) return std::nullopt;
  const core::Duration period = market == Market::kSpot ? found->spot_period : found->usdm_period;
  if (period == kAbsent) return std::nullopt;
  return StreamId{.kind = found->kind, .period = period};
}

std::optional<core::Duration> depth_period(std::string_view text, Market market) {
  if (text == "100ms") return core::milliseconds(100);
  if (text == "1000ms" && market == Market::kSpot) return core::seconds(1);
  if (market == Market::kUsdm && text == "250ms") return core::milliseconds(250);
  if (market == Market::kUsdm && text == "500ms") return core::milliseconds(500);
  return std::nullopt;
}

/// "depth", "depth20", "depth@100ms", "depth5@100ms".
std::optional<StreamId> depth(std::string_view type, Market market) {
  type.remove_prefix(std::string_view{"depth"}.size());
  auto id = *plain("depth", market);
  const std::size_t at = std::min(type.find('@'), type.size());
  const std::string_view levels = type.substr(0, at);
  if (!levels.empty()) {
    if (levels != "5" && levels != "10" && levels != "20") return std::nullopt;
    id.kind = StreamKind::kPartialDepth;
    id.levels = levels == "5" ? 5 : levels == "10" ? 10 : 20;
  }
  if (at == type.size()) return id;
  const auto period = depth_period(type.substr(at + 1), market);
  if (!period) return std::nullopt;
  id.period = *period;
  return id;
}

/// "kline_1m", "kline_1d@+08:00" (spot).
std::optional<StreamId> kline(std::string_view type, Market market) {
  type.remove_prefix(std::string_view{"kline_"}.size());
  StreamId id{.kind = StreamKind::kKline};
  const std::size_t at = std::min(type.find('@'), type.size());
  const auto interval = sim::parse_interval(type.substr(0, at));
  if (!interval || (market == Market::kUsdm && *interval == sim::Interval::k1s)) return std::nullopt;
  id.interval = *interval;
  id.period = market == Market::kUsdm           ? core::milliseconds(250)
              : *interval == sim::Interval::k1s ? core::seconds(1)
                                                : core::seconds(2);
  if (at == type.size()) return id;
  if (market != Market::kSpot || type.substr(at) != "@+08:00") return std::nullopt;
  id.zone = core::hours(8);
  return id;
}

}  // namespace

std::optional<StreamId> parse_stream(std::string_view name, Market market) {
  if (name.starts_with('!')) {
    const auto found = std::ranges::find(kAll, name, &AllStream::name);
    if (found == kAll.end()) return std::nullopt;
    return plain(found->type, market);
  }
  const std::size_t at = name.find('@');
  if (at == std::string_view::npos || at == 0 || at > kSymbolMax) return std::nullopt;
  const std::string_view type = name.substr(at + 1);
  auto id = type.starts_with("depth")    ? depth(type, market)
            : type.starts_with("kline_") ? kline(type, market)
                                         : plain(type, market);
  if (!id) return std::nullopt;
  for (const char c : name.substr(0, at)) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && market == Market::kSpot) return std::nullopt;  // symbols of streams are lower-case
    id->symbol += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return id;
}

}  // namespace tidemark::venues::simulated
