#include "api/stream_protocol.hpp"

#include "net/json_reader.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kChannelsPerRequest = 256;
constexpr std::string_view kCandles = "candles:";

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

}  // namespace

core::Result<StreamRequest> parse_stream_request(std::string_view text) {
  const auto message = net::parse_json(text);
  if (!message) return std::unexpected(message.error());
  if (message->members() == nullptr) return bad("bad_message", "A message must be a JSON object.", "");
  StreamRequest request;
  if (const net::JsonValue* id = message->find("id"); id != nullptr && !id->is_null()) {
    if (id->integer() == nullptr) return bad("bad_id", "`id` must be a whole number.", "id");
    request.id = *id->integer();
  }
  const net::JsonValue* member = message->find("action");
  const auto action = member != nullptr && member->text() != nullptr ? action_of(*member->text()) : std::nullopt;
  if (!action) return bad("unknown_action", "`action` must be subscribe, unsubscribe or ping.", "action");
  request.action = *action;
  if (request.action == StreamAction::kPing) return request;
  auto channels = channels_of(*message);
  if (!channels) return core::forward_error(channels);
  request.channels = std::move(*channels);
  return request;
}

core::Result<ChannelName> parse_channel(std::string_view text) {
  if (text == "system") return ChannelName{};
  const std::size_t colon = text.rfind(':');
  if (!text.starts_with(kCandles) || colon < kCandles.size()) {
    return bad("unknown_channel", "There is no such channel; there are candles:SYMBOL:TIMEFRAME and system.",
               "channels");
  }
  auto symbol = core::parse_symbol(text.substr(kCandles.size(), colon - kCandles.size()));
  if (!symbol) return bad(symbol.error().code, symbol.error().message, "channels");
  auto timeframe = core::parse_timeframe(text.substr(colon + 1));
  if (!timeframe) return bad(timeframe.error().code, timeframe.error().message, "channels");
  return ChannelName{ChannelName::Kind::kCandles, std::move(*symbol), *timeframe};
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
  if (envelope.id) json.key("id").integer(*envelope.id);
  json.end_object();
  return out;
}

}  // namespace tidemark::api
