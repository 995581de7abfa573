#include "app/cli/activation_command.hpp"

#include <iomanip>
#include <string_view>
#include <utility>

#include "activation/criteria.hpp"
#include "app/cli/server_request.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

using core::Result;
using net::JsonValue;

std::string text_at(const JsonValue& json, std::string_view name) {
  const JsonValue* value = json.find(name);
  return value != nullptr && value->text() != nullptr ? *value->text() : std::string{};
}

std::optional<double> number_at(const JsonValue& json, std::string_view name) {
  const JsonValue* value = json.find(name);
  return value == nullptr ? std::nullopt : value->number();
}

/// In its unit, or a dash.
std::string measure_at(const JsonValue& json, std::string_view name, std::string_view unit) {
  using activation::Unit;
  const auto value = number_at(json, name);
  if (!value) return "-";
  for (const Unit one : {Unit::kCount, Unit::kShare, Unit::kRatio, Unit::kMilliseconds}) {
    if (activation::name_of(one) == unit) return activation::text_of(*value, one);
  }
  return std::to_string(*value);
}

template <class Print>
void for_each(const JsonValue& json, std::string_view name, const Print& print) {
  const JsonValue* list = json.find(name);
  if (list == nullptr || list->array() == nullptr) return;
  for (const JsonValue& one : *list->array()) print(one);
}

void print_criterion(const JsonValue& json, std::ostream& out) {
  const std::string unit = text_at(json, "unit");
  const bool at_least = text_at(json, "bound") == "at_least";
  out << "  " << std::left << std::setw(8) << text_at(json, "verdict") << std::setw(26) << text_at(json, "title")
      << std::right << std::setw(10) << measure_at(json, "measured", unit) << (at_least ? "  at least " : "  at most  ")
      << std::left << std::setw(10) << measure_at(json, "target", unit) << std::right;
  const JsonValue* interval = json.find("interval");
  if (interval != nullptr && interval->members() != nullptr) {
    out << "95 %: " << measure_at(*interval, "low", unit) << " to " << measure_at(*interval, "high", unit) << "  ";
  }
  out << "of " << static_cast<std::uint64_t>(number_at(json, "sample").value_or(0)) << ' ' << text_at(json, "sample_of")
      << " (at least " << static_cast<std::uint64_t>(number_at(json, "sample_min").value_or(0)) << ")\n";
}

void print_event(const JsonValue& json, std::ostream& out) {
  out << "  " << text_at(json, "at") << "  " << text_at(json, "kind") << "  " << text_at(json, "from") << " -> "
      << text_at(json, "to") << ": " << text_at(json, "reason");
  if (const JsonValue* rollback = json.find("rollback"); rollback != nullptr && rollback->members() != nullptr) {
    out << " [" << text_at(*rollback, "trigger") << "; last good configuration " << text_at(*rollback, "restored")
        << ']';
  }
  out << '\n';
}

void print_status(const JsonValue& json, std::ostream& out) {
  out << "stage " << text_at(json, "stage") << ", sizes times " << number_at(json, "multiplier").value_or(0)
      << ", since " << text_at(json, "since") << '\n';
  if (const JsonValue* configuration = json.find("configuration")) {
    out << "configuration " << text_at(*configuration, "id");
    if (const JsonValue* good = configuration->find("last_good"); good != nullptr && good->members() != nullptr) {
      out << "; last good " << text_at(*good, "id") << " at " << text_at(*good, "stage");
    }
    out << '\n';
  }
  const std::string next = text_at(json, "next");
  const std::string hindrance = text_at(json, "hindrance");
  if (!hindrance.empty()) {
    out << "no promotion" << (next.empty() ? "" : " to " + next) << ": " << hindrance << '\n';
  } else {
    const JsonValue* go = json.find("go");
    const bool is_go = go != nullptr && go->boolean() != nullptr && *go->boolean();
    out << (is_go ? "go: " : "no go: ") << next << " is next\n";
  }
  for_each(json, "criteria", [&](const JsonValue& one) { print_criterion(one, out); });
  out << "down at once:\n";
  for_each(json, "triggers", [&](const JsonValue& one) {
    const std::string unit = text_at(one, "unit");
    out << "  " << std::left << std::setw(40) << text_at(one, "title") << std::right << std::setw(10)
        << measure_at(one, "measured", unit) << (text_at(one, "bound") == "at_most" ? "  limit " : "  least ")
        << measure_at(one, "limit", unit) << '\n';
  });
  out << "newest steps:\n";
  for_each(json, "events", [&](const JsonValue& one) { print_event(one, out); });
}

void print_configurations(const JsonValue& json, std::ostream& out) {
  for_each(json, "configurations", [&](const JsonValue& one) {
    out << text_at(one, "id") << "  first used " << text_at(one, "first_used") << '\n';
    const JsonValue* settings = one.find("settings");
    if (settings == nullptr || settings->members() == nullptr) return;
    for (const auto& [key, value] : *settings->members()) {
      out << "  " << key << ": " << (value.text() != nullptr ? *value.text() : std::string{}) << '\n';
    }
  });
}

struct Question {
  std::string path;
  std::optional<std::string> body;
};

Question question_of(const ActivationOptions& options) {
  const std::string limit = "?limit=" + std::to_string(options.limit);
  switch (options.action) {
    case ActivationAction::kStatus:
      return {"/api/activation", {}};
    case ActivationAction::kEvents:
      return {"/api/activation/events" + limit, {}};
    case ActivationAction::kConfigurations:
      return {"/api/activation/configurations" + limit, {}};
    default:
      break;
  }
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("reason").text(options.reason);
  if (options.action == ActivationAction::kRollback) {
    if (!options.to.empty()) json.key("to").text(options.to);
    json.end_object();
    return {"/api/rollback", std::move(body)};
  }
  const std::string_view action = options.action == ActivationAction::kPromote ? "promote" : "restart";
  json.key("action").text(action).key("confirm").text(action).end_object();
  return {"/api/activation", std::move(body)};
}

void print_text(const ActivationOptions& options, const JsonValue& json, std::ostream& out) {
  switch (options.action) {
    case ActivationAction::kStatus:
      return print_status(json, out);
    case ActivationAction::kEvents:
      return for_each(json, "events", [&](const JsonValue& one) { print_event(one, out); });
    case ActivationAction::kConfigurations:
      return print_configurations(json, out);
    default:
      return print_event(json, out);
  }
}

}  // namespace

int run_activation(const ActivationOptions& options, const Console& console) {
  const auto base = server_url(options.url, options.config_dir);
  if (!base) return report_error(console, base.error());
  const Question question = question_of(options);
  const auto answer = ask_server(*base, question.path, question.body);
  if (!answer) {
    const int code = report_error(console, answer.error());
    return answer.error().code == "criteria_unmet" ? code_of(ExitCode::kDiffers) : code;
  }
  if (options.format == OutputFormat::kJson) {
    console.out << answer->body << '\n';
  } else {
    print_text(options, answer->json, console.out);
  }
  return code_of(ExitCode::kDone);
}

}  // namespace tidemark::app
