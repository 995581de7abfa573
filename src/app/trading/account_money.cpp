#include <algorithm>
#include <array>
#include <utility>

#include "app/trading/paper_account.hpp"
#include "core/decimal.hpp"

/// What an account has and owes in each of its currencies, and what that comes to in its own.
namespace tidemark::app {

using core::Money;
using core::Status;
using core::Timestamp;
using trading::CurrencyId;

namespace {

constexpr core::Duration kSnapshotEvery = core::minutes(1);
/// The figures of an account that can be added up.
constexpr std::array kFigures{&api::HeldAccount::cash,     &api::HeldAccount::deposits, &api::HeldAccount::equity,
                              &api::HeldAccount::exposure, &api::HeldAccount::realized, &api::HeldAccount::fees,
                              &api::HeldAccount::funding};

Money amount_of(const std::string& text) {
  return core::parse_money(text).value_or(Money{});
}

std::vector<CurrencyId> currencies_of(const trading::Portfolio& books) {
  std::vector<CurrencyId> all(books.currency_count());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = {static_cast<std::uint16_t>(i)};
  return all;
}

/// What a position has done to the cash of its currency. kCorrupt "bad_record".
core::Result<Money> cash_of(const storage::PositionRecord& position) {
  Money sum;
  for (const auto& [text, sign] :
       {std::pair{&position.cost, -1}, {&position.realized, 1}, {&position.fees, -1}, {&position.funding, 1}}) {
    const auto amount = money_of(*text);
    if (!amount) return std::unexpected(amount.error());
    sum += sign > 0 ? *amount : -*amount;
  }
  return sum;
}

}  // namespace

std::optional<CurrencyId> PaperAccount::currency_of(std::string_view code) const {
  for (const CurrencyId one : currencies_of(books_)) {
    if (books_.code_of(one) == code) return one;
  }
  return std::nullopt;
}

const std::string& PaperAccount::currency_of(core::InstrumentId id) const {
  return books_.code_of(books_.quote_of(id));
}

Status PaperAccount::check_tradable(const core::Instrument& instrument) const {
  const auto refuse = [&](const std::string& why) {
    return core::fail(core::ErrorKind::kUnsupported, "not_tradable", instrument.key() + " is " + why, "symbol");
  };
  if (setup_.venue && instrument.venue != setup_.venue->venue) {
    return refuse("not of the account's venue, " + setup_.venue->venue);
  }
  const std::string quote = core::split_symbol(instrument.symbol).quote;
  if (currency_of(quote)) return {};
  if (setup_.venue) return refuse("not quoted in the account's currency, " + setup_.currency);
  return refuse("quoted in " + quote + ", which the account (in " + setup_.currency +
                ") may not hold or owe: trading.currencies does not name it");
}

/// Prices of the past do not take the place of a rate that is known to be newer.
void PaperAccount::note_rate(core::InstrumentId id, core::Price price, Timestamp at) {
  if (!rates_.rests_on(id)) return;
  changes_.money |= is_past(at) ? rates_.on_past_price(id, price, at, books_) : rates_.on_price(id, price, at, books_);
}

Status PaperAccount::restore_money(const std::vector<storage::AccountRecord>& accounts,
                                   const std::vector<storage::PositionRecord>& positions) {
  for (const storage::AccountRecord& one : accounts) {
    const bool holds = std::ranges::any_of(positions, [&](const storage::PositionRecord& position) {
      return position.currency == one.currency && position.qty != "0";
    });
    if (currency_of(one.currency) || (one.cash == "0" && !holds)) continue;
    return core::fail(core::ErrorKind::kConflict, "other_currency",
                      "the stored account has " + one.cash + " " + one.currency +
                          (holds ? " and positions that are quoted in it" : "") + ": name " + one.currency + " here",
                      "trading.currencies");
  }
  for (const storage::AccountRecord& one : accounts) {
    const auto currency = currency_of(one.currency);
    if (!currency) continue;
    const auto cash = money_of(one.cash);
    if (!cash) return std::unexpected(cash.error());
    const auto deposits = money_of(one.deposits);
    if (!deposits) return std::unexpected(deposits.error());
    books_.restore_account(*currency, *cash, *deposits);
    if (!one.rate || *currency == currency_) continue;
    const auto rate = rate_of(*one.rate);
    if (!rate) return std::unexpected(rate.error());
    rates_.restore(*currency, *rate, one.rated.value_or(Timestamp{}), books_);
  }
  return {};
}

/// Of each currency: cash = deposits - what open positions cost + what all positions have earned.
Status PaperAccount::check_books(const std::vector<storage::PositionRecord>& positions) const {
  for (const CurrencyId currency : currencies_of(books_)) {
    const std::string& code = books_.code_of(currency);
    Money expected = books_.deposits(currency);
    for (const storage::PositionRecord& one : positions) {
      if (one.currency != code) continue;
      const auto moved = cash_of(one);
      if (!moved) return std::unexpected(moved.error());
      expected += *moved;
    }
    const Money cash = books_.cash(currency);
    if (cash == expected) continue;
    return core::fail(core::ErrorKind::kConflict, "books_differ",
                      "the stored account does not add up: " + core::format_money(cash) + " " + code + " in cash, " +
                          core::format_money(expected) + " by its positions");
  }
  return {};
}

std::vector<storage::AccountRecord> PaperAccount::account_records() const {
  std::vector<storage::AccountRecord> records;
  for (const CurrencyId currency : currencies_of(books_)) {
    storage::AccountRecord record{.currency = books_.code_of(currency),
                                  .positions = std::string{trading::name_of(setup_.positions)},
                                  .cash = core::format_money(books_.cash(currency)),
                                  .deposits = core::format_money(books_.deposits(currency))};
    const auto rate = books_.rate(currency, currency_);
    if (const auto rated = rates_.rated(currency); rate && rated) {
      record.rate = core::format_decimal(rate->value, rate->decimals);
      record.rated = rated;
    }
    records.push_back(std::move(record));
  }
  return records;
}

std::optional<Money> PaperAccount::equity() const {
  return books_.sum_in(currency_, [this](CurrencyId currency) {
    Money sum = books_.equity(currency);
    for (const storage::PositionRecord& one : absent_) {
      if (one.currency == books_.code_of(currency)) sum += amount_of(one.cost);
    }
    return sum;
  });
}

void PaperAccount::take_snapshot(Timestamp at) {
  if (snapshot_at_ && at - *snapshot_at_ < kSnapshotEvery) return;
  const auto worth = equity();
  const auto cash = books_.sum_in(currency_, [this](CurrencyId currency) { return books_.cash(currency); });
  const auto exposure = books_.exposure_in(currency_);
  if (!worth || !cash || !exposure) return;
  snapshot_at_ = at;
  changes_.snapshot = storage::PortfolioSnapshotRecord{.at = at,
                                                       .currency = setup_.currency,
                                                       .equity = core::format_money(*worth),
                                                       .cash = core::format_money(*cash),
                                                       .exposure = core::format_money(*exposure)};
}

api::HeldAccount PaperAccount::held(CurrencyId currency, const trading::Portfolio& marked) const {
  api::HeldAccount account;
  account.currency = books_.code_of(currency);
  account.cash = marked.cash(currency);
  account.deposits = marked.deposits(currency);
  account.equity = marked.equity(currency);
  account.exposure = marked.exposure(currency);
  for (const trading::Position& position : marked.positions()) {
    if (marked.quote_of(position.instrument) != currency) continue;
    account.realized += position.realized;
    account.fees += position.fees;
    account.funding += position.funding;
  }
  for (const storage::PositionRecord& one : absent_) {
    if (one.currency != account.currency) continue;
    account.realized += amount_of(one.realized);
    account.fees += amount_of(one.fees);
    account.funding += amount_of(one.funding);
    account.equity += amount_of(one.cost);
    account.exposure += core::abs(amount_of(one.cost));
  }
  account.worth = marked.converted(account.equity, currency, currency_);
  account.rate = currency == currency_ ? trading::ExchangeRate{} : marked.rate(currency, currency_);
  account.rated = rates_.rated(currency);
  return account;
}

std::optional<api::HeldAccount> PaperAccount::whole(const std::vector<api::HeldAccount>& accounts) const {
  api::HeldAccount sum;
  sum.currency = setup_.currency;
  for (const api::HeldAccount& account : accounts) {
    const CurrencyId currency = currency_of(std::string_view{account.currency}).value_or(currency_);
    for (const auto figure : kFigures) {
      const auto amount = books_.converted(account.*figure, currency, currency_);
      if (!amount) return std::nullopt;
      sum.*figure += *amount;
    }
  }
  sum.rate = trading::ExchangeRate{};
  sum.worth = sum.equity;
  return sum;
}

api::Portfolio PaperAccount::portfolio() const {
  api::Portfolio out;
  out.at = now_;
  out.mode = mode();
  out.position_mode = trading::name_of(setup_.positions);
  if (setup_.venue) {
    out.venue = setup_.venue->venue;
    out.link = venue_->link();
  }
  if (setup_.strategy != nullptr) out.strategy = setup_.strategy->id;
  out.currency = setup_.currency;
  trading::Portfolio marked = books_;
  for (const auto& [id, market] : markets_) {
    if (market.last) marked.mark({id}, *market.last);
  }
  for (const CurrencyId currency : currencies_of(books_)) out.accounts.push_back(held(currency, marked));
  out.total = whole(out.accounts);
  for (const trading::Position& position : marked.positions()) {
    if (position.is_flat()) continue;
    out.positions.push_back({.instrument = markets_.at(position.instrument.value).instrument,
                             .currency = currency_of(position.instrument),
                             .position = position,
                             .mark = marked.mark_of(position.instrument),
                             .value = marked.value_of(position),
                             .unrealized = marked.unrealized(position)});
  }
  std::ranges::sort(out.positions, {},
                    [](const api::HeldPosition& one) { return std::pair{one.instrument.id, one.position.side}; });
  for (const storage::PositionRecord& one : absent_) {
    if (amount_of(one.cost).units != 0) out.absent.push_back(one);
  }
  out.risk = gate_.state();
  out.limits = gate_.limits();
  out.kill_reason = kill_reason_;
  out.kill_changed = kill_changed_;
  out.open_orders = desk_.orders().open().size();
  if (keeper_) {
    for (const core::ClientOrderId id : keeper_->kept_here()) out.kept_here.push_back(id.value);
  }
  out.faults = desk_.faults();
  return out;
}

}  // namespace tidemark::app
