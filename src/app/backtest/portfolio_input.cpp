#include "app/backtest/portfolio_input.hpp"

#include <algorithm>

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;

/// One request an instrument that is traded.
Result<std::vector<BacktestInputRequest>> traded_of(const BacktestOptions& options) {
  const std::size_t files = options.files.size();
  const std::size_t symbols = options.symbols.size();
  const bool paired = files == 0 || symbols == 0 || files == symbols || files == 1;
  const bool twice_from_pipe = files == 1 && symbols > 1 && options.files.front() == "-";
  if (!paired || twice_from_pipe) {
    return core::fail(ErrorKind::kInvalidArgument, "symbols_and_files",
                      "give as many symbols as files, in their order, or none, or several of one file", "--symbol");
  }
  std::vector<BacktestInputRequest> all(std::max({files, symbols, std::size_t{1}}), single_input(options));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (files > 1) all[i].file = options.files[i];
    if (symbols > 1) all[i].symbol = options.symbols[i];
  }
  return all;
}

}  // namespace

Result<PortfolioInput> PortfolioInput::open(const BacktestOptions& options) {
  auto requests = traded_of(options);
  if (!requests) return core::forward_error(requests);
  PortfolioInput input;
  input.traded_ = requests->size();
  for (const std::string& symbol : options.rates) {
    BacktestInputRequest rate = single_input(options);
    rate.file.clear();
    rate.symbol = symbol;
    rate.lot.reset();
    requests->push_back(std::move(rate));
  }
  for (BacktestInputRequest& request : *requests) {
    if (!input.all_.empty() && !request.timeframe && request.file.empty()) {
      request.timeframe = std::string{core::name_of(input.timeframe())};
    }
    auto one = open_backtest_input(request);
    if (!one) return core::forward_error(one);
    if (!input.all_.empty() && one->timeframe != input.timeframe()) {
      return core::fail(ErrorKind::kInvalidArgument, "timeframes_differ",
                        "candles of " + std::string{core::name_of(input.timeframe())} + " and of " +
                            std::string{core::name_of(one->timeframe)} + " do not go together",
                        one->name);
    }
    input.all_.push_back(std::move(*one));
  }
  return input;
}

std::string PortfolioInput::name() const {
  std::string text;
  for (std::size_t i = 0; i < traded_; ++i) text += (text.empty() ? "" : ", ") + all_[i].name;
  return text;
}

std::vector<std::string> PortfolioInput::notes() const {
  std::vector<std::string> all;
  for (const BacktestInput& one : all_) all.insert(all.end(), one.notes.begin(), one.notes.end());
  return all;
}

std::optional<std::uint64_t> PortfolioInput::expected() const {
  std::uint64_t sum = 0;
  for (const BacktestInput& one : all_) {
    if (!one.expected) return std::nullopt;
    sum += *one.expected;
  }
  return sum;
}

void PortfolioInput::describe(backtest::SessionSetup& setup) const {
  setup.timeframe = timeframe();
  for (std::size_t i = 0; i < all_.size(); ++i) {
    (i < traded_ ? setup.instruments : setup.rates).push_back(all_[i].instrument);
  }
}

std::vector<backtest::CandleSource*> PortfolioInput::sources() const {
  std::vector<backtest::CandleSource*> all;
  all.reserve(all_.size());
  for (const BacktestInput& one : all_) all.push_back(one.source.get());
  return all;
}

Result<std::vector<std::vector<core::Candle>>> PortfolioInput::read_all() {
  std::vector<std::vector<core::Candle>> all;
  all.reserve(all_.size());
  for (BacktestInput& one : all_) {
    auto candles = read_rest(*one.source);
    if (!candles) return core::forward_error(candles);
    all.push_back(std::move(*candles));
  }
  return all;
}

}  // namespace tidemark::app
