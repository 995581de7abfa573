#pragma once

#include <string>

#include "analysis/catalogue.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {

/// `"name":value` of a begun object; the value of an enumeration is its name.
void write_knob(net::JsonWriter& json, const analysis::ParameterInfo& info, double value);

/// The shortest text that reads back as the same double.
void append_number(std::string& text, double value);

}  // namespace tidemark::app
