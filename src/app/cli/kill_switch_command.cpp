#include "app/cli/kill_switch_command.hpp"

#include <utility>

#include "app/cli/json_output.hpp"
#include "app/cli/open_store.hpp"
#include "app/cli/server_request.hpp"
#include "net/json_writer.hpp"
#include "ops/system_clock.hpp"
#include "storage/kill_switch.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

/// What there is to say, wherever it comes from.
struct SwitchState {
  bool engaged{false};
  std::string reason;
  std::optional<std::int64_t> cancels;
  std::optional<std::int64_t> took_us;
  std::string place;
};

std::string body_of(const KillSwitchOptions& options) {
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("engaged").boolean(options.action == KillSwitchAction::kEngage);
  if (options.action == KillSwitchAction::kEngage) json.key("reason").text(options.reason);
  if (options.action == KillSwitchAction::kRelease) json.key("confirm").text("release");
  json.end_object();
  return body;
}

Result<SwitchState> read_answer(const net::JsonValue& json, const std::string& url) {
  SwitchState state;
  state.place = url;
  const auto* engaged = json.find("engaged");
  if (engaged == nullptr || engaged->boolean() == nullptr) {
    return core::fail(ErrorKind::kUnavailable, "bad_response", "this is no Tidemark", url);
  }
  state.engaged = *engaged->boolean();
  if (const auto* reason = json.find("reason"); reason != nullptr && reason->text() != nullptr) {
    state.reason = *reason->text();
  }
  if (const auto* n = json.find("cancels"); n != nullptr && n->integer() != nullptr) state.cancels = *n->integer();
  if (const auto* n = json.find("took_us"); n != nullptr && n->integer() != nullptr) state.took_us = *n->integer();
  return state;
}

Result<SwitchState> ask_running(const KillSwitchOptions& options) {
  const auto base = server_url(options.url, options.config_dir);
  if (!base) return std::unexpected(base.error());
  std::optional<std::string> body;
  if (options.action != KillSwitchAction::kStatus) body = body_of(options);
  const auto answer = ask_server(*base, "/api/kill-switch", body);
  if (!answer) return std::unexpected(answer.error());
  return read_answer(answer->json, *base);
}

Result<SwitchState> ask_store(const KillSwitchOptions& options, const std::string& path) {
  auto store = options.action == KillSwitchAction::kStatus ? open_for_reading(path) : open_for_writing(path);
  if (!store) return std::unexpected(store.error());
  storage::TradingLedger& ledger = (*store)->trading_ledger();
  auto risk = ledger.risk();
  if (!risk) return std::unexpected(risk.error());
  storage::RiskRecord record = risk->value_or(storage::RiskRecord{});
  if (options.action != KillSwitchAction::kStatus) {
    const core::Timestamp now = ops::SystemClock{}.now();
    record = options.action == KillSwitchAction::kEngage ? storage::with_switch_engaged(record, options.reason, now)
                                                         : storage::with_switch_released(record, now);
    storage::TradingChange change;
    change.risk = record;
    if (auto put = ledger.put(change); !put) return std::unexpected(put.error());
  }
  return SwitchState{record.kill_switch, record.kill_reason, {}, {}, "the store"};
}

Result<SwitchState> ask(const KillSwitchOptions& options, const Console& console) {
  if (options.store) return ask_store(options, *options.store);
  auto state = ask_running(options);
  if (state || options.action != KillSwitchAction::kEngage || state.error().kind != ErrorKind::kUnavailable) {
    return state;
  }
  console.err << "tidemark: " << state.error().text()
              << "; engaging in the store: a server on it obeys within a second, or when it starts\n";
  return ask_store(options, "");
}

void print_text(const SwitchState& state, std::ostream& out) {
  out << "kill switch " << (state.engaged ? "engaged" : "released") << " (" << state.place << ")";
  if (!state.reason.empty()) out << ": " << state.reason;
  if (state.cancels) out << "; " << *state.cancels << " cancels sent";
  if (state.took_us) out << " within " << *state.took_us << " us";
  out << '\n';
}

}  // namespace

int run_kill_switch(const KillSwitchOptions& options, const Console& console) {
  const auto state = ask(options, console);
  if (!state) return report_error(console, state.error());
  if (options.format == OutputFormat::kText) {
    print_text(*state, console.out);
    return code_of(ExitCode::kDone);
  }
  print_json(console, [&](net::JsonWriter& json) {
    const auto number = [&](const char* key, const std::optional<std::int64_t>& value) {
      json.key(key);
      value ? static_cast<void>(json.integer(*value)) : static_cast<void>(json.null());
    };
    json.begin_object().key("engaged").boolean(state->engaged).key("reason").text(state->reason);
    json.key("place").text(state->place);
    number("cancels", state->cancels);
    number("took_us", state->took_us);
    json.end_object();
  });
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
