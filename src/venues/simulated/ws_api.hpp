#pragma once

#include <string>
#include <string_view>

#include "venues/simulated/connection.hpp"
#include "venues/simulated/parameters.hpp"
#include "venues/simulated/rate_limiter.hpp"
#include "venues/simulated/spot_desk.hpp"
#include "venues/simulated/stale_books.hpp"

namespace tidemark::venues::simulated {

/// The WebSocket API of the spot market (web-socket-api.md): what REST can do, as {"id","method","params"}, and the
/// user data stream by signature.
struct WsApi {
  Market& market;
  SpotDesk* spot;  ///< none: nothing can be traded
  RateLimiter& limiter;
  core::Timestamp now;
  core::Timestamp shown_now;

  /// The answer to one message.
  [[nodiscard]] std::string answer(Connection& connection, std::string_view text);

 private:
  struct Outcome;
  [[nodiscard]] Outcome run(Connection& connection, std::string_view method, const Parameters& parameters);
  [[nodiscard]] Outcome subscribe(Connection& connection, const Parameters& parameters);
};

}  // namespace tidemark::venues::simulated
