#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "venues/binance/parser.hpp"
#include "venues/simulated/sim_venue.hpp"

namespace tidemark::venues::simulated {

/// What a WebSocket connection is for, by its path.
enum class ConnectionKind : std::uint8_t { kStreams, kApi };
/// Whether messages of streams are wrapped in {"stream","data"}.
enum class StreamForm : std::uint8_t { kRaw, kCombined };
/// Which streams a USD-M path carries since they were split by kind; kAny for spot and the older path.
enum class StreamGroup : std::uint8_t { kAny, kPublic, kMarket, kPrivate };

struct Connection {
  SimPeer* peer{nullptr};
  std::uint64_t number{0};  ///< in order of connecting, from 1
  core::Timestamp opened;
  ConnectionKind kind{ConnectionKind::kStreams};
  binance::Market market{binance::Market::kSpot};
  StreamForm form{StreamForm::kRaw};
  StreamGroup group{StreamGroup::kAny};
  std::vector<std::string> streams;      ///< names as subscribed, in order
  std::deque<core::Timestamp> incoming;  ///< of the last second, for the limit
  std::optional<std::string> held;       ///< a message that must come after the next one
  core::Timestamp held_since;
  std::optional<core::Timestamp> closing;  ///< a shutdown was announced for then
  int next_subscription{0};                ///< of user data on an API connection
  bool over{false};                        ///< end() was called: nothing more is sent
};

/// Where messages leave for a connection.
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  virtual void send(Connection& connection, std::string_view text) = 0;
  virtual void end(Connection& connection, SimPeer::Ending ending) = 0;
};

}  // namespace tidemark::venues::simulated
