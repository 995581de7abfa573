#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "core/money.hpp"
#include "net/hmac_sha256.hpp"
#include "net/json_reader.hpp"
#include "tests/orders/order_world.hpp"

namespace tidemark::test {

/// A signed question to the venue, past the network and its faults: how the exchange itself sees the account.
inline net::JsonValue ask_venue(OrderWorld& world, const std::string& path, std::string query) {
  query += (query.empty() ? "" : "&") + std::string{"timestamp="} + std::to_string(world.venue().now().ms());
  net::Request request;
  request.path = path;
  request.raw_query = query + "&signature=" + net::hmac_sha256_hex("simulated-secret-of-alice", query);
  request.headers.push_back({"X-MBX-APIKEY", "simulated-key-of-alice"});
  request.peer = "127.0.0.2";
  const auto reply = world.venue().handle(request);
  auto json = net::parse_json(reply.response.body.bytes());
  EXPECT_TRUE(json && reply.response.status == 200) << path << ": " << reply.response.body.bytes();
  return json ? std::move(*json) : net::JsonValue{};
}

/// The entries of a list; none when it is none.
inline const net::JsonValue::Array& list_of(const net::JsonValue* json) {
  static const net::JsonValue::Array none;
  return json == nullptr || json->array() == nullptr ? none : *json->array();
}

inline core::Money money_in(const net::JsonValue& object, std::string_view name) {
  const net::JsonValue* found = object.find(name);
  const std::string* text = found == nullptr ? nullptr : found->text();
  return core::parse_money(text == nullptr ? std::string{} : *text).value_or(core::Money{});
}

/// The account as the venue's own lists have it, summed up with plain sums.
struct VenueBooks {
  core::Money bought;      ///< of the base asset
  core::Money sold;        ///< of the base asset
  core::Money paid;        ///< in the quote currency
  core::Money received;    ///< in the quote currency
  core::Money base_fees;   ///< commissions in the base asset
  core::Money quote_fees;  ///< commissions in the quote currency
  core::Money bnb_fees;    ///< commissions in BNB
  core::Money kept;        ///< base_fees, those of each order rounded up to the lot
  std::size_t trades{0};
  std::size_t orders{0};
  std::size_t again{0};  ///< of them, that were or may be there under the same name again
  std::size_t open{0};
  std::size_t waiting{0};  ///< for their price, at the algo service (USD-M)
};

inline VenueBooks venue_books(OrderWorld& world) {
  const bool spot = world.market() == venues::binance::Market::kSpot;
  const std::string symbol = "symbol=BTCUSDT&limit=1000";
  VenueBooks books;
  const auto orders = ask_venue(world, spot ? "/api/v3/allOrders" : "/fapi/v1/allOrders", symbol);
  books.orders = list_of(&orders).size();
  // A leg that came home from an order list may go there again, once it is over there, and nothing of it was filled.
  std::map<std::string, const net::JsonValue*> placed;
  for (const net::JsonValue& order : list_of(&orders)) {
    const std::string& name = *order.find("clientOrderId")->text();
    const bool listed = spot && *order.find("orderListId")->integer() != -1;
    const bool taken_off =
        *order.find("status")->text() == "CANCELED" && money_in(order, "executedQty") == core::Money{};
    if (listed && taken_off) ++books.again;  // its cancel has given it another name
    const auto [before, first] = placed.try_emplace(name, &order);
    if (first || (listed && taken_off)) continue;
    const net::JsonValue& old = *std::exchange(before->second, &order);
    ++books.again;
    const std::string& status = *old.find("status")->text();
    EXPECT_TRUE(status == "CANCELED" || status == "EXPIRED") << name << " was placed twice";
    EXPECT_EQ(money_in(old, "executedQty"), core::Money{}) << name << " was placed again after a fill";
    EXPECT_TRUE(spot && *old.find("orderListId")->integer() != -1) << name << " was in no list";
  }
  const auto open = ask_venue(world, spot ? "/api/v3/openOrders" : "/fapi/v1/openOrders", "");
  books.open = list_of(&open).size();
  if (!spot) {
    const auto waiting = ask_venue(world, "/fapi/v1/openAlgoOrders", "");
    books.waiting = list_of(&waiting).size();
  }
  const auto trades = ask_venue(world, spot ? "/api/v3/myTrades" : "/fapi/v1/userTrades", symbol);
  books.trades = list_of(&trades).size();
  // Together they would be cut off.
  EXPECT_LT(books.trades, 1000U);
  EXPECT_LT(books.orders, 1000U);
  std::map<std::int64_t, core::Money> of_order;
  const core::Int128 lot = core::parse_money("0.00001")->units;
  for (const net::JsonValue& trade : list_of(&trades)) {
    const bool buys = *trade.find(spot ? "isBuyer" : "buyer")->boolean();
    const core::Money qty = money_in(trade, "qty");
    const core::Money quote = money_in(trade, "quoteQty");
    const core::Money fee = money_in(trade, "commission");
    (buys ? books.bought : books.sold) += qty;
    (buys ? books.paid : books.received) += quote;
    const std::string& asset = *trade.find("commissionAsset")->text();
    if (asset == "USDT") {
      books.quote_fees += fee;
    } else if (asset == "BNB") {
      books.bnb_fees += fee;
    } else {
      books.base_fees += fee;
      of_order[*trade.find("orderId")->integer()] += fee;
    }
  }
  for (const auto& [order, fee] : of_order) books.kept.units += (fee.units + lot - 1) / lot * lot;
  return books;
}

/// Free and locked of an asset (spot), or the wallet (USD-M).
inline core::Money venue_balance(OrderWorld& world, std::string_view asset) {
  const bool spot = world.market() == venues::binance::Market::kSpot;
  const auto account = ask_venue(world, spot ? "/api/v3/account" : "/fapi/v3/account", "");
  for (const net::JsonValue& entry : list_of(account.find(spot ? "balances" : "assets"))) {
    if (*entry.find("asset")->text() != asset) continue;
    return spot ? money_in(entry, "free") + money_in(entry, "locked") : money_in(entry, "walletBalance");
  }
  return {};
}

}  // namespace tidemark::test
