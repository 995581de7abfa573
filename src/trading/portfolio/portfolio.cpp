#include "trading/portfolio/portfolio.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/decimal.hpp"

namespace tidemark::trading {

using core::Money;
using core::PositionSide;

std::optional<ExchangeRate> parse_exchange_rate(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::size_t decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
  if (decimals > core::kDecimalsMax) return std::nullopt;
  const auto parsed = core::parse_decimal(text, static_cast<int>(decimals));
  if (parsed.error != core::DecimalError::kNone || parsed.value <= 0) return std::nullopt;
  return ExchangeRate{.value = parsed.value, .decimals = static_cast<int>(decimals)};
}

std::optional<Money> convert(Money amount, ExchangeRate rate) {
  const core::Int128 one = core::kPow10[static_cast<std::size_t>(rate.decimals)];
  const double about = core::to_double(amount) * static_cast<double>(rate.value) / static_cast<double>(one);
  constexpr double kLimit = 1e20;
  if (std::fabs(about) >= kLimit) return std::nullopt;
  return Money{amount.units / one * rate.value + amount.units % one * rate.value / one};
}

std::optional<ExchangeRate> inverse(ExchangeRate rate) {
  if (rate.value <= 0) return std::nullopt;
  for (int decimals = core::kDecimalsMax; decimals >= 0; --decimals) {
    const core::Int128 one = core::Int128{core::kPow10[static_cast<std::size_t>(decimals)]} *
                             core::kPow10[static_cast<std::size_t>(rate.decimals)];
    const core::Int128 value = one / rate.value;
    if (value == 0) return std::nullopt;
    if (value <= std::numeric_limits<std::int64_t>::max()) {
      return ExchangeRate{.value = static_cast<std::int64_t>(value), .decimals = decimals};
    }
  }
  return std::nullopt;
}

std::string_view name_of(PositionMode mode) noexcept {
  return mode == PositionMode::kNetting ? "netting" : "hedging";
}

CurrencyId Portfolio::add_currency(std::string_view code) {
  const auto found = std::ranges::find(accounts_, code, &Account::code);
  if (found != accounts_.end()) return {static_cast<std::uint16_t>(found - accounts_.begin())};
  accounts_.push_back({std::string{code}, {}, {}});
  return {static_cast<std::uint16_t>(accounts_.size() - 1)};
}

core::Status Portfolio::add_instrument(core::InstrumentId id, core::Scale scale, CurrencyId quote) {
  assert(quote.value < accounts_.size());
  if (!core::is_exact_in_money(scale)) {
    return core::fail(core::ErrorKind::kUnsupported, "scale_too_fine",
                      "prices with " + std::to_string(scale.price_decimals) + " decimals and quantities with " +
                          std::to_string(scale.qty_decimals) + " make amounts finer than 18 decimals");
  }
  if (const Holding* known = holding(id)) {
    if (known->scale == scale && known->quote == quote) return {};
    return core::fail(core::ErrorKind::kConflict, "instrument_known", "the instrument is there with other units");
  }
  Holding held{.id = id, .scale = scale, .quote = quote, .mark = {}, .positions = {}};
  Position position;
  position.instrument = id;
  if (mode_ == PositionMode::kNetting) {
    held.positions.push_back(position);
  } else {
    for (const PositionSide side : {PositionSide::kLong, PositionSide::kShort}) {
      position.side = side;
      held.positions.push_back(position);
    }
  }
  holdings_.push_back(std::move(held));
  return {};
}

void Portfolio::deposit(CurrencyId currency, Money amount) {
  accounts_[currency.value].cash += amount;
  accounts_[currency.value].deposits += amount;
}

void Portfolio::restore_account(CurrencyId currency, Money cash, Money deposits) {
  accounts_[currency.value].cash = cash;
  accounts_[currency.value].deposits = deposits;
}

bool Portfolio::restore_position(const Position& position) {
  Holding* held = holding(position.instrument);
  if (held == nullptr) return false;
  const auto found = std::ranges::find(held->positions, position.side, &Position::side);
  if (found == held->positions.end()) return false;
  *found = position;
  return true;
}

std::vector<Position> Portfolio::positions() const {
  std::vector<Position> all;
  for (const Holding& held : holdings_) all.insert(all.end(), held.positions.begin(), held.positions.end());
  return all;
}

const Portfolio::Holding* Portfolio::holding(core::InstrumentId id) const {
  const auto found = std::ranges::find(holdings_, id, &Holding::id);
  return found == holdings_.end() ? nullptr : &*found;
}

Portfolio::Holding* Portfolio::holding(core::InstrumentId id) {
  const auto found = std::ranges::find(holdings_, id, &Holding::id);
  return found == holdings_.end() ? nullptr : &*found;
}

std::optional<FillOutcome> Portfolio::apply(const core::Fill& fill) {
  Holding* held = holding(fill.instrument);
  if (held == nullptr) return std::nullopt;
  const auto position = std::ranges::find(held->positions, fill.position, &Position::side);
  if (position == held->positions.end()) return std::nullopt;
  const auto outcome = count_fill(*position, fill, held->scale);
  if (!outcome) return std::nullopt;
  Money& cash = accounts_[held->quote.value].cash;
  cash += fill.side == core::Side::kBuy ? -outcome->value : outcome->value;
  if (fill.kept.lots == 0) cash -= fill.fee;
  return outcome;
}

void Portfolio::mark(core::InstrumentId id, core::Price price) {
  if (Holding* held = holding(id)) held->mark = price;
}

Money Portfolio::pay_funding(core::InstrumentId id, core::Price mark, core::Rate rate) {
  Holding* held = holding(id);
  Money received;
  if (held == nullptr) return received;
  for (Position& position : held->positions) {
    const auto value = core::notional_of(mark, core::Qty{position.lots}, held->scale);
    if (!value) continue;
    const Money paid = core::share_of(*value, rate);
    position.funding -= paid;
    received -= paid;
  }
  accounts_[held->quote.value].cash += received;
  return received;
}

bool Portfolio::receive_funding(core::InstrumentId id, PositionSide side, Money amount) {
  Holding* held = holding(id);
  if (held == nullptr) return false;
  const auto position = std::ranges::find(held->positions, side, &Position::side);
  if (position == held->positions.end()) return false;
  position->funding += amount;
  accounts_[held->quote.value].cash += amount;
  return true;
}

const Position& Portfolio::position(core::InstrumentId id, PositionSide side) const {
  if (const Holding* held = holding(id)) {
    const auto found = std::ranges::find(held->positions, side, &Position::side);
    if (found != held->positions.end()) return *found;
  }
  return none_;
}

std::int64_t Portfolio::net_lots(core::InstrumentId id) const {
  std::int64_t sum = 0;
  if (const Holding* held = holding(id)) {
    for (const Position& position : held->positions) sum += position.lots;
  }
  return sum;
}

bool Portfolio::is_flat(core::InstrumentId id) const {
  const Holding* held = holding(id);
  return held == nullptr || std::ranges::all_of(held->positions, &Position::is_flat);
}

std::optional<core::Price> Portfolio::mark_of(core::InstrumentId id) const {
  const Holding* held = holding(id);
  return held == nullptr ? std::nullopt : held->mark;
}

core::Scale Portfolio::scale_of(core::InstrumentId id) const {
  assert(knows(id));
  return holding(id)->scale;
}

CurrencyId Portfolio::quote_of(core::InstrumentId id) const {
  assert(knows(id));
  return holding(id)->quote;
}

Money Portfolio::value_of(const Holding& held, const Position& position) const {
  if (position.lots == 0) return {};
  if (!held.mark) return position.cost;
  return core::notional_of(*held.mark, core::Qty{position.lots}, held.scale).value_or(position.cost);
}

Money Portfolio::value_of(core::InstrumentId id) const {
  Money sum;
  if (const Holding* held = holding(id)) {
    for (const Position& position : held->positions) sum += value_of(*held, position);
  }
  return sum;
}

Money Portfolio::value_of(const Position& position) const {
  const Holding* held = holding(position.instrument);
  return held == nullptr ? position.cost : value_of(*held, position);
}

Money Portfolio::unrealized(const Position& position) const {
  return value_of(position) - position.cost;
}

Money Portfolio::equity(CurrencyId currency) const {
  Money sum = cash(currency);
  for (const Holding& held : holdings_) {
    if (held.quote != currency) continue;
    for (const Position& position : held.positions) sum += value_of(held, position);
  }
  return sum;
}

Money Portfolio::exposure_of(core::InstrumentId id) const {
  Money sum;
  if (const Holding* held = holding(id)) {
    for (const Position& position : held->positions) sum += core::abs(value_of(*held, position));
  }
  return sum;
}

Money Portfolio::exposure(CurrencyId currency) const {
  Money sum;
  for (const Holding& held : holdings_) {
    if (held.quote == currency) sum += exposure_of(held.id);
  }
  return sum;
}

void Portfolio::set_rate(CurrencyId currency, CurrencyId base, ExchangeRate rate) {
  for (Quoted& known : rates_) {
    if (known.from == currency && known.to == base) {
      known.rate = rate;
      return;
    }
  }
  rates_.push_back({currency, base, rate});
}

std::optional<ExchangeRate> Portfolio::rate(CurrencyId from, CurrencyId to) const {
  const auto quoted =
      std::ranges::find_if(rates_, [&](const Quoted& known) { return known.from == from && known.to == to; });
  return quoted == rates_.end() ? std::nullopt : std::optional{quoted->rate};
}

std::optional<Money> Portfolio::converted(Money amount, CurrencyId from, CurrencyId to) const {
  if (from == to || amount == Money{}) return amount;
  const auto quoted = rate(from, to);
  return quoted ? convert(amount, *quoted) : std::nullopt;
}

}  // namespace tidemark::trading
