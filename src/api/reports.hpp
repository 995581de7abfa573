#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"

namespace tidemark::api {

// What the parts of the process say of themselves, for the System page. Whoever builds the process fills these in when
// asked (see Reporters); each is a picture of one moment.

/// One connection to a source: a WebSocket, a polling loop, the simulated exchange, a file being played.
struct FeedLink {
  std::string venue;   ///< "binance"
  std::string stream;  ///< which link of this venue: "market-1", "trades.csv"
  core::FeedState state{core::FeedState::kConnecting};
  core::Timestamp since;  ///< in this state
  std::string reason;     ///< why it is not live; empty when there is nothing to say
  std::uint64_t symbols{0};
  std::uint64_t messages{0};
  std::uint64_t reconnects{0};
  std::optional<core::Timestamp> last_message_at;
};

enum class PartState : std::uint8_t {
  kStarting,
  kRunning,
  kDegraded,  ///< works, but not as it should: retrying, polling in place of streaming
  kFailed,
  kStopped,
};
[[nodiscard]] std::string_view name_of(PartState state) noexcept;

/// Of a guard before an outside service: kClosed lets everything through, kOpen refuses, kHalfOpen tries one call.
enum class Circuit : std::uint8_t { kClosed, kHalfOpen, kOpen };
[[nodiscard]] std::string_view name_of(Circuit circuit) noexcept;

/// One part of the process, or an outside service it depends on.
struct PartReport {
  std::string name;  ///< "engine.0", "store writer", "binance rest"
  PartState state{PartState::kRunning};
  core::Timestamp since;
  std::string reason;              ///< empty when all is well
  std::optional<Circuit> circuit;  ///< of outside services only
};

/// The store and its writer.
struct StoreReport {
  std::string state;                ///< "writing", "retrying", "stopped"
  std::string reason;               ///< why it is retrying
  std::uint64_t queue_rows{0};      ///< submitted and not yet committed
  std::uint64_t rejected{0};        ///< records the database refused
  std::uint64_t database_bytes{0};  ///< with its write-ahead log
};

/// Asked from the API's reader thread; must be safe to call from there at any time. An empty function means that there
/// is no such part.
struct Reporters {
  std::function<std::vector<FeedLink>()> feeds;
  std::function<std::vector<PartReport>()> parts;
  std::function<StoreReport()> store;
  /// Why an instrument's feed is in the state it is in; empty when there is nothing to say.
  std::function<std::string(core::InstrumentId)> feed_reason;
};

}  // namespace tidemark::api
