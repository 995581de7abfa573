#include "venues/file/row.hpp"

namespace tidemark::venues::file {
namespace {

std::string_view trim(std::string_view text, char separator) {
  const auto blank = [separator](char c) { return (c == ' ' || c == '\t') && c != separator; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Place of the quote that closes the one at the start, or npos.
std::size_t closing_quote(std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] != '"') continue;
    if (at + 1 < text.size() && text[at + 1] == '"')
      ++at;
    else
      return at;
  }
  return std::string_view::npos;
}

}  // namespace

bool split_row(std::string_view line, char separator, std::vector<std::string_view>& cells) {
  cells.clear();
  while (true) {
    if (cells.size() == kColumnsMax) return false;
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (!line.empty() && line.front() == '"') {
      const std::size_t close = closing_quote(line);
      if (close == std::string_view::npos) return false;
      const std::size_t end = line.find(separator, close + 1);
      const auto behind = line.substr(close + 1, end == std::string_view::npos ? end : end - close - 1);
      if (!trim(behind, separator).empty()) return false;
      cells.push_back(trim(line.substr(1, close - 1), separator));
      if (end == std::string_view::npos) return true;
      line.remove_prefix(end + 1);
      continue;
    }
    const std::size_t end = line.find(separator);
    cells.push_back(trim(line.substr(0, end), separator));
    if (end == std::string_view::npos) return true;
    line.remove_prefix(end + 1);
  }
}

}  // namespace tidemark::venues::file
