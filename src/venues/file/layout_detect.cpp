#include <algorithm>
#include <array>

#include "venues/file/file_time.hpp"
#include "venues/file/layout.hpp"
#include "venues/file/row.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

constexpr std::array<char, 4> kSeparators{',', ';', '\t', '|'};
/// So many lines may stand before the table, and so many bad rows behind its header.
constexpr int kPreambleMax = 20;
constexpr std::size_t kExcerpt = 80;

std::string excerpt(std::string_view line) {
  std::string text;
  for (const char c : line.substr(0, kExcerpt)) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return line.size() > kExcerpt ? text + "…" : text;
}

bool is_comment(std::string_view line) {
  return line.starts_with('#') || line.starts_with("//") || line.starts_with("\"#");
}

bool is_blank(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

/// Finds the layout over some lines; keeps the header between lines.
class Detector {
 public:
  explicit Detector(std::string_view symbol) : symbol_{symbol} {}

  std::optional<Layout> look_at(std::string_view line) {
    if (header_line_.empty()) {
      for (const char separator : kSeparators) {
        if (!split_row(line, separator, cells_)) continue;
        if (looks_like_header(cells_)) {
          header_line_ = line;
          separator_ = separator;
          return std::nullopt;
        }
        if (auto layout = layout_of_row(cells_)) return finished(std::move(*layout), separator);
        if (first_) note_missing_date();
      }
      first_ = false;
      return std::nullopt;
    }
    if (!split_row(header_line_, separator_, header_) || !split_row(line, separator_, cells_)) return std::nullopt;
    if (auto layout = layout_of_header(header_, cells_, symbol_)) return finished(std::move(*layout), separator_);
    note_missing_date();
    return std::nullopt;
  }
  [[nodiscard]] bool has_header() const { return !header_line_.empty(); }
  /// A line looked like LEAN's "milliseconds since midnight".
  [[nodiscard]] bool lacks_date() const { return lacks_date_; }

 private:
  void note_missing_date() {
    constexpr std::size_t kTimeAndTwoPrices = 3;
    const bool has_full_time =
        std::ranges::any_of(cells_, [](std::string_view cell) { return parse_file_time(cell).has_value(); });
    if (cells_.size() >= kTimeAndTwoPrices && looks_like_time_of_day(cells_[0]) && !has_full_time) lacks_date_ = true;
  }
  static Layout finished(Layout layout, char separator) {
    layout.separator = separator;
    std::int16_t last = 0;
    for (const auto role : {Role::kTime, Role::kClock, Role::kOpen, Role::kHigh, Role::kLow, Role::kClose, Role::kBid,
                            Role::kAsk, Role::kPrice, Role::kAmount, Role::kSymbol, Role::kTimeframe}) {
      last = std::max(last, layout.columns[static_cast<std::size_t>(role)]);
    }
    layout.columns_needed = static_cast<std::size_t>(last) + 1;
    return layout;
  }

  std::string symbol_;
  std::string header_line_;
  char separator_{','};
  bool first_{true};
  bool lacks_date_{false};
  Cells header_;
  Cells cells_;
};

std::unexpected<core::Error> refuse(const Detector& detector, std::uint64_t lines_seen, std::string_view first_line,
                                    const std::string& name) {
  const std::string place = name + ":1";
  if (lines_seen == 0) return fail(ErrorKind::kParse, "empty_file", "the file holds no rows", name);
  if (detector.lacks_date()) {
    return fail(ErrorKind::kUnsupported, "time_without_date",
                "the times are clock times without a date (milliseconds since midnight, as in LEAN's daily archives); "
                "convert them to full times first",
                place);
  }
  const std::string why = detector.has_header() ? "the header is known, but no row under it has a time and prices"
                                                : "no known table of candles, trades or quotes";
  return fail(ErrorKind::kParse, "unknown_layout", why + "; the file begins '" + excerpt(first_line) + "'", place);
}

}  // namespace

core::Result<Detected> detect_layout(LineReader& lines, std::string_view symbol) {
  Detector detector{symbol};
  std::string first_line;
  std::vector<std::string> passed;
  std::vector<RowProblem> bad_rows;
  std::uint64_t lines_seen = 0;
  for (int looked = 0; looked < kPreambleMax;) {
    std::string_view line;
    auto more = lines.next(line);
    if (!more) return core::forward_error(more);
    if (!*more) break;
    if (is_blank(line)) continue;
    if (lines_seen++ == 0) first_line = line;
    if (lines_seen == 1 && (line.front() == '{' || line.front() == '[')) {
      return fail(
          ErrorKind::kUnsupported, "json_not_supported",
          "this is JSON; candles are read from CSV (plain or gzip) with a time, open, high, low and close column",
          lines.place());
    }
    ++looked;
    if (is_comment(line)) {
      passed.push_back(excerpt(line));
      continue;
    }
    const bool had_header = detector.has_header();
    auto layout = detector.look_at(line);
    if (layout) {
      for (const auto& text : passed) layout->notes.push_back("passed over the line '" + text + "'");
      return Detected{std::move(*layout), std::string(line), lines.line_number(), std::move(bad_rows)};
    }
    if (had_header)
      bad_rows.push_back({lines.line_number(), core::FindingCode::kUnparsable, excerpt(line)});
    else if (!detector.has_header())
      passed.push_back(excerpt(line));
  }
  return refuse(detector, lines_seen, first_line, lines.name());
}

}  // namespace tidemark::venues::file
