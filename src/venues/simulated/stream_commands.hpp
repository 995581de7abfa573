#pragma once

#include <string_view>

#include "venues/simulated/connection.hpp"
#include "venues/simulated/stream_hub.hpp"

namespace tidemark::venues::simulated {

/// Streams a connection may have (web-socket-streams.md, "WebSocket Limits").
inline constexpr std::size_t kStreamsMax = 1024;

/// A client's message on a stream connection: SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY, GET_PROPERTY.
/// Answers through `sink`, with Binance's errors.
void take_stream_command(Connection& connection, std::string_view text, StreamHub& hub, MessageSink& sink);

}  // namespace tidemark::venues::simulated
