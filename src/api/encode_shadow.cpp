#include <algorithm>
#include <string_view>

#include "api/encode_activation.hpp"
#include "api/encode_trading.hpp"

namespace tidemark::api {
namespace {

/// Of what one side did alone, the newest are told; how many there are is told in full.
constexpr std::size_t kTold = 1000;

void write_newest(net::JsonWriter& json, std::string_view key, const std::vector<Intent>& intents) {
  json.key(key).begin_array();
  const std::size_t first = intents.size() - std::min(intents.size(), kTold);
  for (std::size_t n = first; n < intents.size(); ++n) {
    json.begin_object().key("at").text(core::format_iso(intents[n].at)).key("instrument").text(intents[n].instrument);
    json.key("side").text(intents[n].side).end_object();
  }
  json.end_array();
}

}  // namespace

void write_intents(net::JsonWriter& json, const IntentComparison& compared) {
  json.begin_object().key("same").unsigned_integer(compared.same.size());
  json.key("only_active").unsigned_integer(compared.only_active.size());
  json.key("only_candidate").unsigned_integer(compared.only_candidate.size());
  write_newest(json, "active_alone", compared.only_active);
  write_newest(json, "candidate_alone", compared.only_candidate);
  json.end_object();
}

void write_outcome(net::JsonWriter& json, const ShadowOutcome& outcome) {
  const auto number = [&](std::string_view key, const std::optional<double>& value) {
    json.key(key);
    value ? static_cast<void>(json.number(*value)) : static_cast<void>(json.null());
  };
  json.begin_object().key("configuration").text(outcome.id);
  json.key("trades").unsigned_integer(outcome.trades.trades).key("won").unsigned_integer(outcome.trades.won);
  json.key("lost").unsigned_integer(outcome.trades.lost);
  number("win_rate", outcome.trades.win_rate());
  number("payoff", outcome.trades.payoff());
  json.key("profit");
  write_money(json, outcome.trades.profit());
  json.key("equity");
  write_money(json, outcome.equity);
  json.key("drawdown").number(outcome.drawdown).end_object();
}

std::string encode_shadow(const ShadowView* view) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("running").boolean(view != nullptr);
  for (const std::string_view key : {"since", "strategy", "parameters", "orders", "active", "candidate"}) {
    if (view == nullptr) json.key(key).null();
  }
  if (view != nullptr) {
    json.key("since").text(core::format_iso(view->since)).key("strategy").text(view->strategy);
    json.key("parameters").begin_array();
    for (const std::string& parameter : view->parameters) json.text(parameter);
    json.end_array().key("orders");
    write_intents(json, view->orders);
    json.key("active");
    write_outcome(json, view->active);
    json.key("candidate");
    write_outcome(json, view->candidate);
  }
  json.end_object();
  return body;
}

}  // namespace tidemark::api
