#pragma once

// Internal: the condition of a rule in JSON.

#include "alerts/rule_json.hpp"

namespace tidemark::alerts {

[[nodiscard]] core::Result<Condition> read_condition(const net::JsonValue& json, const Vocabulary& words);
void write_condition(net::JsonWriter& json, const Condition& condition);

/// kInvalidArgument with a place.
[[nodiscard]] std::unexpected<core::Error> bad_rule(std::string code, std::string message, std::string place);
/// The members of an object that are none of `known` are refused.
[[nodiscard]] core::Status only_members(const net::JsonValue& json, std::span<const std::string_view> known,
                                        std::string_view place);

}  // namespace tidemark::alerts
