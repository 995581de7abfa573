#pragma once

#include <optional>
#include <string>

#include "api/trading.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "net/json_reader.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::api {

/// What was posted about orders, sizes and trades. Errors are kInvalidArgument with the member as place: "bad_body",
/// "missing_member", "unknown_member", "bad_value", "bad_number", "off_grid".

/// The symbol it is about, before its instrument is known.
[[nodiscard]] core::Result<core::SymbolName> posted_symbol(const net::JsonValue& json);
[[nodiscard]] core::Result<NewOrder> read_new_order(const net::JsonValue& json, const core::Instrument& instrument);

/// A size as it is asked for; what was left out is filled in from the account and the market.
struct SizeQuestion {
  std::string method{"stop"};
  core::Money equity;
  core::Price entry;
  std::optional<core::Price> stop;
  std::optional<core::Price> atr;
  core::Rate risk{core::kRateOne / 100};
  core::Rate multiple{2 * core::kRateOne};
  core::Rate fraction{core::kRateOne};
  std::optional<double> win_rate;
  std::optional<double> payoff;
  std::optional<double> target_volatility;
  std::optional<double> volatility;
};
/// `equity` and `last` are those of the account and the market; kInvalidArgument "missing_member" where one is needed
/// and was neither given nor known.
[[nodiscard]] core::Result<SizeQuestion> read_size_question(const net::JsonValue& json,
                                                            const core::Instrument& instrument,
                                                            std::optional<core::Money> equity,
                                                            std::optional<core::Price> last);

/// A trade made elsewhere; its id is not in it yet. `currency`: the account's.
[[nodiscard]] core::Result<storage::PutManualTrade> read_manual_trade(const net::JsonValue& json,
                                                                      const core::Instrument& instrument,
                                                                      const std::string& currency);
/// Lays what was posted over the notes there are.
[[nodiscard]] core::Result<storage::TradeNotes> read_notes(const net::JsonValue& json, storage::TradeNotes notes);

/// {"confirm":"release"}. kInvalidArgument "not_confirmed".
[[nodiscard]] core::Status read_confirmation(const net::JsonValue& json);

struct KillSwitchRequest {
  bool engaged{true};
  std::string reason;
};
/// Releasing needs the confirmation, too.
[[nodiscard]] core::Result<KillSwitchRequest> read_kill_switch(const net::JsonValue& json);

}  // namespace tidemark::api
