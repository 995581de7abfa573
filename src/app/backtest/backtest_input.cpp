#include "app/backtest/backtest_input.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/cli/open_store.hpp"
#include "app/deriving_store.hpp"
#include "app/file_candles.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;
using Piece = std::span<const core::Candle>;

constexpr std::uint32_t kPageSize = 20'000;
constexpr core::Timestamp kFarFuture = core::Timestamp::from_s(9'000'000'000);

/// Pages of a stored series, oldest first.
class StoreSource final : public backtest::CandleSource {
 public:
  StoreSource(std::unique_ptr<storage::Store> store, const storage::CandleQuery& query)
      : store_{std::move(store)}, query_{query} {}

  Result<Piece> next() override {
    if (over_) return Piece{};
    auto page = store_->candles(query_);
    if (!page) return core::forward_error(page);
    if (scale_ && !page->candles.empty() && page->scale != *scale_) {
      return core::fail(ErrorKind::kCorrupt, "scale_changed", "the candles' units change within the series");
    }
    candles_ = std::move(page->candles);
    scale_ = page->scale;
    over_ = candles_.size() < kPageSize;
    if (!candles_.empty()) query_.from = candles_.back().open_time + core::nanoseconds(1);
    return Piece{candles_};
  }
  [[nodiscard]] core::Scale scale() const { return scale_.value_or(core::Scale{}); }

 private:
  std::unique_ptr<storage::Store> store_;
  storage::CandleQuery query_;
  std::vector<core::Candle> candles_;
  std::optional<core::Scale> scale_;
  bool over_{false};
};

/// A first piece that was looked at already, then the others; quantities in finer units where asked for.
class Continued final : public backtest::CandleSource {
 public:
  Continued(std::vector<core::Candle> first, std::unique_ptr<backtest::CandleSource> rest, int finer)
      : first_{std::move(first)}, rest_{std::move(rest)}, finer_{finer} {}

  Result<Piece> next() override {
    if (!first_.empty()) {
      piece_ = std::exchange(first_, {});
    } else {
      auto more = rest_->next();
      if (!more || finer_ == 0) return more;
      piece_.assign(more->begin(), more->end());
    }
    return finer_ == 0 ? Result<Piece>{piece_} : rescaled();
  }

 private:
  Result<Piece> rescaled() {
    for (core::Candle& candle : piece_) {
      const auto volume = core::rescale(candle.volume.lots, finer_);
      const auto taker = core::rescale(candle.taker_buy.lots, finer_);
      if (!volume || !taker) {
        return core::fail(ErrorKind::kRefused, "lot_too_fine", "volumes do not fit in units of this --lot");
      }
      candle.volume = {*volume};
      candle.taker_buy = {*taker};
    }
    return Piece{piece_};
  }

  std::vector<core::Candle> first_;
  std::unique_ptr<backtest::CandleSource> rest_;
  int finer_;
  std::vector<core::Candle> piece_;
};

/// Sets lot and, where it needs more, decimals of quantities. How many more.
Result<int> set_lot(core::Instrument& instrument, const std::optional<std::string>& lot) {
  if (!lot) return 0;
  const auto needed = core::decimals_needed(*lot);
  const int decimals = std::max<int>(needed.value_or(0), instrument.scale.qty_decimals);
  const auto parsed = core::parse_decimal(*lot, decimals);
  if (!needed || parsed.error != core::DecimalError::kNone || parsed.value <= 0) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_lot", "'" + *lot + "' is not a quantity above 0", "--lot");
  }
  const int finer = decimals - instrument.scale.qty_decimals;
  instrument.scale.qty_decimals = static_cast<std::uint8_t>(decimals);
  instrument.lot_size = {parsed.value};
  return finer;
}

/// How many candles of a stored series there are in a range, at most.
std::optional<std::uint64_t> count_in(storage::Store& store, const storage::SeriesKey& series,
                                      const BacktestInputRequest& request) {
  const auto all = store.series();
  if (!all) return std::nullopt;
  const auto found = std::ranges::find(*all, series, &storage::SeriesInfo::series);
  if (found == all->end() || !found->first || !found->last) return std::nullopt;
  const core::Duration candle = core::duration_of(series.timeframe);
  const core::Timestamp from = std::max(*found->first, request.from.value_or(*found->first));
  const core::Timestamp end = *found->last + candle;
  const core::Timestamp to = std::min(end, request.to.value_or(end));
  if (to <= from) return std::nullopt;
  const auto slots = static_cast<std::uint64_t>((to - from + candle - core::nanoseconds(1)) / candle);
  return std::min(found->candles, slots);
}

core::Error no_candles(const std::string& name) {
  return {ErrorKind::kNotFound, "no_data", "there are no candles of it in the range that was asked for", name};
}

Result<BacktestInput> open_file(const BacktestInputRequest& request, std::optional<core::Timeframe> timeframe) {
  const auto symbol = request.symbol.empty() ? std::nullopt : std::optional{request.symbol};
  auto file = read_file_candles(request.file, symbol, timeframe);
  if (!file) return core::forward_error(file);
  BacktestInput input{
      .name = request.file == "-" ? file->name : std::filesystem::path{request.file}.filename().string(),
      .instrument = file->instrument,
      .timeframe = file->timeframe,
      .notes = std::move(file->notes),
      .candles = std::move(file->candles),
      .source = {}};
  std::erase_if(input.candles, [&](const core::Candle& candle) {
    return (request.from && candle.open_time < *request.from) || (request.to && candle.open_time >= *request.to);
  });
  if (input.candles.empty()) return std::unexpected(no_candles(input.name));
  auto finer = set_lot(input.instrument, request.lot);
  if (!finer) return core::forward_error(finer);
  if (*finer != 0) {
    Continued all{std::move(input.candles), nullptr, *finer};
    auto piece = all.next();
    if (!piece) return core::forward_error(piece);
    input.candles.assign(piece->begin(), piece->end());
  }
  input.expected = input.candles.size();
  input.source = std::make_unique<backtest::SpanSource>(input.candles);
  return input;
}

Result<BacktestInput> open_stored(const BacktestInputRequest& request, std::optional<core::Timeframe> timeframe) {
  if (!timeframe) {
    return core::fail(ErrorKind::kInvalidArgument, "timeframe_needed", "say which candles: --timeframe TF");
  }
  auto store = open_for_reading(request.store);
  if (!store) return core::forward_error(store);
  auto series = resolve_series(**store, request.symbol, *timeframe);
  if (!series) return core::forward_error(series);
  const auto instruments = (*store)->instruments();
  if (!instruments) return std::unexpected(instruments.error());
  BacktestInput input{.name = series->venue + ":" + series->symbol,
                      .instrument = {},
                      .timeframe = *timeframe,
                      .notes = {},
                      .candles = {},
                      .source = {}};
  const auto known = std::ranges::find_if(*instruments, [&](const core::Instrument& one) {
    return one.venue == series->venue && one.symbol == series->symbol;
  });
  if (known != instruments->end()) input.instrument = *known;
  input.instrument.venue = series->venue;
  input.instrument.symbol = series->symbol;
  input.expected = count_in(**store, *series, request);
  auto source = std::make_unique<StoreSource>(
      std::move(*store), storage::CandleQuery{*series, request.from, request.to ? *request.to : kFarFuture, kPageSize,
                                              storage::Order::kOldestFirst});
  const auto first = source->next();
  if (!first) return std::unexpected(first.error());
  if (first->empty()) return std::unexpected(no_candles(input.name));
  // A store may keep an instrument's scale as it was listed and its candles in finer units.
  if (input.instrument.scale != source->scale()) {
    input.instrument.scale = source->scale();
    input.instrument.tick_size = {1};
    input.instrument.lot_size = {1};
  }
  auto finer = set_lot(input.instrument, request.lot);
  if (!finer) return core::forward_error(finer);
  input.source =
      std::make_unique<Continued>(std::vector<core::Candle>(first->begin(), first->end()), std::move(source), *finer);
  return input;
}

}  // namespace

Result<BacktestInput> open_backtest_input(const BacktestInputRequest& request) {
  std::optional<core::Timeframe> timeframe;
  if (request.timeframe) {
    auto parsed = core::parse_timeframe(*request.timeframe);
    if (!parsed) return core::forward_error(parsed);
    timeframe = *parsed;
  }
  if (!request.file.empty()) return open_file(request, timeframe);
  if (request.symbol.empty()) {
    return core::fail(ErrorKind::kInvalidArgument, "input_needed",
                      "say what to run over: a candle file, or --symbol S --timeframe TF of the store");
  }
  return open_stored(request, timeframe);
}

BacktestInputRequest single_input(const BacktestOptions& options) {
  return {.file = options.files.empty() ? "" : options.files.front(),
          .symbol = options.symbols.empty() ? "" : options.symbols.front(),
          .timeframe = options.timeframe,
          .from = options.from,
          .to = options.to,
          .store = options.store,
          .lot = options.lot};
}

Result<std::vector<core::Candle>> read_rest(backtest::CandleSource& source, std::optional<std::size_t> most) {
  std::vector<core::Candle> all;
  for (;;) {
    const auto piece = source.next();
    if (!piece) return std::unexpected(piece.error());
    if (piece->empty()) return all;
    if (most && all.size() + piece->size() > *most) {
      return core::fail(ErrorKind::kInvalidArgument, "too_many_candles",
                        "these are more than " + std::to_string(*most) + " candles; give a shorter time");
    }
    all.insert(all.end(), piece->begin(), piece->end());
  }
}

}  // namespace tidemark::app
