#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "trading/portfolio/portfolio.hpp"

namespace tidemark::trading {

/// Keeps the rates of an account's currencies in its own up to date with the prices of instruments: of one that trades
/// the two against each other, or of several in a row (ETHBTC's profit in EUR by BTCUSDT and EURUSDT), as few as will
/// do. Not thread-safe.
class RatePaths {
 public:
  /// `base`: the account's currency.
  explicit RatePaths(std::string_view base) : base_{base} {}

  /// An instrument whose prices are known. Of several for the same two assets the first one counts.
  void add_source(core::InstrumentId id, const core::AssetPair& pair, core::Scale scale);
  /// From now on the rates between this currency and the base are kept in the portfolio. kInvalidArgument, no_rate: no
  /// row of instruments leads from one to the other. Nothing happens for the base itself, nor the second time.
  [[nodiscard]] core::Status want(std::string_view currency, Portfolio& portfolio);

  /// Whether a wanted rate rests on the prices of the instrument.
  [[nodiscard]] bool rests_on(core::InstrumentId id) const;
  /// A rate is there once each instrument on its way has had a price above zero.
  void on_price(core::InstrumentId id, core::Price price, Portfolio& portfolio);

 private:
  struct Source {
    core::InstrumentId id;
    core::AssetPair pair;
    int decimals{0};
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
    std::vector<Step> steps;
  };

  [[nodiscard]] bool is_wanted(CurrencyId currency) const;
  [[nodiscard]] std::vector<Step> shortest(std::string_view currency) const;
  void publish(const Path& path, Portfolio& portfolio) const;

  std::string base_;
  std::vector<Source> sources_;
  std::vector<Path> paths_;
};

/// One rate after the other, cut off where it does not fit; nothing when nothing would be left.
[[nodiscard]] std::optional<ExchangeRate> chained(ExchangeRate first, ExchangeRate second);

}  // namespace tidemark::trading
