#pragma once

#include <string>
#include <string_view>

namespace tidemark::ops {

/// Appends `text` as JSON writes it between quotes: quotes, backslashes and controls (DEL too) are escaped, and what is
/// no UTF-8 becomes U+FFFD, so that no input can make a document or a log line that cannot be read.
void append_json_escaped(std::string& out, std::string_view text);

}  // namespace tidemark::ops
