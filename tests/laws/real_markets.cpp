#include "tests/laws/real_markets.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <stdexcept>

#include "core/time.hpp"
#include "tests/laws/oracle.hpp"

namespace tidemark::laws {
namespace {

using Texts = std::map<std::string, std::vector<std::string>>;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The first of these columns that is there.
const std::vector<std::string>& column(const Texts& table, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const auto found = table.find(name); found != table.end()) return found->second;
  }
  throw std::runtime_error(std::string{"no column "} + *names.begin());
}

core::Timestamp time_of(std::string text) {
  // MetaTrader writes 2022.10.10.
  if (text.size() > 7 && text[4] == '.' && text[7] == '.') text[4] = text[7] = '-';
  const auto time = core::parse_time(text);
  if (!time) throw std::runtime_error("not a time: " + text);
  return *time;
}

double number_of(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') throw std::runtime_error("not a number: " + text);
  return value;
}

}  // namespace

std::vector<core::CandleF> read_market(const std::filesystem::path& path) {
  Texts table;
  for (auto& [name, cells] : read_texts(path)) table[lower(name)] = std::move(cells);
  const auto& times = column(table, {"date", "open_time_ms"});
  const auto& opens = column(table, {"open"});
  const auto& highs = column(table, {"high"});
  const auto& lows = column(table, {"low"});
  const auto& closes = column(table, {"close"});
  const auto& volumes = column(table, {"volume", "tick_volume"});
  std::vector<core::CandleF> candles;
  candles.reserve(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    candles.push_back({.open_time = time_of(times[i]),
                       .open = number_of(opens[i]),
                       .high = number_of(highs[i]),
                       .low = number_of(lows[i]),
                       .close = number_of(closes[i]),
                       .volume = number_of(volumes[i])});
  }
  return candles;
}

std::vector<Scenario> real_markets() {
  const auto talib = oracle_folder();
  if (talib.empty()) return {};
  const auto shared = talib.parent_path().parent_path();
  std::vector<Scenario> markets;
  for (const auto& [name, file] :
       {std::pair{"EURUSD 15m", "oracles/smc/EURUSD_15m/ohlcv.csv.gz"},
        std::pair{"BTCUSDT 1h", "data/bars/binance_spot/BTCUSDT_1h_2017-08-17_2022-10-24.csv.gz"},
        std::pair{"XAUUSD 1h", "data/forex/XAUUSD_h1_points_2012_2022.csv.gz"}}) {
    if (!std::filesystem::exists(shared / file)) return {};
    markets.push_back({name, read_market(shared / file)});
  }
  return markets;
}

}  // namespace tidemark::laws
