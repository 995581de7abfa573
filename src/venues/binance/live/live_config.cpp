#include "venues/binance/live/live_config.hpp"

namespace tidemark::venues::binance {
namespace {

constexpr std::size_t kStreamsPerLinkMax = 1024;

core::Status out_of_range(const char* field, const char* range) {
  return core::fail(core::ErrorKind::kInvalidArgument, "out_of_range", std::string{field} + " must be " + range, field);
}

}  // namespace

Endpoints endpoints_of(Market market, Network network) {
  const bool live = network == Network::kProduction;
  if (market == Market::kSpot) {
    return {live ? "https://api.binance.com" : "https://testnet.binance.vision",
            live ? "wss://stream.binance.com:9443" : "wss://stream.testnet.binance.vision", "/stream", "/stream"};
  }
  return {live ? "https://fapi.binance.com" : "https://demo-fapi.binance.com",
          live ? "wss://fstream.binance.com" : "wss://fstream.binancefuture.com", live ? "/public/stream" : "/stream",
          live ? "/market/stream" : "/stream"};
}

core::Status check(const LiveConfig& config) {
  if (config.streams_per_link < 1 || config.streams_per_link > kStreamsPerLinkMax) {
    return out_of_range("streams_per_link", "1..1024");
  }
  if (config.control_batch < 1) return out_of_range("control_batch", "at least 1");
  if (config.control_pause < core::milliseconds(200)) return out_of_range("control_pause", "at least 200ms");
  if (config.attempts_max < 1 || config.attempts_max > 300) return out_of_range("attempts_max", "1..300");
  if (config.requests_at_once < 1) return out_of_range("requests_at_once", "at least 1");
  if (config.endpoints.rest.empty()) return out_of_range("endpoints.rest", "a URL");
  if (config.endpoints.stream.empty()) return out_of_range("endpoints.stream", "a URL");
  return {};
}

std::uint32_t weight_limit_of(const LiveConfig& config) noexcept {
  if (config.weight_limit != 0) return config.weight_limit;
  return config.market == Market::kSpot ? 4500 : 1800;
}

std::vector<StreamKind> streams_of(const LiveConfig& config) {
  if (!config.streams.empty()) return config.streams;
  std::vector<StreamKind> all{StreamKind::kTrades, StreamKind::kCandles, StreamKind::kBook, StreamKind::kQuotes};
  if (config.market == Market::kUsdm) {
    all.push_back(StreamKind::kMarkPrice);
    all.push_back(StreamKind::kLiquidations);
  }
  return all;
}

}  // namespace tidemark::venues::binance
