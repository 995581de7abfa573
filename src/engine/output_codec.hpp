#pragma once

#include "core/bytes.hpp"
#include "engine/output.hpp"

namespace tidemark::engine {

/// Deterministic bytes of one output, for hashing a run and for comparing two: a kind byte (the alternative's index),
/// then the fields in order of declaration, little-endian, doubles by their bits. Not a storage format: it may change
/// with the outputs.
void encode(const Output& output, core::ByteWriter& out);

}  // namespace tidemark::engine
