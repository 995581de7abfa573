#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "activation/stage.hpp"
#include "api/shadow_mode.hpp"
#include "core/result.hpp"
#include "net/json_reader.hpp"

namespace tidemark::api {

// What was posted about stages. Errors are kInvalidArgument with the member as place: "bad_body", "missing_member",
// "unknown_member", "bad_value", "too_long", "not_confirmed".

struct StageRequest {
  enum class Action : std::uint8_t { kPromote, kRestart } action{Action::kPromote};
  std::string reason;
};
/// {"action":"promote","confirm":"promote","reason":"…"}: whoever asks says the action twice.
[[nodiscard]] core::Result<StageRequest> read_stage_request(const net::JsonValue& json);

struct RollbackRequest {
  std::string reason;
  std::optional<activation::Stage> to;
};
struct ShadowAction {
  bool start{true};
  ShadowRequest candidate;
};
/// {"action":"start","strategy":"sma_cross","parameters":["fast=5"],"risk_per_trade":"1%","position_max":"25%"}, of
/// which all but the action may be left out, or {"action":"stop"}.
[[nodiscard]] core::Result<ShadowAction> read_shadow_action(const net::JsonValue& json);

/// {"reason":"…","to":"shadow"}; both may be left out.
[[nodiscard]] core::Result<RollbackRequest> read_rollback(const net::JsonValue& json);

}  // namespace tidemark::api
