#include "net/html_text.hpp"

namespace tidemark::net {

void append_html(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

std::string html_text(std::string_view text) {
  std::string out;
  append_html(out, text);
  return out;
}

}  // namespace tidemark::net
