#pragma once

#include <string>
#include <string_view>

#include "net/http_types.hpp"
#include "venues/simulated/api_error.hpp"
#include "venues/simulated/client_desk.hpp"
#include "venues/simulated/parameters.hpp"

namespace tidemark::venues::simulated {

/// One request of an account, on either market.
struct AccountCall {
  ClientDesk& clients;
  ClientAccount& account;
  const Parameters& parameters;
  core::Timestamp now;
  core::Timestamp shown_now;
};

/// What a request must prove.
enum class Security : std::uint8_t {
  kSigned,   ///< key, timestamp and signature
  kKeyOnly,  ///< key (listen keys)
};

/// `Call` is an AccountCall with the desk of its market.
template <class Call>
struct AccountRoute {
  net::Method method;
  std::string_view path;
  /// Name in the WebSocket API; empty when it has none.
  std::string_view ws_method;
  ApiResult<std::string> (*endpoint)(Call& call);
  int weight;
  Security security;
  std::string_view parameters;  ///< known names besides timestamp, recvWindow and signature
};

/// The listed symbol of the call; -1102, -1121.
[[nodiscard]] ApiResult<const MarketSymbol*> symbol_of(const AccountCall& call);
/// The account's order that orderId or origClientOrderId names; `unknown` is the code when there is none.
[[nodiscard]] ApiResult<const sim::ClientOrder*> order_of(const AccountCall& call, const MarketSymbol& symbol,
                                                          const ApiError& unknown);

/// What lists of orders and trades can be narrowed to.
struct ListQuery {
  std::optional<std::uint64_t> id;
  core::TimeRange between;  ///< both ends included
  std::size_t limit{500};
};
/// `id_name`: the parameter with the first id; `longest`: most that startTime and endTime may be apart.
[[nodiscard]] ApiResult<ListQuery> list_query(const AccountCall& call, std::string_view id_name,
                                              core::Duration longest);
/// The account's orders that `query` takes, of one symbol, by rising id.
[[nodiscard]] std::vector<const sim::ClientOrder*> orders_in(const AccountCall& call, core::InstrumentId id,
                                                             const ListQuery& query);
/// The account's open orders, of one symbol or of all (nullptr), by rising id.
[[nodiscard]] std::vector<const sim::ClientOrder*> open_orders_of(const AccountCall& call, const MarketSymbol* only);
/// The account's fills of one symbol that `query` takes, and of one order if it is named.
[[nodiscard]] ApiResult<std::vector<const sim::ClientFill*>> fills_in(const AccountCall& call,
                                                                      const MarketSymbol& symbol,
                                                                      const ListQuery& query);

}  // namespace tidemark::venues::simulated
