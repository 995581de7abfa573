#pragma once

#include <string>
#include <vector>

#include "api/activation.hpp"
#include "net/json_writer.hpp"
#include "storage/activation_record.hpp"

namespace tidemark::api {

/// A list of schema Criterion.
[[nodiscard]] std::string encode_board(const activation::Board& board);
/// Schema ActivationEvent.
void write_activation_event(net::JsonWriter& json, const storage::ActivationEventRecord& event);
/// Documents of schemas Activation and GoNoGo.
[[nodiscard]] std::string encode_activation(const ActivationView& view,
                                            const std::vector<storage::ActivationEventRecord>& events);
[[nodiscard]] std::string encode_go_no_go(const ActivationView& view);
/// Schema ShadowMode; null: no candidate runs.
[[nodiscard]] std::string encode_shadow(const ShadowView* view);
/// Parts of it, also of a comparison over a recording: schemas IntentComparison and ShadowOutcome.
void write_intents(net::JsonWriter& json, const IntentComparison& compared);
void write_outcome(net::JsonWriter& json, const ShadowOutcome& outcome);

}  // namespace tidemark::api
