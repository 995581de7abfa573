#pragma once

#include <cstdint>
#include <string>

#include "core/instrument.hpp"
#include "decision/trace.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {

/// 16 hexadecimal digits.
[[nodiscard]] std::string configuration_text(std::uint64_t configuration);

/// known_at, price, verdict, type, leaning, direction and score.
void encode_verdict_members(net::JsonWriter& json, const decision::Trace& trace);
/// Each as a Reading.
void encode_readings(net::JsonWriter& json, const decision::Trace& trace);

/// The DecisionTrace document: verdict, readings, gates, entry filters, factors with their findings, plan, versions and
/// the nearest change that would flip the outcome.
[[nodiscard]] std::string encode_trace(const core::Instrument& instrument, const decision::Trace& trace);

}  // namespace tidemark::api
