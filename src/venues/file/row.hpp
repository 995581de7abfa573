#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tidemark::venues::file {

/// More columns than this are not a table of prices.
inline constexpr std::size_t kColumnsMax = 256;

/// Splits one line into cells without surrounding blanks; a quoted cell loses its quotes and may hold the separator
/// (doubled quotes stay doubled: no cell we read has any). The cells are views into `line`. False for an open quote,
/// for text behind a closing quote, and beyond kColumnsMax.
[[nodiscard]] bool split_row(std::string_view line, char separator, std::vector<std::string_view>& cells);

}  // namespace tidemark::venues::file
