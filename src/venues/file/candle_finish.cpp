#include <algorithm>
#include <limits>

#include "venues/file/candle_rows.hpp"
#include "venues/file/price_points.hpp"
#include "venues/file/time_steps.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;
using Field = CandleRow::Field;

constexpr std::array kPrices{Field::kOpen, Field::kHigh, Field::kLow, Field::kClose};

/// Rewrites prices written in points as prices; true when they were.
bool convert_points(std::vector<CandleRow>& rows, const std::string& symbol) {
  const auto decimals = point_decimals(symbol);
  if (!decimals || rows.size() < 2) return false;
  std::vector<std::int64_t> closes;
  closes.reserve(rows.size());
  for (const auto& row : rows) {
    for (const auto field : kPrices) {
      if (!nearly_whole(row.number(field))) return false;
    }
    closes.push_back(*nearly_whole(row.number(Field::kClose)));
  }
  const auto middle = closes.begin() + static_cast<std::ptrdiff_t>(closes.size() / 2);
  std::ranges::nth_element(closes, middle);
  if (!must_be_points(symbol, *middle)) return false;
  for (auto& row : rows) {
    for (const auto field : kPrices)
      row.set(field, {*nearly_whole(row.number(field)), static_cast<std::uint8_t>(*decimals)});
  }
  return true;
}

/// Takes tick counts for volume where the file has no other; true when it did.
bool use_tick_volume(const Layout& layout, std::vector<CandleRow>& rows) {
  if (!layout.has(Role::kTickVolume)) return false;
  const bool has_volume =
      std::ranges::any_of(rows, [](const auto& row) { return row.number(Field::kVolume).units != 0; });
  if (has_volume) return false;
  for (auto& row : rows) row.set(Field::kVolume, row.number(Field::kTickVolume));
  return true;
}

struct Scales {
  core::Scale scale;
  bool rounds{false};
};

Scales find_scales(const std::vector<CandleRow>& rows, core::Timeframe timeframe) {
  // Prices are not summed; a week's volume must fit.
  ScaleFinder prices{10};
  ScaleFinder volumes{core::duration_of(core::Timeframe::k1w) / core::duration_of(timeframe)};
  for (const auto& row : rows) {
    for (const auto field : kPrices) prices.look_at(row.number(field));
    volumes.look_at(row.number(Field::kVolume));
    volumes.look_at(row.number(Field::kTakerBuy));
  }
  return {{static_cast<std::uint8_t>(prices.decimals()), static_cast<std::uint8_t>(volumes.decimals())},
          prices.rounds() || volumes.rounds()};
}

core::Candle candle_of(const CandleRow& row, core::Scale scale, std::uint8_t flags) {
  // at_scale() cannot fail: the scale was chosen so that every number of the file fits.
  const auto price = [&](Field field) {
    return core::Price{at_scale(row.number(field), scale.price_decimals).value_or(0)};
  };
  const auto qty = [&](Field field) { return core::Qty{at_scale(row.number(field), scale.qty_decimals).value_or(0)}; };
  return {.open_time = row.time,
          .open = price(Field::kOpen),
          .high = price(Field::kHigh),
          .low = price(Field::kLow),
          .close = price(Field::kClose),
          .volume = qty(Field::kVolume),
          .taker_buy = qty(Field::kTakerBuy),
          .trades = row.trades,
          .flags = flags};
}

void note_clock(const CandleFileRequest& request, std::vector<std::string>& notes) {
  if (!request.utc_offset) return;
  notes.push_back("the file's clock is taken as UTC" + std::string(request.utc_offset->ns < 0 ? "-" : "+") +
                  text_of_step({std::abs(request.utc_offset->ns)}) + ", as asked for");
}

void note_order(const TimeSteps& steps, std::vector<std::string>& notes) {
  if (steps.order == RowOrder::kNewestFirst) notes.emplace_back("the newest row stands first");
  if (steps.order == RowOrder::kMixed) {
    notes.push_back(
        std::string(steps.direction == TimeSteps::Direction::kFalling ? "the newest row stands first, but " : "") +
        std::to_string(steps.against) + " rows stand out of order");
  }
}

}  // namespace

core::Result<CandleFile> finish_candle_file(const Layout& layout, CandleRows&& rows, const CandleFileRequest& request) {
  const std::string name = request.path == "-" ? "standard input" : request.path;
  if (rows.rows.empty()) {
    const std::string first = rows.problems.empty() ? "" : "; the first: " + rows.problems.front().text;
    const std::string place = rows.problems.empty() ? name : name + ":" + std::to_string(rows.problems.front().line);
    return fail(ErrorKind::kParse, "no_rows", "not one row could be read as " + layout.name + first, place);
  }
  std::vector<core::Timestamp> times;
  times.reserve(rows.rows.size());
  for (const auto& row : rows.rows) times.push_back(row.time);
  const TimeSteps steps = measure_steps(times);
  std::optional<core::Timeframe> wanted = request.timeframe;
  if (!wanted && !rows.timeframe_text.empty()) {
    auto named = core::parse_timeframe(rows.timeframe_text);
    if (!named) return fail(ErrorKind::kUnsupported, "timeframe_not_supported", named.error().message, name);
    wanted = *named;
  }
  auto timeframe = timeframe_of_steps(steps, wanted, name);
  if (!timeframe) return core::forward_error(timeframe);

  CandleFile file;
  file.layout = layout.name;
  file.notes = layout.notes;
  file.timeframe = *timeframe;
  file.order = steps.order;
  note_clock(request, file.notes);
  note_order(steps, file.notes);
  if (convert_points(rows.rows, request.symbol)) {
    file.notes.push_back("prices are in points of 10^-" + std::to_string(*point_decimals(request.symbol)) +
                         " and were divided exactly");
  }
  std::uint8_t flags = 0;
  if (use_tick_volume(layout, rows.rows)) {
    core::set_flag(flags, core::CandleFlag::kTickVolume);
    file.notes.emplace_back("volume counts ticks");
  } else if (!layout.has(Role::kVolume)) {
    file.notes.emplace_back("the file has no volume: it is 0");
  }
  const Scales scales = find_scales(rows.rows, *timeframe);
  file.scale = scales.scale;
  if (scales.rounds) {
    file.notes.push_back("numbers finer than " + std::to_string(scales.scale.price_decimals) + " (price) and " +
                         std::to_string(scales.scale.qty_decimals) + " (volume) decimals were rounded");
  }
  file.candles.reserve(rows.rows.size());
  for (const auto& row : rows.rows) file.candles.push_back(candle_of(row, file.scale, flags));
  file.problems = std::move(rows.problems);
  file.problem_count = rows.problem_count;
  file.rows_read = rows.rows_read;
  file.rows_skipped = rows.rows_skipped;
  return file;
}

}  // namespace tidemark::venues::file
