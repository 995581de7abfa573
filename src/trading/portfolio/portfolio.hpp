#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.hpp"
#include "core/order.hpp"
#include "core/result.hpp"
#include "trading/portfolio/position.hpp"

namespace tidemark::trading {

/// Index into a portfolio's currencies.
struct CurrencyId {
  std::uint16_t value{0};

  friend constexpr auto operator<=>(CurrencyId, CurrencyId) = default;
};

enum class PositionMode : std::uint8_t {
  kNetting,  ///< one position per instrument
  kHedging,  ///< a long and a short one, which do not touch each other
};
/// "netting", "hedging".
[[nodiscard]] std::string_view name_of(PositionMode mode) noexcept;

/// Units of one currency per unit of another: value * 10^-decimals.
struct ExchangeRate {
  std::int64_t value{1};
  int decimals{0};

  friend bool operator==(const ExchangeRate&, const ExchangeRate&) = default;
};
/// "0.0427" and the like: above zero, of at most 18 decimals and 64 bits; else nothing.
[[nodiscard]] std::optional<ExchangeRate> parse_exchange_rate(std::string_view text);
/// Cut off below 10^-18. Nothing when it does not fit.
[[nodiscard]] std::optional<core::Money> convert(core::Money amount, ExchangeRate rate);
/// The other way round: as many digits as there is room for, 18 at most, the rest cut off. Nothing when the rate is not
/// above zero or nothing would be left.
[[nodiscard]] std::optional<ExchangeRate> inverse(ExchangeRate rate);

/// The money and positions of one account, exact to the last unit. At any time, per currency:
///   cash                           = deposits - purchases + sales - fees + funding
///   equity                         = cash + positions at their marks
///                                  = deposits + realized + unrealized - fees + funding
///   lots of a position             = sum of its fills, less what the venue kept of them
/// A spot account and one on margin differ only in what the risk gate lets through: the arithmetic is the same. Not
/// thread-safe.
class Portfolio {
 public:
  explicit Portfolio(PositionMode mode) : mode_{mode} {}

  /// The known one when there is one of that code.
  CurrencyId add_currency(std::string_view code);
  /// kUnsupported when prices and quantities are too fine for exact money; kConflict when it is there otherwise.
  [[nodiscard]] core::Status add_instrument(core::InstrumentId id, core::Scale scale, CurrencyId quote);
  [[nodiscard]] bool knows(core::InstrumentId id) const { return holding(id) != nullptr; }

  void deposit(CurrencyId currency, core::Money amount);
  /// As an earlier run left them, before anything is applied. False: the position's instrument or side is not there.
  void restore_account(CurrencyId currency, core::Money cash, core::Money deposits);
  [[nodiscard]] bool restore_position(const Position& position);
  /// Moves cash and position. Nothing, and no change: an unknown instrument, a position side that the mode does not
  /// have, an amount that does not fit, a hedging position that would turn over.
  [[nodiscard]] std::optional<FillOutcome> apply(const core::Fill& fill);
  /// What the instrument's positions are valued at from now on.
  void mark(core::InstrumentId id, core::Price price);
  /// A payment of `rate` of the positions' value from longs to shorts, below zero the other way. What was received.
  core::Money pay_funding(core::InstrumentId id, core::Price mark, core::Rate rate);
  /// What a venue has booked itself. False, and no change: the instrument or the side is not there.
  [[nodiscard]] bool receive_funding(core::InstrumentId id, core::PositionSide side, core::Money amount);

  [[nodiscard]] PositionMode mode() const { return mode_; }
  /// Whether instruments have a position of this side.
  [[nodiscard]] bool has(core::PositionSide side) const {
    return (side == core::PositionSide::kNet) == (mode_ == PositionMode::kNetting);
  }
  /// Nothing held of it: a flat one.
  [[nodiscard]] const Position& position(core::InstrumentId id, core::PositionSide side) const;
  /// Signed, over all sides.
  [[nodiscard]] std::int64_t net_lots(core::InstrumentId id) const;
  /// Nothing is held of it on any side.
  [[nodiscard]] bool is_flat(core::InstrumentId id) const;
  [[nodiscard]] std::optional<core::Price> mark_of(core::InstrumentId id) const;
  [[nodiscard]] core::Scale scale_of(core::InstrumentId id) const;
  [[nodiscard]] CurrencyId quote_of(core::InstrumentId id) const;

  [[nodiscard]] core::Money cash(CurrencyId currency) const { return accounts_[currency.value].cash; }
  [[nodiscard]] core::Money deposits(CurrencyId currency) const { return accounts_[currency.value].deposits; }
  /// Signed value of the instrument's positions at the mark; a position without a mark counts at its cost.
  [[nodiscard]] core::Money value_of(core::InstrumentId id) const;
  [[nodiscard]] core::Money value_of(const Position& position) const;
  [[nodiscard]] core::Money unrealized(const Position& position) const;
  /// Cash and positions at their marks.
  [[nodiscard]] core::Money equity(CurrencyId currency) const;
  /// Sum of the magnitudes of all positions' values, per instrument and in total.
  [[nodiscard]] core::Money exposure_of(core::InstrumentId id) const;
  [[nodiscard]] core::Money exposure(CurrencyId currency) const;

  /// Units of `base` per unit of `currency`, for equity_in().
  void set_rate(CurrencyId currency, CurrencyId base, ExchangeRate rate);
  [[nodiscard]] std::optional<ExchangeRate> rate(CurrencyId from, CurrencyId to) const;
  /// An amount in another currency; nothing when the rate is missing or it does not fit.
  [[nodiscard]] std::optional<core::Money> converted(core::Money amount, CurrencyId from, CurrencyId to) const;
  /// What `amount_of` says of each currency, added up in one; nothing when a rate that is needed is missing.
  template <class AmountOf>
  [[nodiscard]] std::optional<core::Money> sum_in(CurrencyId base, AmountOf amount_of) const;
  [[nodiscard]] std::optional<core::Money> equity_in(CurrencyId base) const {
    return sum_in(base, [this](CurrencyId currency) { return equity(currency); });
  }
  [[nodiscard]] std::optional<core::Money> exposure_in(CurrencyId base) const {
    return sum_in(base, [this](CurrencyId currency) { return exposure(currency); });
  }

  [[nodiscard]] const std::string& code_of(CurrencyId currency) const { return accounts_[currency.value].code; }
  /// Every position there is, flat ones too.
  [[nodiscard]] std::vector<Position> positions() const;
  [[nodiscard]] std::size_t currency_count() const { return accounts_.size(); }

 private:
  struct Account {
    std::string code;
    core::Money cash;
    core::Money deposits;
  };
  struct Holding {
    core::InstrumentId id;
    core::Scale scale;
    CurrencyId quote;
    std::optional<core::Price> mark;
    std::vector<Position> positions;  ///< one, or long and short
  };
  struct Quoted {
    CurrencyId from;
    CurrencyId to;
    ExchangeRate rate;
  };

  [[nodiscard]] const Holding* holding(core::InstrumentId id) const;
  [[nodiscard]] Holding* holding(core::InstrumentId id);
  [[nodiscard]] core::Money value_of(const Holding& held, const Position& position) const;

  PositionMode mode_;
  std::vector<Account> accounts_;
  std::vector<Holding> holdings_;
  std::vector<Quoted> rates_;
  Position none_;
};

template <class AmountOf>
std::optional<core::Money> Portfolio::sum_in(CurrencyId base, AmountOf amount_of) const {
  core::Money sum;
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const CurrencyId currency{static_cast<std::uint16_t>(i)};
    const auto one = converted(amount_of(currency), currency, base);
    if (!one) return std::nullopt;
    sum += *one;
  }
  return sum;
}

}  // namespace tidemark::trading
