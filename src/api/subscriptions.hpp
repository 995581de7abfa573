#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "core/result.hpp"

namespace tidemark::api {

/// Whether data of an instrument is wanted, and how far that has got.
enum class SubscriptionState : std::uint8_t { kUnsubscribed, kSubscribing, kSubscribed, kUnsubscribing };

[[nodiscard]] std::string_view name_of(SubscriptionState state) noexcept;

struct SubscriptionChange {
  enum class Action : std::uint8_t { kSubscribe, kUnsubscribe } action{Action::kSubscribe};
  core::SymbolName name;  ///< without a venue: the first venue that lists the symbol
};

/// A symbol a venue lists, subscribed or not.
struct AvailableSymbol {
  std::string venue;
  std::string symbol;  ///< canonical
  std::string base;    ///< "BTC"; empty where the venue does not say
  std::string quote;   ///< "USDT"
  SubscriptionState state{SubscriptionState::kUnsubscribed};
};

struct AvailablePage {
  std::vector<AvailableSymbol> symbols;
  std::size_t total{0};  ///< how many match, of which `symbols` are the first
};

/// The way from the API to the feed. Called from any thread; never waits: request() puts the change into the feed's
/// control queue.
class Subscriptions {
 public:
  virtual ~Subscriptions() = default;
  /// What the subscription is now on its way to (asking twice changes nothing). Errors: kNotFound "unknown_symbol";
  /// kConflict "fixed_source" when the source gives what it gives (a file); kExhausted when the control queue is full.
  virtual core::Result<AvailableSymbol> request(const SubscriptionChange& change) = 0;
  /// Listed symbols whose name contains `search` in any case (all when empty), at most `limit`, sorted by symbol.
  [[nodiscard]] virtual AvailablePage available(std::string_view search, std::size_t limit) const = 0;
  [[nodiscard]] virtual SubscriptionState state(const core::Instrument& instrument) const = 0;
};

}  // namespace tidemark::api
