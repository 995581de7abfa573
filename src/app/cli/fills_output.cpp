#include "app/cli/fills_output.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "app/cli/json_output.hpp"
#include "core/decimal.hpp"

namespace tidemark::app {
namespace {

std::string name_of(const OrderName& name) {
  return core::format_iso(name.candle) + " " + std::string{core::name_of(name.side)} + " " +
         std::string{core::name_of(name.type)} + (name.effect == core::Effect::kReduceOnly ? " to reduce" : "") +
         (name.ordinal == 0 ? "" : " (" + std::to_string(name.ordinal + 1) + ")");
}

std::string signed_text(const std::string& text) {
  return text.starts_with('-') ? text : "+" + text;
}

/// "fees +0.05, 120 ms later": by how much the second is otherwise.
std::string difference(const OrderOutcome& before, const OrderOutcome& after, core::Scale scale) {
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
  const auto add_lots = [&](const char* what, core::Qty a, core::Qty b) {
    if (a != b) add(what + signed_text(core::format_decimal(b.lots - a.lots, scale.qty_decimals)));
  };
  const auto add_money = [&](const char* what, core::Money a, core::Money b) {
    if (a != b) add(what + signed_text(core::format_money(b - a)));
  };
  add_lots("asked ", before.asked, after.asked);
  add_lots("filled ", before.filled, after.filled);
  add_money("value ", before.value, after.value);
  add_money("fees ", before.fees, after.fees);
  const bool both_filled = before.filled.lots != 0 && after.filled.lots != 0;
  if (both_filled && before.last_fill != after.last_fill) {
    const std::int64_t ms = (after.last_fill - before.last_fill).ns / core::milliseconds(1).ns;
    add(std::to_string(std::abs(ms)) + " ms " + (ms < 0 ? "earlier" : "later"));
  }
  return text;
}

std::string text_of(const std::optional<OrderOutcome>& outcome, core::Scale scale) {
  return outcome ? text_of(*outcome, scale) : "not asked for";
}

std::string in_brackets(const std::string& text) {
  return text.empty() ? "" : " (" + text + ")";
}

bool differs(const ExplainedOrder& order) {
  return !order.steps.empty() || order.rest != Rest::kNone;
}

void print_order(const ExplainedOrder& order, core::Scale scale, std::ostream& out) {
  out << name_of(order.name) << ": " << text_of(order.account, scale) << "\n    model: " << text_of(order.first, scale)
      << '\n';
  for (const ModelStep& step : order.steps) {
    out << "    " << step.change.part << "=" << step.change.value << ": " << text_of(step.after, scale);
    if (step.before && step.after) out << in_brackets(difference(*step.before, *step.after, scale));
    out << '\n';
  }
  if (order.rest == Rest::kNone) return;
  out << "    " << order.why << in_brackets(difference(order.last, order.account, scale)) << '\n';
}

void print_lone(const std::vector<LoneOrder>& orders, const char* where, core::Scale scale, std::ostream& out) {
  for (const LoneOrder& one : orders) {
    out << name_of(one.name) << ": in the " << where << " only: " << text_of(one.outcome, scale) << "\n    " << one.why
        << '\n';
  }
}

void print_text(const AccountComparison& found, std::ostream& out) {
  const core::Scale scale = found.instrument.scale;
  out << found.instrument.key() << ", account " << (found.is_live ? "at the venue" : "on paper") << ", "
      << core::format_iso(found.begin) << " to " << core::format_iso(found.end) << ", worth "
      << core::format_money(found.capital) << ' ' << found.currency << " at its beginning\n";
  for (const std::string& note : found.notes) out << "note: " << note << '\n';
  for (const ExplainedOrder& order : found.orders) {
    if (differs(order)) print_order(order, scale, out);
  }
  print_lone(found.only_account, "account", scale, out);
  print_lone(found.only_model, "model", scale, out);
  const auto unexplained = std::ranges::count(found.orders, Rest::kUnexplained, &ExplainedOrder::rest);
  out << found.orders.size() << " orders in both, " << std::ranges::count_if(found.orders, differs)
      << " came out otherwise, " << unexplained << " of them not explained by the model; " << found.only_account.size()
      << " in the account alone, " << found.only_model.size() << " in the model alone\n";
}

void write_name(net::JsonWriter& json, const OrderName& name, std::uint64_t id) {
  json.key("candle").text(core::format_iso(name.candle)).key("ordinal").unsigned_integer(name.ordinal);
  json.key("side").text(core::name_of(name.side)).key("type").text(core::name_of(name.type));
  json.key("reduce_only").boolean(name.effect == core::Effect::kReduceOnly).key("id").unsigned_integer(id);
}

void write_outcome(net::JsonWriter& json, const std::optional<OrderOutcome>& outcome, core::Scale scale) {
  if (outcome) return write_outcome(json, *outcome, scale);
  json.null();
}

void write_order(net::JsonWriter& json, const ExplainedOrder& order, core::Scale scale) {
  json.begin_object();
  write_name(json, order.name, order.id);
  json.key("account");
  write_outcome(json, order.account, scale);
  json.key("first");
  write_outcome(json, order.first, scale);
  json.key("last");
  write_outcome(json, order.last, scale);
  json.key("reasons").begin_array();
  for (const ModelStep& step : order.steps) {
    json.begin_object().key("part").text(step.change.part).key("value").text(step.change.value);
    json.key("before");
    write_outcome(json, step.before, scale);
    json.key("after");
    write_outcome(json, step.after, scale);
    json.end_object();
  }
  json.end_array();
  json.key("explained").boolean(order.rest != Rest::kUnexplained).key("rest");
  order.rest == Rest::kNone ? static_cast<void>(json.null()) : static_cast<void>(json.text(order.why));
  json.end_object();
}

void write_lone(net::JsonWriter& json, const std::vector<LoneOrder>& orders, core::Scale scale) {
  json.begin_array();
  for (const LoneOrder& one : orders) {
    json.begin_object();
    write_name(json, one.name, one.id);
    json.key("outcome");
    write_outcome(json, one.outcome, scale);
    json.key("why").text(one.why).end_object();
  }
  json.end_array();
}

void write_document(net::JsonWriter& json, const AccountComparison& found) {
  const core::Scale scale = found.instrument.scale;
  json.begin_object().key("instrument").text(found.instrument.key());
  json.key("account").text(found.is_live ? "live" : "paper").key("currency").text(found.currency);
  json.key("from").text(core::format_iso(found.begin)).key("to").text(core::format_iso(found.end));
  json.key("capital").raw(core::format_money(found.capital)).key("by_hand").unsigned_integer(found.by_hand);
  json.key("notes").begin_array();
  for (const std::string& note : found.notes) json.text(note);
  json.end_array().key("orders").begin_array();
  for (const ExplainedOrder& order : found.orders) write_order(json, order, scale);
  json.end_array().key("only_account");
  write_lone(json, found.only_account, scale);
  json.key("only_model");
  write_lone(json, found.only_model, scale);
  json.end_object();
}

}  // namespace

std::string text_of(const OrderOutcome& outcome, core::Scale scale) {
  std::string state{core::name_of(outcome.state)};
  if (outcome.filled.lots == 0) return state;
  const double mean = core::to_double(outcome.value) / core::to_double(outcome.filled.lots, scale.qty_decimals);
  return state + " " + core::format_decimal(outcome.filled.lots, scale.qty_decimals) + " at " + std::to_string(mean) +
         ", fees " + core::format_money(outcome.fees) + ", " + core::format_iso(outcome.last_fill);
}

void write_outcome(net::JsonWriter& json, const OrderOutcome& outcome, core::Scale scale) {
  json.begin_object().key("state").text(core::name_of(outcome.state));
  json.key("asked").decimal(outcome.asked.lots, scale.qty_decimals);
  json.key("filled").decimal(outcome.filled.lots, scale.qty_decimals);
  json.key("value").raw(core::format_money(outcome.value)).key("fees").raw(core::format_money(outcome.fees));
  json.key("last_fill");
  outcome.filled.lots == 0 ? static_cast<void>(json.null())
                           : static_cast<void>(json.text(core::format_iso(outcome.last_fill)));
  json.end_object();
}

void print_account_fills(const AccountComparison& found, OutputFormat format, const Console& console) {
  if (format == OutputFormat::kText) return print_text(found, console.out);
  print_json(console, [&](net::JsonWriter& json) { write_document(json, found); });
}

}  // namespace tidemark::app
