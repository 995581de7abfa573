#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "trading/portfolio/portfolio.hpp"

namespace tidemark::trading {

/// Keeps the rates of an account's currencies in its own up to date with the prices of instruments: of one that trades
/// the two against each other, or of several in a row (ETHBTC's profit in EUR by BTCUSDT and EURUSDT), as few as will
/// do. Not thread-safe.
class RatePaths {
 public:
  /// `base`: the account's currency.
  explicit RatePaths(std::string_view base) : base_{base} {}

  /// An instrument whose prices will be told under this id. Of several for the same two assets one counts: what is
  /// bought there and then before a perpetual, else the first. A dated contract has a price of its own: it is none.
  void add_source(core::InstrumentId id, const core::Instrument& instrument);
  /// From now on the rates between this currency and the base are kept in the portfolio, once sources lead from one to
  /// the other. Nothing happens for the base itself, nor the second time.
  void want(std::string_view currency, Portfolio& portfolio);
  /// kInvalidArgument, no_rate: no row of sources leads from a wanted currency to the base.
  [[nodiscard]] core::Status check() const;

  /// Whether a wanted rate rests on the prices of the instrument.
  [[nodiscard]] bool rests_on(core::InstrumentId id) const;
  /// Whether one does that waits for the first of them.
  [[nodiscard]] bool waits_for(core::InstrumentId id) const;
  /// A rate is there once each instrument on its way has had a price above zero, and is as old as the oldest of them.
  /// True when a rate was set. A price from before the instrument's last one changes nothing.
  bool on_price(core::InstrumentId id, core::Price price, core::Timestamp at, Portfolio& portfolio);
  /// The same of a price that was fetched: a rate that is known from a later time, or from this one, stays.
  bool on_past_price(core::InstrumentId id, core::Price price, core::Timestamp at, Portfolio& portfolio);

  /// As an earlier run left it, of a wanted currency.
  void restore(CurrencyId currency, ExchangeRate rate, core::Timestamp at, Portfolio& portfolio);
  /// When the currency's rate was what it is; nothing while it has none.
  [[nodiscard]] std::optional<core::Timestamp> rated(CurrencyId currency) const;

 private:
  struct Source {
    core::InstrumentId id;
    core::AssetPair pair;
    int decimals{0};
    bool is_perpetual{false};
    core::Timestamp at;
    std::optional<ExchangeRate> there;  ///< from the traded asset to the one it is paid in
    std::optional<ExchangeRate> back;
  };
  struct Step {
    std::size_t source{0};
    bool forward{true};  ///< from the traded asset to the one it is paid in
  };
  struct Path {
    CurrencyId currency;
    CurrencyId base;
    std::string code;         ///< of the currency
    std::vector<Step> steps;  ///< none: nothing leads there yet
    std::optional<core::Timestamp> at;
  };

  [[nodiscard]] const Path* path_of(CurrencyId currency) const;
  [[nodiscard]] std::vector<Step> shortest(std::string_view currency) const;
  [[nodiscard]] bool rests_on(const Path& path, core::InstrumentId id) const;
  bool take(core::InstrumentId id, core::Price price, core::Timestamp at);
  bool publish(Path& path, Portfolio& portfolio, bool newer_only) const;
  bool publish_all(core::InstrumentId id, Portfolio& portfolio, bool newer_only);

  std::string base_;
  std::vector<Source> sources_;
  std::vector<Path> paths_;
};

/// One rate after the other, cut off where it does not fit; nothing when nothing would be left.
[[nodiscard]] std::optional<ExchangeRate> chained(ExchangeRate first, ExchangeRate second);

}  // namespace tidemark::trading
