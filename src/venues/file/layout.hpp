#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "venues/file/byte_source.hpp"
#include "venues/file/row_problem.hpp"

namespace tidemark::venues::file {

/// What a column of a price table holds.
enum class Role : std::uint8_t {
  kTime,
  kClock,  ///< clock time of day beside a date in kTime
  kSymbol,
  kTimeframe,
  kOpen,
  kHigh,
  kLow,
  kClose,
  kVolume,
  kTickVolume,
  kTrades,
  kTakerBuy,
  kBid,
  kAsk,
  kBidSize,
  kAskSize,
  kPrice,
  kAmount,
  kSide,        ///< buy/sell, bid/ask
  kBuyerMaker,  ///< true when the taker sold
  kTradeId,
  kFirstId,
  kLastId,
};
inline constexpr std::size_t kRoleCount = static_cast<std::size_t>(Role::kLastId) + 1;

enum class TableKind : std::uint8_t { kCandles, kTrades, kQuotes };

using Cells = std::vector<std::string_view>;

/// A recognized table: which column is what, and how its clock runs.
struct Layout {
  std::string name;
  TableKind kind{TableKind::kCandles};
  char separator{','};
  std::array<std::int16_t, kRoleCount> columns = all_absent();
  std::size_t columns_needed{0};  ///< a row with fewer cells is a problem
  core::Duration clock_offset;    ///< file clock minus UTC, where the layout fixes it (HistData: -5 h)
  std::vector<std::string> notes;

  [[nodiscard]] bool has(Role role) const { return columns[static_cast<std::size_t>(role)] >= 0; }
  /// The cell of a role; empty when the layout has no such column or the row is short.
  [[nodiscard]] std::string_view cell(const Cells& cells, Role role) const {
    const std::int16_t at = columns[static_cast<std::size_t>(role)];
    return at >= 0 && static_cast<std::size_t>(at) < cells.size() ? cells[static_cast<std::size_t>(at)]
                                                                  : std::string_view{};
  }
  void set(Role role, std::size_t column) {
    columns[static_cast<std::size_t>(role)] = static_cast<std::int16_t>(column);
  }
  void unset(Role role) { columns[static_cast<std::size_t>(role)] = -1; }

  static constexpr std::array<std::int16_t, kRoleCount> all_absent() {
    std::array<std::int16_t, kRoleCount> none{};
    none.fill(-1);
    return none;
  }
};

/// Layout of a table with a header, from its header and its first row (which tells dates from clock times and seconds
/// from text). `symbol` helps to tell base from quote volume. Empty when the header lacks what a table needs.
[[nodiscard]] std::optional<Layout> layout_of_header(const Cells& header, const Cells& row, std::string_view symbol);

/// Layout of a table without a header, from its first row.
[[nodiscard]] std::optional<Layout> layout_of_row(const Cells& row);

/// True when the cells name columns rather than hold values.
[[nodiscard]] bool looks_like_header(const Cells& cells);

/// The row's time as the file's clock has it: kTime, with kClock where the layout has one.
[[nodiscard]] std::optional<core::Timestamp> time_of_row(const Layout& layout, const Cells& cells);

/// A layout and the first row it was recognized by, not yet consumed otherwise.
struct Detected {
  Layout layout;
  std::string first_row;
  std::uint64_t first_row_line{0};
  std::vector<RowProblem> bad_rows;  ///< rows between the header and the first good one
};

/// Reads lines until the layout is known: passes blank and comment lines. Errors: kUnsupported "json_not_supported",
/// "time_without_date"; kParse "unknown_layout"; those of the reader.
[[nodiscard]] core::Result<Detected> detect_layout(LineReader& lines, std::string_view symbol);

}  // namespace tidemark::venues::file
