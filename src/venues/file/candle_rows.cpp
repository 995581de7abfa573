#include "venues/file/candle_rows.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/instrument.hpp"
#include "venues/file/row.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

constexpr std::size_t kRowsMax = 20'000'000;
constexpr std::size_t kNamesListed = 12;
constexpr std::size_t kExcerpt = 80;

/// Which of the values met in a symbol or timeframe column is wanted; remembers the others for the message.
class Selector {
 public:
  enum class Choice : std::uint8_t { kWanted, kOther, kSecond };

  /// `matches` decides whether a text is what was asked for; without a wish the first text met is wanted.
  template <class Matches>
  Choice choose(std::string_view text, bool has_wish, Matches&& matches) {
    if (text == last_text_) return last_;
    if (std::ranges::find(seen_, text) == seen_.end() && seen_.size() < kNamesListed) seen_.emplace_back(text);
    if (has_wish) {
      last_ = matches(text) ? Choice::kWanted : Choice::kOther;
    } else {
      if (!first_) first_ = std::string(text);
      last_ = *first_ == text ? Choice::kWanted : Choice::kSecond;
    }
    if (last_ == Choice::kWanted) wanted_ = text;
    last_text_ = text;
    return last_;
  }
  [[nodiscard]] const std::string& wanted() const { return wanted_; }
  [[nodiscard]] std::string list() const {
    std::string all;
    for (const auto& text : seen_) all += (all.empty() ? "" : ", ") + text;
    return seen_.size() == kNamesListed ? all + " …" : all;
  }

 private:
  std::vector<std::string> seen_;
  std::optional<std::string> first_;
  std::string wanted_;
  std::string last_text_{"\n"};
  Choice last_{Choice::kOther};
};

class RowTaker {
 public:
  RowTaker(const Layout& layout, const CandleFileRequest& request)
      : layout_{layout}, request_{request}, offset_{request.utc_offset.value_or(layout.clock_offset)} {}

  /// Fails only for what makes the whole file unusable.
  core::Status take(std::string_view line, std::uint64_t number, const std::string& name) {
    ++out_.rows_read;
    if (!split_row(line, layout_.separator, cells_))
      return problem(number, "unbalanced quotes or too many columns", line);
    if (cells_.size() < layout_.columns_needed) return problem(number, "too few columns", line);
    const auto selected = select(name + ":" + std::to_string(number));
    if (!selected) return std::unexpected(selected.error());
    if (!*selected) {
      ++out_.rows_skipped;
      return {};
    }
    if (out_.rows.size() == kRowsMax) {
      return fail(ErrorKind::kExhausted, "too_many_rows", "more than 20 million rows; split the file", name);
    }
    return read(number, line);
  }
  core::Result<CandleRows> finish(const std::string& name) {
    if (out_.rows.empty() && out_.rows_skipped > 0 && out_.problem_count == 0) {
      const bool other_symbol = symbols_.wanted().empty() && layout_.has(Role::kSymbol);
      return fail(
          ErrorKind::kNotFound, other_symbol ? "symbol_not_in_file" : "timeframe_not_in_file",
          "no row of what was asked for; the file holds " + (other_symbol ? symbols_.list() : timeframes_.list()),
          name);
    }
    out_.timeframe_text = timeframes_.wanted();
    return std::move(out_);
  }
  CandleRows& out() { return out_; }

 private:
  core::Result<bool> select(const std::string& place) {
    using Choice = Selector::Choice;
    if (layout_.has(Role::kSymbol)) {
      const auto choice =
          symbols_.choose(layout_.cell(cells_, Role::kSymbol), !request_.symbol.empty(), [&](auto text) {
            const auto symbol = core::parse_symbol(text);
            return symbol && symbol->symbol == request_.symbol;
          });
      if (choice == Choice::kSecond) {
        return fail(ErrorKind::kRefused, "several_symbols",
                    "the file holds several symbols (" + symbols_.list() + "); say which one", place);
      }
      if (choice == Choice::kOther) return false;
    }
    if (layout_.has(Role::kTimeframe)) {
      const auto choice =
          timeframes_.choose(layout_.cell(cells_, Role::kTimeframe), request_.timeframe.has_value(), [&](auto text) {
            const auto timeframe = core::parse_timeframe(text);
            return timeframe && *timeframe == *request_.timeframe;
          });
      if (choice == Choice::kSecond) {
        return fail(ErrorKind::kRefused, "several_timeframes",
                    "the file holds several timeframes (" + timeframes_.list() + "); say which one", place);
      }
      if (choice == Choice::kOther) return false;
    }
    return true;
  }

  core::Status read(std::uint64_t number, std::string_view line) {
    CandleRow row;
    const auto time = time_of_row(layout_, cells_);
    if (!time || __builtin_sub_overflow(time->ns, offset_.ns, &row.time.ns)) return problem(number, "bad time", line);
    constexpr std::array kPrices{Role::kOpen, Role::kHigh, Role::kLow, Role::kClose};
    for (std::size_t i = 0; i < kPrices.size(); ++i) {
      const auto price = parse_exact(layout_.cell(cells_, kPrices[i]));
      if (!price) return problem(number, "bad price", line);
      row.set(static_cast<CandleRow::Field>(i), *price);
    }
    if (!optional(Role::kVolume, CandleRow::kVolume, row) ||
        !optional(Role::kTickVolume, CandleRow::kTickVolume, row) ||
        !optional(Role::kTakerBuy, CandleRow::kTakerBuy, row)) {
      return problem(number, "bad volume", line);
    }
    if (const auto trades = parse_exact(layout_.cell(cells_, Role::kTrades)); trades && trades->decimals == 0) {
      constexpr std::int64_t kTradesMax = 0xFFFF'FFFF;
      row.trades = static_cast<std::uint32_t>(std::clamp<std::int64_t>(trades->units, 0, kTradesMax));
    }
    out_.rows.push_back(row);
    return {};
  }

  /// A column that the layout may lack; in a layout that has it the cell must be a number.
  bool optional(Role role, CandleRow::Field field, CandleRow& row) {
    if (!layout_.has(role)) return true;
    const auto value = parse_exact(layout_.cell(cells_, role));
    if (value) row.set(field, *value);
    return value.has_value();
  }

  core::Status problem(std::uint64_t number, std::string_view why, std::string_view line) {
    ++out_.problem_count;
    if (out_.problems.size() == kRowProblemsMax) return {};
    const std::string_view cell = line.substr(0, kExcerpt);
    const bool not_finite = line.find("nan") != std::string_view::npos || line.find("NaN") != std::string_view::npos ||
                            line.find("inf") != std::string_view::npos;
    const auto code = not_finite ? core::FindingCode::kNotFinite : core::FindingCode::kUnparsable;
    out_.problems.push_back({number, code, std::string(why) + ": " + std::string(cell)});
    return {};
  }

  const Layout& layout_;
  const CandleFileRequest& request_;
  core::Duration offset_;
  Cells cells_;
  Selector symbols_;
  Selector timeframes_;
  CandleRows out_;
};

}  // namespace

core::Result<CandleRows> read_candle_rows(LineReader& lines, const Detected& detected,
                                          const CandleFileRequest& request) {
  RowTaker taker{detected.layout, request};
  taker.out().problems = detected.bad_rows;
  taker.out().problem_count = detected.bad_rows.size();
  taker.out().rows_read = detected.bad_rows.size();
  if (auto first = taker.take(detected.first_row, detected.first_row_line, lines.name()); !first) {
    return core::forward_error(first);
  }
  while (true) {
    std::string_view line;
    auto more = lines.next(line);
    if (!more) return core::forward_error(more);
    if (!*more) break;
    if (line.find_first_not_of(" \t,;") == std::string_view::npos) continue;  // blank
    if (auto taken = taker.take(line, lines.line_number(), lines.name()); !taken) return core::forward_error(taken);
  }
  return taker.finish(lines.name());
}

}  // namespace tidemark::venues::file
