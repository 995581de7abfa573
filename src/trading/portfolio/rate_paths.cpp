#include "trading/portfolio/rate_paths.hpp"

#include <algorithm>
#include <limits>

namespace tidemark::trading {

std::optional<ExchangeRate> chained(ExchangeRate first, ExchangeRate second) {
  core::Int128 value = static_cast<core::Int128>(first.value) * second.value;
  int decimals = first.decimals + second.decimals;
  while (decimals > core::kDecimalsMax || (decimals > 0 && value > std::numeric_limits<std::int64_t>::max())) {
    value /= 10;
    --decimals;
  }
  if (value <= 0 || value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return ExchangeRate{.value = static_cast<std::int64_t>(value), .decimals = decimals};
}

void RatePaths::add_source(core::InstrumentId id, const core::Instrument& instrument) {
  if (instrument.market_type == core::MarketType::kFutures || instrument.symbol.contains('_')) return;
  Source source{.id = id,
                .pair = core::split_symbol(instrument.symbol),
                .decimals = instrument.scale.price_decimals,
                .is_perpetual = instrument.market_type == core::MarketType::kCryptoPerpetual,
                .at = {},
                .there = {},
                .back = {}};
  if (source.pair.base.empty() || source.pair.quote.empty()) return;
  const auto known = std::ranges::find(sources_, source.pair, &Source::pair);
  if (known != sources_.end()) {
    if (known->is_perpetual && !source.is_perpetual) *known = std::move(source);
    return;
  }
  sources_.push_back(std::move(source));
  for (Path& path : paths_) {
    if (path.steps.size() != 1) path.steps = shortest(path.code);
  }
}

/// Breadth first, so that the first way found is a shortest one.
std::vector<RatePaths::Step> RatePaths::shortest(std::string_view currency) const {
  struct Reached {
    std::string_view asset;
    std::vector<Step> steps;
  };
  std::vector<Reached> reached{{currency, {}}};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i].asset == base_) return reached[i].steps;
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      const core::AssetPair& pair = sources_[s].pair;
      const bool forward = pair.base == reached[i].asset;
      if (!forward && pair.quote != reached[i].asset) continue;
      const std::string_view next = forward ? pair.quote : pair.base;
      if (std::ranges::any_of(reached, [&](const Reached& one) { return one.asset == next; })) continue;
      std::vector<Step> steps = reached[i].steps;
      steps.push_back({s, forward});
      reached.push_back({next, std::move(steps)});
    }
  }
  return {};
}

void RatePaths::want(std::string_view currency, Portfolio& portfolio) {
  const CurrencyId id = portfolio.add_currency(currency);
  if (currency == base_ || path_of(id) != nullptr) return;
  paths_.push_back({.currency = id,
                    .base = portfolio.add_currency(base_),
                    .code = std::string{currency},
                    .steps = shortest(currency),
                    .at = {}});
}

core::Status RatePaths::check() const {
  for (const Path& path : paths_) {
    if (!path.steps.empty()) continue;
    return core::fail(core::ErrorKind::kInvalidArgument, "no_rate",
                      "no instrument that is given says what " + path.code + " is worth in " + base_ +
                          ": add one that does, to trade or as a rate");
  }
  return {};
}

const RatePaths::Path* RatePaths::path_of(CurrencyId currency) const {
  const auto found = std::ranges::find(paths_, currency, &Path::currency);
  return found == paths_.end() ? nullptr : &*found;
}

bool RatePaths::rests_on(const Path& path, core::InstrumentId id) const {
  return std::ranges::any_of(path.steps, [&](const Step& step) { return sources_[step.source].id == id; });
}

bool RatePaths::rests_on(core::InstrumentId id) const {
  return std::ranges::any_of(paths_, [&](const Path& path) { return rests_on(path, id); });
}

bool RatePaths::waits_for(core::InstrumentId id) const {
  return rests_on(id) && !std::ranges::find(sources_, id, &Source::id)->there;
}

/// Whether it says something new.
bool RatePaths::take(core::InstrumentId id, core::Price price, core::Timestamp at) {
  const auto source = std::ranges::find(sources_, id, &Source::id);
  if (source == sources_.end() || at < source->at) return false;
  const ExchangeRate there{.value = price.ticks, .decimals = source->decimals};
  const auto back = inverse(there);
  if (!back) return false;
  source->at = at;
  source->there = there;
  source->back = back;
  return true;
}

bool RatePaths::on_price(core::InstrumentId id, core::Price price, core::Timestamp at, Portfolio& portfolio) {
  return take(id, price, at) && publish_all(id, portfolio, false);
}

bool RatePaths::on_past_price(core::InstrumentId id, core::Price price, core::Timestamp at, Portfolio& portfolio) {
  return take(id, price, at) && publish_all(id, portfolio, true);
}

bool RatePaths::publish_all(core::InstrumentId id, Portfolio& portfolio, bool newer_only) {
  bool published = false;
  for (Path& path : paths_) {
    if (rests_on(path, id)) published |= publish(path, portfolio, newer_only);
  }
  return published;
}

bool RatePaths::publish(Path& path, Portfolio& portfolio, bool newer_only) const {
  std::optional<ExchangeRate> there{ExchangeRate{}};
  std::optional<ExchangeRate> back{ExchangeRate{}};
  core::Timestamp oldest = sources_[path.steps.front().source].at;
  for (const Step& step : path.steps) {
    const Source& source = sources_[step.source];
    const auto& one = step.forward ? source.there : source.back;
    const auto& other = step.forward ? source.back : source.there;
    if (!one || !other || !there || !back) return false;
    there = chained(*there, *one);
    back = chained(*other, *back);
    oldest = std::min(oldest, source.at);
  }
  if (!there || !back || (newer_only && path.at && oldest <= *path.at)) return false;
  path.at = oldest;
  portfolio.set_rate(path.currency, path.base, *there);
  portfolio.set_rate(path.base, path.currency, *back);
  return true;
}

void RatePaths::restore(CurrencyId currency, ExchangeRate rate, core::Timestamp at, Portfolio& portfolio) {
  const auto path = std::ranges::find(paths_, currency, &Path::currency);
  if (path == paths_.end()) return;
  path->at = at;
  portfolio.set_rate(currency, path->base, rate);
  if (const auto back = inverse(rate)) portfolio.set_rate(path->base, currency, *back);
}

std::optional<core::Timestamp> RatePaths::rated(CurrencyId currency) const {
  const Path* path = path_of(currency);
  return path == nullptr ? std::nullopt : path->at;
}

}  // namespace tidemark::trading
