#include "app/serve/backtest_request.hpp"

#include <algorithm>
#include <array>
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
constexpr const char* kOfSearch = "This is of a search, which needs a grid.";

constexpr std::array<std::string_view, 19> kMembers{"strategy",   "symbol",   "timeframe", "from",         "to",
                                                    "parameters", "grid",     "objective", "walk_forward", "min_trades",
                                                    "capital",    "fees",     "slippage",  "spread",       "latency",
                                                    "funding",    "fraction", "risk",      "fills"};

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
  for (const auto& [name, into] : {std::pair{"capital", &options.capital}, std::pair{"fees", &options.fees},
                                   std::pair{"slippage", &options.slippage}, std::pair{"spread", &options.spread},
                                   std::pair{"latency", &options.latency}, std::pair{"funding", &options.funding},
                                   std::pair{"fraction", &options.fraction}, std::pair{"risk", &options.risk},
                                   std::pair{"strategy", &options.strategy}, std::pair{"symbol", &options.symbol},
                                   std::pair{"fills", &options.fills}}) {
    const auto text = api::posted_text(json, name, kTextMax);
    if (!text) return std::unexpected(text.error());
    if (*text) *into = **text;
  }
  return {};
}

/// An option's error, at the member of its name.
std::unexpected<core::Error> at_member(const core::Error& error) {
  std::string place = error.place.starts_with("--") ? error.place.substr(2) : "";
  std::ranges::replace(place, '-', '_');
  return api::bad_member(error.code, error.message, place);
}

Status read_trades_min(const net::JsonValue& json, OptimizeOptions& options) {
  const net::JsonValue* least = json.find("min_trades");
  if (least == nullptr || least->is_null()) return {};
  if (options.grid.empty()) return api::bad_member("needs_grid", kOfSearch, "min_trades");
  if (least->integer() == nullptr || *least->integer() < 0) {
    return api::bad_member("bad_value", "This must be a whole number, 0 or more.", "min_trades");
  }
  options.trades_min = static_cast<std::uint64_t>(*least->integer());
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
  if (auto read = read_trades_min(json, options); !read) return read;
  if (options.grid.empty()) return {};
  options.candles_most = bounds.candles_most;
  options.combinations_most = bounds.combinations_most;
  // Live work has the rest.
  options.threads = std::max(1U, std::thread::hardware_concurrency() / 2);
  if (const auto good = check_optimization(options); !good) return at_member(good.error());
  return {};
}

void write_texts(net::JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& one : texts) json.text(one);
  json.end_array();
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
  auto set = read_assignments(json, "parameters");
  if (!set) return std::unexpected(set.error());
  options.set = std::move(*set);
  const auto row = backtest::find_strategy(options.strategy);
  if (!row) return api::bad_member(row.error().code, row.error().message, "strategy");
  if (const auto values = read_backtest_values(**row, options.set); !values) {
    return api::bad_member(values.error().code, values.error().message, "parameters");
  }
  if (const auto symbol = core::parse_symbol(options.symbol); !symbol) {
    return api::bad_member(symbol.error().code, symbol.error().message, "symbol");
  }
  if (const auto setup = read_backtest_setup(options); !setup) return at_member(setup.error());
  if (auto search = read_search(json, bounds, all); !search) return std::unexpected(search.error());
  return all;
}

std::string backtest_request_text(const OptimizeOptions& all) {
  const BacktestOptions& options = all.run;
  std::string text;
  net::JsonWriter json{text};
  json.begin_object().key("strategy").text(options.strategy).key("symbol").text(options.symbol);
  json.key("timeframe").text(options.timeframe.value_or(""));
  if (options.from) json.key("from").text(core::format_iso(*options.from));
  if (options.to) json.key("to").text(core::format_iso(*options.to));
  write_texts(json, "parameters", options.set);
  if (!all.grid.empty()) {
    write_texts(json, "grid", all.grid);
    json.key("objective").text(all.objective);
    json.key("min_trades").unsigned_integer(all.trades_min);
    if (!all.walk_forward.empty()) json.key("walk_forward").text(all.walk_forward);
  }
  for (const auto& [name, value] : {std::pair{"capital", &options.capital}, std::pair{"fees", &options.fees},
                                    std::pair{"slippage", &options.slippage}, std::pair{"spread", &options.spread},
                                    std::pair{"latency", &options.latency}, std::pair{"funding", &options.funding},
                                    std::pair{"fraction", &options.fraction}, std::pair{"risk", &options.risk},
                                    std::pair{"fills", &options.fills}}) {
    json.key(name).text(*value);
  }
  json.end_object();
  return text;
}

}  // namespace tidemark::app
