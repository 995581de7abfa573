#pragma once

#include "core/bytes.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// The bytes of what is said of confluence, decisions and signals, as output_codec.hpp promises them.
void put_bytes(core::ByteWriter& out, const ConfluenceOutput& output);
void put_bytes(core::ByteWriter& out, const DecisionOutput& output);
void put_bytes(core::ByteWriter& out, const SignalOutput& output);
void put_bytes(core::ByteWriter& out, const MarketStateOutput& output);

}  // namespace tidemark::engine
