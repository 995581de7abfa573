#pragma once

#include <string>
#include <string_view>

namespace tidemark::net {

/// Appends text to a page: < > & " as entities, so that it stays text in elements and attributes.
void append_html(std::string& out, std::string_view text);
[[nodiscard]] std::string html_text(std::string_view text);

}  // namespace tidemark::net
