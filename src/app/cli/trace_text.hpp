#pragma once

#include <ostream>

#include "net/json_reader.hpp"

namespace tidemark::app {

/// Prints a DecisionTrace document as a tree: the verdict, the score with its readings, the gates in their order, the
/// factors with their findings, the entry filters, the trade, and what would change the outcome. Members that are not
/// there are left out.
void write_trace_tree(const net::JsonValue& trace, std::ostream& out);

}  // namespace tidemark::app
