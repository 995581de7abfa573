#pragma once

// Internal to the server: the step from an HTTP connection to a WebSocket.

#include <memory>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/http_types.hpp"
#include "net/server_core.hpp"
#include "net/websocket.hpp"

namespace tidemark::net {

using BeastRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// Answers the handshake on `socket` and serves the session from then on.
void start_websocket(const std::shared_ptr<ServerCore>& core, Socket socket, const BeastRequest& handshake,
                     std::shared_ptr<const Request> request, WsHandler& handler);

}  // namespace tidemark::net
