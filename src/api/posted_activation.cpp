#include "api/posted_activation.hpp"

#include <array>
#include <utility>

#include "api/posted_members.hpp"

namespace tidemark::api {
namespace {

using core::Result;

constexpr std::size_t kReasonBytes = 200;

Result<std::string> read_reason(const net::JsonValue& json) {
  auto reason = posted_text(json, "reason", kReasonBytes);
  if (!reason) return std::unexpected(reason.error());
  return *reason && !(*reason)->empty() ? **reason : std::string{"by hand"};
}

}  // namespace

Result<StageRequest> read_stage_request(const net::JsonValue& json) {
  static constexpr std::array<std::string_view, 3> kMembers{"action", "confirm", "reason"};
  static constexpr std::array<std::string_view, 2> kActions{"promote", "restart"};
  if (auto status = check_members(json, kMembers); !status) return std::unexpected(status.error());
  if (json.find("action") == nullptr) return bad_member("missing_member", "This must be given.", "action");
  const auto action = posted_choice(json, "action", kActions);
  if (!action) return std::unexpected(action.error());
  const net::JsonValue* confirm = json.find("confirm");
  if (confirm == nullptr || confirm->text() == nullptr || *confirm->text() != kActions[*action]) {
    return bad_member("not_confirmed",
                      "This must be \"" + std::string{kActions[*action]} + "\": whoever asks for it means it.",
                      "confirm");
  }
  auto reason = read_reason(json);
  if (!reason) return std::unexpected(reason.error());
  return StageRequest{static_cast<StageRequest::Action>(*action), std::move(*reason)};
}

Result<ShadowAction> read_shadow_action(const net::JsonValue& json) {
  static constexpr std::array<std::string_view, 5> kMembers{"action", "strategy", "parameters", "risk_per_trade",
                                                            "position_max"};
  static constexpr std::array<std::string_view, 2> kActions{"start", "stop"};
  constexpr std::size_t kTextBytes = 100;
  constexpr std::size_t kParametersMax = 64;
  if (auto status = check_members(json, kMembers); !status) return std::unexpected(status.error());
  if (json.find("action") == nullptr) return bad_member("missing_member", "This must be given.", "action");
  const auto action = posted_choice(json, "action", kActions);
  if (!action) return std::unexpected(action.error());
  ShadowAction asked{.start = *action == 0, .candidate = {}};
  for (const auto& [name, out] :
       {std::pair{"strategy", &asked.candidate.strategy}, std::pair{"risk_per_trade", &asked.candidate.risk_per_trade},
        std::pair{"position_max", &asked.candidate.position_max}}) {
    auto text = posted_text(json, name, kTextBytes);
    if (!text) return std::unexpected(text.error());
    *out = text->value_or("");
  }
  const net::JsonValue* parameters = json.find("parameters");
  if (parameters == nullptr || parameters->is_null()) return asked;
  if (parameters->array() == nullptr || parameters->array()->size() > kParametersMax) {
    return bad_member("bad_value", "This must be a list of NAME=VALUE.", "parameters");
  }
  for (const net::JsonValue& one : *parameters->array()) {
    if (one.text() == nullptr || one.text()->size() > kTextBytes) {
      return bad_member("bad_value", "This must be a list of NAME=VALUE.", "parameters");
    }
    asked.candidate.parameters.push_back(*one.text());
  }
  return asked;
}

Result<RollbackRequest> read_rollback(const net::JsonValue& json) {
  static constexpr std::array<std::string_view, 2> kMembers{"reason", "to"};
  if (auto status = check_members(json, kMembers); !status) return std::unexpected(status.error());
  auto reason = read_reason(json);
  if (!reason) return std::unexpected(reason.error());
  RollbackRequest request{.reason = std::move(*reason), .to = {}};
  const net::JsonValue* to = json.find("to");
  if (to == nullptr || to->is_null()) return request;
  request.to = activation::parse_stage(to->text() == nullptr ? "" : *to->text());
  if (!request.to) return bad_member("bad_value", "This must be the name of a stage.", "to");
  return request;
}

}  // namespace tidemark::api
