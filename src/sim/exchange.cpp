#include "sim/exchange.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

namespace tidemark::sim {
namespace {

constexpr std::size_t kDefaultSymbols = 8;
constexpr core::Duration kSlice = core::seconds(1);
constexpr core::Duration kStartGrid = core::milliseconds(100);

/// FNV-1a: a symbol's random stream hangs on its name alone.
std::uint64_t label_of(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::unexpected<core::Error> unknown_symbol(std::string_view symbol) {
  std::string message{"the simulated exchange does not list '"};
  message.append(symbol).append("'; it has");
  for (const SymbolSpec& spec : known_symbols()) message.append(" ").append(spec.symbol);
  for (const SymbolSpec& spec : known_crosses()) message.append(" ").append(spec.symbol);
  message.append(" and, for load, SIM0001USDT to SIM9999USDT");
  return core::fail(core::ErrorKind::kInvalidArgument, "unknown_symbol", std::move(message));
}

std::unexpected<core::Error> invalid(std::string message) {
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_simulation", std::move(message));
}

}  // namespace

std::vector<Listing> default_listings() {
  return listings_of(kDefaultSymbols);
}

std::vector<Listing> listings_of(std::size_t count) {
  const auto known = known_symbols();
  std::vector<Listing> listings;
  for (std::uint32_t i = 0; i < std::min<std::size_t>(count, kSymbolsMax); ++i) {
    const auto made_up = static_cast<std::uint32_t>(i - known.size() + 1);
    listings.push_back({i < known.size() ? known[i] : made_up_symbol(made_up), {i}});
  }
  return listings;
}

core::Result<std::vector<Listing>> listings_for(std::span<const std::string> symbols) {
  std::vector<Listing> listings;
  for (const std::string& symbol : symbols) {
    const auto spec = find_symbol(symbol);
    if (!spec) return unknown_symbol(symbol);
    listings.push_back({*spec, {static_cast<std::uint32_t>(listings.size())}});
  }
  return listings;
}

core::Status check(const ExchangeConfig& config) {
  for (std::size_t i = 0; i < config.listings.size(); ++i) {
    const Listing& listing = config.listings[i];
    if (auto complaint = complaint_about(listing.spec)) return invalid(std::move(*complaint));
    for (std::size_t j = 0; j < i; ++j) {
      if (config.listings[j].id == listing.id || config.listings[j].spec.symbol == listing.spec.symbol) {
        return invalid("simulated symbol " + listing.spec.symbol + " is listed twice, by name or by id");
      }
    }
  }
  if (config.history < core::Duration{} || config.history > core::days(366)) {
    return invalid("the simulated history must be between 0 and 366 days");
  }
  if (config.latency.base < core::Duration{} || config.latency.jitter_mean < core::Duration{} ||
      config.latency.base > core::minutes(1) || config.latency.jitter_mean > core::minutes(1)) {
    return invalid("the simulated latency must be between 0 and a minute");
  }
  return {};
}

Exchange::Exchange(const ExchangeConfig& config) {
  assert(check(config).has_value());
  std::int64_t rest = config.start.ns % kStartGrid.ns;
  if (rest < 0) rest += kStartGrid.ns;
  now_ = {config.start.ns - rest};
  const core::Rng root{config.seed};
  markets_.reserve(config.listings.size());
  for (const Listing& listing : config.listings) {
    const core::Rng flow = root.fork(label_of(listing.spec.symbol));
    const auto& cross = listing.spec.cross;
    markets_.emplace_back(listing.spec, SymbolStart{.id = listing.id,
                                                    .start = now_,
                                                    .history = config.history,
                                                    .latency = config.latency,
                                                    .market = root.fork(label_of("the market factor")),
                                                    .own = cross ? root.fork(label_of(cross->over)) : flow,
                                                    .under = root.fork(label_of(cross ? cross->under : "")),
                                                    .flow = config.flow == 0 ? flow : flow.fork(config.flow),
                                                    .prints = config.prints});
  }
}

void Exchange::advance(core::Timestamp until, std::vector<core::Event>& out) {
  // In slices, so that a long step needs no more memory than its output.
  while (now_ < until) {
    now_ = std::min(now_ + kSlice, until);
    for (SymbolMarket& market : markets_) market.advance(now_);
    deliver(now_, out);
  }
}

void Exchange::deliver(core::Timestamp until, std::vector<core::Event>& out) {
  due_.clear();
  taken_.assign(markets_.size(), 0);
  for (std::size_t m = 0; m < markets_.size(); ++m) {
    const auto waiting = markets_[m].waiting();
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      const core::Timestamp received = core::times_of(waiting[i]).received;
      if (received > until) break;
      due_.push_back({received, m, i});
      ++taken_[m];
    }
  }
  std::ranges::sort(due_, [](const Due& a, const Due& b) {
    return std::tie(a.received, a.market, a.position) < std::tie(b.received, b.market, b.position);
  });
  for (const Due& due : due_) out.push_back(std::move(markets_[due.market].waiting()[due.position]));
  for (std::size_t m = 0; m < markets_.size(); ++m) markets_[m].drop(taken_[m]);
}

std::vector<core::Instrument> Exchange::instruments() const {
  std::vector<core::Instrument> all;
  all.reserve(markets_.size());
  for (const SymbolMarket& market : markets_) all.push_back(market.instrument());
  return all;
}

std::size_t Exchange::index_of(core::InstrumentId id) const {
  const auto found =
      std::ranges::find_if(markets_, [id](const SymbolMarket& market) { return market.instrument().id == id; });
  assert(found != markets_.end());
  return static_cast<std::size_t>(found - markets_.begin());
}

std::span<const core::Candle> Exchange::history(core::InstrumentId id, std::size_t candles) const {
  const auto all = market(id).history();
  return all.last(std::min(candles, all.size()));
}

core::BookSnapshot Exchange::snapshot(core::InstrumentId id, std::size_t depth) const {
  return market(id).snapshot(now_, depth);
}

OrderId Exchange::submit(core::InstrumentId id, const OrderRequest& request) {
  assert(request.owner != kCrowd);
  return markets_[index_of(id)].submit(now_, request);
}

CancelOutcome Exchange::cancel(core::InstrumentId id, OrderId order, OwnerId owner) {
  assert(owner != kCrowd);
  return markets_[index_of(id)].cancel(now_, order, owner);
}

void Exchange::take_executions(std::vector<ClientExecution>& out) {
  for (SymbolMarket& market : markets_) {
    auto& executions = market.client_executions();
    out.insert(out.end(), executions.begin(), executions.end());
    executions.clear();
  }
}

void Exchange::take_prints(core::InstrumentId id, std::vector<Print>& out) {
  auto& prints = markets_[index_of(id)].prints();
  out.insert(out.end(), prints.begin(), prints.end());
  prints.clear();
}

}  // namespace tidemark::sim
