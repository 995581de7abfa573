#include "app/cli/fills_command.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "app/backtest/fill_comparison.hpp"
#include "app/cli/fills_output.hpp"
#include "app/cli/json_output.hpp"

namespace tidemark::app {
namespace {

std::string name_of(const OrderKey& key) {
  return core::format_iso(key.candle) + " order " + std::to_string(key.ordinal + 1);
}

void print_text(const FillComparison& found, std::ostream& out) {
  std::size_t differ = 0;
  for (const ComparedOrder& order : found.orders) {
    if (order.reasons.empty()) continue;
    ++differ;
    out << name_of(order.key) << ": " << text_of(order.first, found.scale) << '\n';
    for (const FillReason& reason : order.reasons) {
      out << "    " << reason.change.part << "=" << reason.change.value << ": " << text_of(reason.after, found.scale)
          << '\n';
    }
  }
  for (const OrderKey& key : found.only_first) {
    out << name_of(key) << ": in the first model only\n";
  }
  for (const OrderKey& key : found.only_last) {
    out << name_of(key) << ": in the last model only\n";
  }
  out << found.orders.size() << " orders in both models, " << differ << " came out otherwise; "
      << found.only_first.size() << " in the first alone, " << found.only_last.size() << " in the last alone\n";
}

void write_key(net::JsonWriter& json, const OrderKey& key) {
  json.key("candle").text(core::format_iso(key.candle)).key("ordinal").unsigned_integer(key.ordinal);
}

void write_order(net::JsonWriter& json, const ComparedOrder& order, core::Scale scale) {
  json.begin_object();
  write_key(json, order.key);
  json.key("first");
  write_outcome(json, order.first, scale);
  json.key("last");
  write_outcome(json, order.last, scale);
  json.key("reasons").begin_array();
  for (const FillReason& reason : order.reasons) {
    json.begin_object().key("part").text(reason.change.part).key("value").text(reason.change.value);
    json.key("before");
    write_outcome(json, reason.before, scale);
    json.key("after");
    write_outcome(json, reason.after, scale);
    json.end_object();
  }
  json.end_array().end_object();
}

void print_document(const FillComparison& found, const Console& console) {
  print_json(console, [&](net::JsonWriter& json) {
    json.begin_object().key("orders").begin_array();
    for (const ComparedOrder& order : found.orders) write_order(json, order, found.scale);
    json.end_array();
    for (const auto& [name, keys] :
         {std::pair{"only_first", &found.only_first}, std::pair{"only_last", &found.only_last}}) {
      json.key(name).begin_array();
      for (const OrderKey& key : *keys) {
        json.begin_object();
        write_key(json, key);
        json.end_object();
      }
      json.end_array();
    }
    json.end_object();
  });
}

core::Result<std::vector<ModelChange>> read_changes(const std::vector<std::string>& texts) {
  std::vector<ModelChange> changes;
  for (const std::string& text : texts) {
    auto change = parse_model_change(text);
    if (!change) return std::unexpected(change.error());
    changes.push_back(std::move(*change));
  }
  return changes;
}

int run_against(const FillsOptions& options, std::vector<ModelChange> changes, const Console& console) {
  AccountAgainst asked{.run = options.run,
                       .typed = {},
                       .changes = std::move(changes),
                       .capital = {},
                       .store = *options.against,
                       .config_dir = options.config_dir};
  for (const std::string& name : options.typed) {
    if (name == "capital") {
      asked.capital = options.run.capital;
    } else if (std::ranges::find(kModelOptions, name) != kModelOptions.end()) {
      asked.typed.push_back({name, value_of(name, options.run)});
    } else {
      return report_error(console,
                          {core::ErrorKind::kInvalidArgument, "not_with_against",
                           "with --against this is what the account's configuration says (--config)", "--" + name});
    }
  }
  const auto found = compare_account(asked);
  if (!found) return report_error(console, found.error());
  print_account_fills(*found, options.run.format, console);
  const bool explained =
      std::ranges::find(found->orders, Rest::kUnexplained, &ExplainedOrder::rest) == found->orders.end();
  const bool same = explained && found->only_account.empty() && found->only_model.empty();
  return code_of(same ? ExitCode::kDone : ExitCode::kDiffers);
}

}  // namespace

int run_fills(const FillsOptions& options, const Console& console) {
  auto changes = read_changes(options.changes);
  if (!changes) {
    report_error(console, changes.error());
    return code_of(ExitCode::kUsage);
  }
  if (options.against) return run_against(options, std::move(*changes), console);
  const auto found = compare_fills(options.run, *changes);
  if (!found) return report_error(console, found.error());
  if (options.run.format == OutputFormat::kJson) {
    print_document(*found, console);
  } else {
    print_text(*found, console.out);
  }
  const bool same = found->only_first.empty() && found->only_last.empty();
  return code_of(same ? ExitCode::kDone : ExitCode::kDiffers);
}

}  // namespace tidemark::app
