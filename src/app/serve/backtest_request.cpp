#include "app/serve/backtest_request.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <string_view>
#include <thread>
#include <utility>

#include "api/posted_members.hpp"
#include "app/backtest/backtest_setup.hpp"
#include "app/backtest/optimization.hpp"
#include "core/timeframe.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

using core::Result;
using core::Status;

constexpr std::size_t kTextMax = 64;
constexpr std::size_t kParametersMax = 32;
/// Each is a search of its own over nearly all candles.
constexpr std::size_t kFoldsMost = 20;
constexpr const char* kOfSearch = "This is of a search, which needs a grid.";

constexpr std::size_t kSymbolsMax = 50;
constexpr std::size_t kSymbolsTextMax = 2048;

constexpr std::array<std::string_view, 26> kMembers{
    "strategy",  "symbol",       "timeframe",  "from",         "to",       "parameters", "grid",
    "objective", "walk_forward", "min_trades", "folds",        "purge",    "embargo",    "capital",
    "currency",  "positions",    "rates",      "fees",         "slippage", "spread",     "latency",
    "funding",   "fraction",     "risk",       "max_leverage", "fills"};

Result<std::vector<std::string>> read_assignments(const net::JsonValue& json, std::string_view name) {
  std::vector<std::string> set;
  const net::JsonValue* list = json.find(name);
  if (list == nullptr || list->is_null()) return set;
  if (list->array() == nullptr || list->array()->size() > kParametersMax) {
    return api::bad_member("bad_value", "This must be a list of at most 32 texts NAME=VALUE.", name);
  }
  for (const net::JsonValue& item : *list->array()) {
    if (item.text() == nullptr) return api::bad_member("bad_value", "A parameter is text: NAME=VALUE.", name);
    set.push_back(*item.text());
  }
  return set;
}

Status read_texts(const net::JsonValue& json, BacktestOptions& options) {
  for (const auto& [name, into] :
       {std::pair{"capital", &options.capital}, std::pair{"fees", &options.fees},
        std::pair{"slippage", &options.slippage}, std::pair{"spread", &options.spread},
        std::pair{"latency", &options.latency}, std::pair{"funding", &options.funding},
        std::pair{"fraction", &options.fraction}, std::pair{"risk", &options.risk},
        std::pair{"strategy", &options.strategy}, std::pair{"fills", &options.fills},
        std::pair{"currency", &options.currency}, std::pair{"positions", &options.positions}}) {
    const auto text = api::posted_text(json, name, kTextMax);
    if (!text) return std::unexpected(text.error());
    if (*text) *into = **text;
  }
  return {};
}

/// Symbols with commas between them.
Status read_symbols(const net::JsonValue& json, std::string_view name, std::vector<std::string>& into) {
  const auto text = api::posted_text(json, name, kSymbolsTextMax);
  if (!text) return std::unexpected(text.error());
  if (!*text) return {};
  for (const auto part : std::views::split(std::string_view{**text}, ',')) {
    const std::string_view symbol{part};
    if (const auto good = core::parse_symbol(symbol); !good) {
      return api::bad_member(good.error().code, good.error().message, name);
    }
    into.emplace_back(symbol);
  }
  if (into.size() <= kSymbolsMax) return {};
  return api::bad_member("too_many_symbols", "At most " + std::to_string(kSymbolsMax) + " symbols.", name);
}

/// An option's error, at the member of its name.
std::unexpected<core::Error> at_member(const core::Error& error) {
  std::string place = error.place.starts_with("--") ? error.place.substr(2) : "";
  std::ranges::replace(place, '-', '_');
  return api::bad_member(error.code, error.message, place);
}

/// A whole number of a search.
template <class Number>
Status read_number(const net::JsonValue& json, std::string_view name, std::int64_t least,
                   const OptimizeOptions& options, Number& into) {
  const net::JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return {};
  if (options.grid.empty()) return api::bad_member("needs_grid", kOfSearch, name);
  if (value->integer() == nullptr || *value->integer() < least) {
    return api::bad_member("bad_value", "This must be a whole number, " + std::to_string(least) + " or more.", name);
  }
  into = static_cast<Number>(*value->integer());
  return {};
}

/// Of a search that is judged in folds: walk-forward is another way to judge it.
Status read_folds(const net::JsonValue& json, OptimizeOptions& options) {
  if (auto read = read_number(json, "folds", 2, options, options.folds); !read) return read;
  if (options.folds > kFoldsMost) {
    return api::bad_member("bad_value", "At most " + std::to_string(kFoldsMost) + " folds.", "folds");
  }
  if (options.folds != 0 && !options.walk_forward.empty()) {
    return api::bad_member("bad_combination", "A search is judged by walk-forward or in folds, not by both.", "folds");
  }
  for (const auto& [name, into] : {std::pair{"purge", &options.purge}, std::pair{"embargo", &options.embargo}}) {
    if (auto read = read_number(json, name, 0, options, *into); !read) return read;
    if (*into != 0 && options.folds == 0) {
      return api::bad_member("needs_folds", "This is of folds, which must be given.", name);
    }
  }
  return {};
}

/// A search, where a grid is asked for.
Status read_search(const net::JsonValue& json, const BacktestBounds& bounds, OptimizeOptions& options) {
  auto grid = read_assignments(json, "grid");
  if (!grid) return std::unexpected(grid.error());
  options.grid = std::move(*grid);
  for (const auto& [name, into] :
       {std::pair{"objective", &options.objective}, std::pair{"walk_forward", &options.walk_forward}}) {
    const auto text = api::posted_text(json, name, kTextMax);
    if (!text) return std::unexpected(text.error());
    if (!*text) continue;
    if (options.grid.empty()) return api::bad_member("needs_grid", kOfSearch, name);
    *into = **text;
  }
  if (auto read = read_number(json, "min_trades", 0, options, options.trades_min); !read) return read;
  if (auto read = read_folds(json, options); !read) return read;
  if (options.grid.empty()) return {};
  options.candles_most = bounds.candles_most;
  options.combinations_most = bounds.combinations_most;
  // Live work has the rest.
  options.threads = std::max(1U, std::thread::hardware_concurrency() / 2);
  if (const auto good = check_optimization(options); !good) return at_member(good.error());
  return {};
}

std::string joined(const std::vector<std::string>& symbols) {
  std::string text;
  for (const std::string& one : symbols) text += (text.empty() ? "" : ",") + one;
  return text;
}

void write_texts(net::JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& one : texts) json.text(one);
  json.end_array();
}

/// What differs from one instrument in its own currency.
void write_account(net::JsonWriter& json, const BacktestOptions& options) {
  if (!options.rates.empty()) json.key("rates").text(joined(options.rates));
  if (!options.currency.empty()) json.key("currency").text(options.currency);
  if (options.positions != "netting") json.key("positions").text(options.positions);
  if (options.max_leverage) json.key("max_leverage").text(*options.max_leverage);
}

}  // namespace

Result<OptimizeOptions> read_backtest_request(const net::JsonValue& json, const BacktestBounds& bounds) {
  if (auto good = api::check_members(json, kMembers); !good) return std::unexpected(good.error());
  OptimizeOptions all;
  BacktestOptions& options = all.run;
  options.store = bounds.store;
  if (auto read = read_texts(json, options); !read) return std::unexpected(read.error());
  for (const char* name : {"strategy", "symbol", "timeframe"}) {
    if (json.find(name) == nullptr) return api::bad_member("missing_member", "This must be given.", name);
  }
  const auto timeframe = api::posted_text(json, "timeframe", kTextMax);
  if (!timeframe) return std::unexpected(timeframe.error());
  const auto parsed = core::parse_timeframe(timeframe->value_or(""));
  if (!parsed) return api::bad_member(parsed.error().code, parsed.error().message, "timeframe");
  options.timeframe = std::string{core::name_of(*parsed)};
  const auto from = api::posted_time(json, "from");
  if (!from) return std::unexpected(from.error());
  const auto to = api::posted_time(json, "to");
  if (!to) return std::unexpected(to.error());
  options.from = *from;
  options.to = *to;
  if (options.fills != "conservative" && options.fills != "optimistic") {
    return api::bad_member("bad_value", "This must be conservative or optimistic.", "fills");
  }
  auto leverage = api::posted_text(json, "max_leverage", kTextMax);
  if (!leverage) return std::unexpected(leverage.error());
  options.max_leverage = std::move(*leverage);
  auto set = read_assignments(json, "parameters");
  if (!set) return std::unexpected(set.error());
  options.set = std::move(*set);
  const auto row = backtest::find_strategy(options.strategy);
  if (!row) return api::bad_member(row.error().code, row.error().message, "strategy");
  if (const auto values = read_backtest_values(**row, options.set); !values) {
    return api::bad_member(values.error().code, values.error().message, "parameters");
  }
  for (const auto& [name, into] : {std::pair{"symbol", &options.symbols}, std::pair{"rates", &options.rates}}) {
    if (auto symbols = read_symbols(json, name, *into); !symbols) return std::unexpected(symbols.error());
  }
  if (const auto setup = read_backtest_setup(options); !setup) return at_member(setup.error());
  if (auto search = read_search(json, bounds, all); !search) return std::unexpected(search.error());
  return all;
}

std::string backtest_request_text(const OptimizeOptions& all) {
  const BacktestOptions& options = all.run;
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("strategy").text(options.strategy).key("symbol").text(joined(options.symbols));
  json.key("timeframe").text(options.timeframe.value_or(""));
  if (options.from) json.key("from").text(core::format_iso(*options.from));
  if (options.to) json.key("to").text(core::format_iso(*options.to));
  write_texts(json, "parameters", options.set);
  if (!all.grid.empty()) {
    write_texts(json, "grid", all.grid);
    json.key("objective").text(all.objective);
    json.key("min_trades").unsigned_integer(all.trades_min);
    if (!all.walk_forward.empty()) json.key("walk_forward").text(all.walk_forward);
    if (all.folds != 0) {
      json.key("folds").unsigned_integer(all.folds);
      json.key("purge").unsigned_integer(all.purge);
      json.key("embargo").unsigned_integer(all.embargo);
    }
  }
  for (const auto& [name, value] : {std::pair{"capital", &options.capital}, std::pair{"fees", &options.fees},
                                    std::pair{"slippage", &options.slippage}, std::pair{"spread", &options.spread},
                                    std::pair{"latency", &options.latency}, std::pair{"funding", &options.funding},
                                    std::pair{"fraction", &options.fraction}, std::pair{"risk", &options.risk},
                                    std::pair{"fills", &options.fills}}) {
    json.key(name).text(*value);
  }
  write_account(json, options);
  json.end_object();
  return text;
}

}  // namespace tidemark::app
