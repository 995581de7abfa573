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

void RatePaths::add_source(core::InstrumentId id, const core::AssetPair& pair, core::Scale scale) {
  const bool known = std::ranges::any_of(sources_, [&](const Source& one) { return one.pair == pair; });
  if (known || pair.base.empty() || pair.quote.empty()) return;
  sources_.push_back({.id = id, .pair = pair, .decimals = scale.price_decimals, .there = {}, .back = {}});
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

core::Status RatePaths::want(std::string_view currency, Portfolio& portfolio) {
  if (currency == base_ || is_wanted(portfolio.add_currency(currency))) return {};
  auto steps = shortest(currency);
  if (steps.empty()) {
    return core::fail(core::ErrorKind::kInvalidArgument, "no_rate",
                      "no instrument that is given says what " + std::string{currency} + " is worth in " + base_ +
                          ": add one that does, to trade or as a rate");
  }
  paths_.push_back({portfolio.add_currency(currency), portfolio.add_currency(base_), std::move(steps)});
  return {};
}

bool RatePaths::is_wanted(CurrencyId currency) const {
  return std::ranges::find(paths_, currency, &Path::currency) != paths_.end();
}

bool RatePaths::rests_on(core::InstrumentId id) const {
  return std::ranges::any_of(paths_, [&](const Path& path) {
    return std::ranges::any_of(path.steps, [&](const Step& step) { return sources_[step.source].id == id; });
  });
}

void RatePaths::on_price(core::InstrumentId id, core::Price price, Portfolio& portfolio) {
  const auto source = std::ranges::find(sources_, id, &Source::id);
  if (source == sources_.end()) return;
  const ExchangeRate there{.value = price.ticks, .decimals = source->decimals};
  const auto back = inverse(there);
  if (!back) return;
  source->there = there;
  source->back = back;
  const auto number = static_cast<std::size_t>(source - sources_.begin());
  for (const Path& path : paths_) {
    if (std::ranges::find(path.steps, number, &Step::source) != path.steps.end()) publish(path, portfolio);
  }
}

void RatePaths::publish(const Path& path, Portfolio& portfolio) const {
  std::optional<ExchangeRate> there{ExchangeRate{}};
  std::optional<ExchangeRate> back{ExchangeRate{}};
  for (const Step& step : path.steps) {
    const Source& source = sources_[step.source];
    const auto& one = step.forward ? source.there : source.back;
    const auto& other = step.forward ? source.back : source.there;
    if (!one || !other || !there || !back) return;
    there = chained(*there, *one);
    back = chained(*other, *back);
  }
  if (!there || !back) return;
  portfolio.set_rate(path.currency, path.base, *there);
  portfolio.set_rate(path.base, path.currency, *back);
}

}  // namespace tidemark::trading
