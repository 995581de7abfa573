#include "api/stream_protocol.hpp"

#include <utility>

#include "net/json_writer.hpp"
#include "net/problem.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kChannelsPerRequest = 256;
constexpr std::string_view kCandles = "candles:";
constexpr std::string_view kBook = "book:";
constexpr std::string_view kTrades = "trades:";
constexpr std::string_view kPatterns = "patterns:";
constexpr std::string_view kVolume = "volume:";
constexpr std::string_view kStructure = "structure:";
constexpr std::string_view kZones = "zones:";
constexpr std::string_view kChartPatterns = "chart-patterns:";
constexpr std::string_view kConfluence = "confluence:";

std::unexpected<core::Error> bad(std::string code, std::string message, std::string place) {
  return core::fail(core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::move(place));
}

std::optional<StreamAction> action_of(std::string_view name) {
  if (name == "subscribe") return StreamAction::kSubscribe;
  if (name == "unsubscribe") return StreamAction::kUnsubscribe;
  if (name == "ping") return StreamAction::kPing;
  return std::nullopt;
}

core::Result<std::vector<std::string>> channels_of(const net::JsonValue& message) {
  const net::JsonValue* member = message.find("channels");
  const net::JsonValue::Array* list = member != nullptr ? member->array() : nullptr;
  if (list == nullptr || list->empty()) {
    return bad("bad_channels", "`channels` must be a list of at least one channel name.", "channels");
  }
  if (list->size() > kChannelsPerRequest) return bad("bad_channels", "Too many channels in one message.", "channels");
  std::vector<std::string> channels;
  for (const net::JsonValue& item : *list) {
    if (item.text() == nullptr) return bad("bad_channels", "A channel name must be text.", "channels");
    channels.push_back(*item.text());
  }
  return channels;
}

core::Result<std::map<std::string, std::uint64_t, std::less<>>> numbers_of(const net::JsonValue& resume) {
  if (resume.members() == nullptr || resume.members()->size() > kChannelsPerRequest) {
    return bad("bad_resume", "`resume` must be an object of channel names and the last number heard of each.",
               "resume");
  }
  std::map<std::string, std::uint64_t, std::less<>> numbers;
  for (const auto& [channel, number] : *resume.members()) {
    if (number.integer() == nullptr || *number.integer() < 0) {
      return bad("bad_resume", "The last number heard must be a whole number.", "resume");
    }
    numbers.emplace(channel, static_cast<std::uint64_t>(*number.integer()));
  }
  return numbers;
}

}  // namespace

core::Result<StreamMessage> parse_stream_message(std::string_view text) {
  auto value = net::parse_json(text);
  if (!value) return std::unexpected(value.error());
  if (value->members() == nullptr) return bad("bad_message", "A message must be a JSON object.", "");
  StreamMessage message;
  if (const net::JsonValue* id = value->find("id"); id != nullptr && !id->is_null()) {
    if (id->integer() == nullptr) return bad("bad_id", "`id` must be a whole number.", "id");
    message.id = *id->integer();
  }
  const net::JsonValue* action = value->find("action");
  if (action != nullptr && action->text() != nullptr) message.action = *action->text();
  message.value = std::move(*value);
  return message;
}

core::Result<StreamRequest> parse_stream_request(std::string_view text) {
  const auto message = parse_stream_message(text);
  if (!message) return std::unexpected(message.error());
  StreamRequest request;
  request.id = message->id;
  const auto action = action_of(message->action);
  if (!action) return bad("unknown_action", "`action` must be subscribe, unsubscribe or ping.", "action");
  request.action = *action;
  if (request.action == StreamAction::kPing) return request;
  auto channels = channels_of(message->value);
  if (!channels) return core::forward_error(channels);
  request.channels = std::move(*channels);
  if (const net::JsonValue* resume = message->value.find("resume"); resume != nullptr && !resume->is_null()) {
    auto numbers = numbers_of(*resume);
    if (!numbers) return core::forward_error(numbers);
    request.resume = std::move(*numbers);
  }
  return request;
}

bool has_timeframe(ChannelName::Kind kind) {
  using enum ChannelName::Kind;
  return kind == kCandles || kind == kPatterns || kind == kVolume || kind == kStructure || kind == kZones ||
         kind == kChartPatterns || kind == kConfluence;
}

core::Result<ChannelName> parse_channel(std::string_view text) {
  using Kind = ChannelName::Kind;
  if (text == "system") return ChannelName{Kind::kSystem, {}, {}};
  if (text == "signals:*") return ChannelName{Kind::kSignals, {}, {}};
  if (text == "alerts") return ChannelName{Kind::kAlerts, {}, {}};
  if (text == "trading") return ChannelName{Kind::kTrading, {}, {}};
  if (text == "markets") return ChannelName{Kind::kMarkets, {}, {}};
  for (const auto& [prefix, kind] : {std::pair{kCandles, Kind::kCandles},
                                     {kBook, Kind::kBook},
                                     {kTrades, Kind::kTrades},
                                     {kPatterns, Kind::kPatterns},
                                     {kVolume, Kind::kVolume},
                                     {kStructure, Kind::kStructure},
                                     {kZones, Kind::kZones},
                                     {kChartPatterns, Kind::kChartPatterns},
                                     {kConfluence, Kind::kConfluence}}) {
    if (!text.starts_with(prefix)) continue;
    std::string_view symbol_text = text.substr(prefix.size());
    core::Result<core::Timeframe> timeframe{core::Timeframe::k1m};
    if (has_timeframe(kind)) {
      const std::size_t colon = symbol_text.rfind(':');
      if (colon == std::string_view::npos) break;
      timeframe = core::parse_timeframe(symbol_text.substr(colon + 1));
      symbol_text = symbol_text.substr(0, colon);
    }
    auto symbol = core::parse_symbol(symbol_text);
    if (!symbol) return bad(symbol.error().code, symbol.error().message, "channels");
    if (!timeframe) return bad(timeframe.error().code, timeframe.error().message, "channels");
    return ChannelName{kind, std::move(*symbol), *timeframe};
  }
  return bad("unknown_channel",
             "There is no such channel; there are candles:SYMBOL:TIMEFRAME, patterns:SYMBOL:TIMEFRAME, "
             "chart-patterns:SYMBOL:TIMEFRAME, volume:SYMBOL:TIMEFRAME, structure:SYMBOL:TIMEFRAME, "
             "zones:SYMBOL:TIMEFRAME, confluence:SYMBOL:TIMEFRAME, book:SYMBOL, trades:SYMBOL, signals:*, markets, "
             "alerts, trading and system.",
             "channels");
}

std::string encode(const Envelope& envelope) {
  std::string out;
  out.reserve(160 + envelope.data.size());
  net::JsonWriter json{out};
  json.begin_object();
  json.key("type").text(envelope.type);
  json.key("channel").text(envelope.channel);
  json.key("timestamp").text(core::format_iso(envelope.timestamp));
  json.key("seq").unsigned_integer(envelope.seq);
  json.key("data").raw(envelope.data);
  if (envelope.resync) json.key("resync").boolean(true);
  if (envelope.id) json.key("id").integer(*envelope.id);
  json.end_object();
  return out;
}

std::string encode_error(const core::Error& error, core::Timestamp now, std::optional<std::int64_t> id) {
  const auto status_of = [](core::ErrorKind kind) {
    using enum core::ErrorKind;
    if (kind == kInternal || kind == kIo || kind == kCorrupt) return 500;
    if (kind == kUnavailable) return 503;
    return kind == kNotFound ? 404 : 422;
  };
  const std::string data = net::problem_json({.status = status_of(error.kind),
                                              .code = error.code,
                                              .detail = error.message,
                                              .field = error.kind == core::ErrorKind::kParse ? "" : error.place});
  return encode({.type = "error", .channel = "", .timestamp = now, .seq = 0, .data = data, .id = id});
}

}  // namespace tidemark::api
