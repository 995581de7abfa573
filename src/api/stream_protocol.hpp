#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "net/json_reader.hpp"

namespace tidemark::api {

enum class StreamAction : std::uint8_t { kSubscribe, kUnsubscribe, kPing };

/// What every message of a client is: an object with an `action`, and an `id` that the answer gives back.
struct StreamMessage {
  net::JsonValue value;
  std::string action;
  std::optional<std::int64_t> id;
};
/// Errors: kParse of what is no JSON, or kInvalidArgument with the offending member as place.
[[nodiscard]] core::Result<StreamMessage> parse_stream_message(std::string_view text);

/// What a client of /ws/stream asks.
struct StreamRequest {
  StreamAction action{StreamAction::kPing};
  std::vector<std::string> channels;
  std::optional<std::int64_t> id;  ///< given back in the answer
  /// The last number heard, by channel as named in `channels`; absent when the client does not come back.
  std::optional<std::map<std::string, std::uint64_t, std::less<>>> resume;
};

/// Errors: kParse or kInvalidArgument with the offending member as place.
[[nodiscard]] core::Result<StreamRequest> parse_stream_request(std::string_view text);

/// "candles:BTCUSDT:1m", "candles:binance:BTCUSDT:1m", "candles:BTC/USDT:M1", "book:BTCUSDT", "trades:BTCUSDT",
/// "patterns:BTCUSDT:1m", "structure:BTCUSDT:1m", "zones:BTCUSDT:1m", "chart-patterns:BTCUSDT:1m",
/// "volume:BTCUSDT:1m", "confluence:BTCUSDT:1m", "signals:*", "markets", "alerts", "trading",
/// "system".
struct ChannelName {
  enum class Kind : std::uint8_t {
    kCandles,
    kBook,
    kTrades,
    kPatterns,
    kVolume,
    kStructure,
    kZones,
    kChartPatterns,
    kConfluence,
    kSignals,
    kMarkets,
    kAlerts,
    kTrading,
    kSystem
  } kind{Kind::kSystem};
  core::SymbolName symbol;
  core::Timeframe timeframe{core::Timeframe::k1m};
};
[[nodiscard]] bool has_timeframe(ChannelName::Kind kind);
[[nodiscard]] core::Result<ChannelName> parse_channel(std::string_view text);

/// {"type","channel","timestamp","seq","data"}, with "resync" where it is true and, when it answers a request that had
/// one, "id". `data` is JSON.
struct Envelope {
  std::string_view type;
  std::string_view channel;  ///< empty for what belongs to no channel
  core::Timestamp timestamp;
  std::uint64_t seq{0};
  std::string_view data{"{}"};
  std::optional<std::int64_t> id{};
  bool resync{false};
};
[[nodiscard]] std::string encode(const Envelope& envelope);
/// The envelope of type "error": a problem document as data.
[[nodiscard]] std::string encode_error(const core::Error& error, core::Timestamp now, std::optional<std::int64_t> id);

}  // namespace tidemark::api
