#pragma once

#include "analysis/aftermath/aftermath.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {

/// The Moves document.
void encode_moves(net::JsonWriter& json, const analysis::aftermath::Moves& moves);
/// Mean and interval in percent, or null where there is none.
void encode_difference(net::JsonWriter& json, const analysis::aftermath::After& after);
/// The Followed document: an Aftermath without its control.
void encode_followed(net::JsonWriter& json, const analysis::aftermath::After& after);

}  // namespace tidemark::api
