#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/instrument.hpp"

namespace tidemark::venues::binance {

/// The instruments an account trades, with the ids and scales that orders have. Not thread-safe.
class TradedSymbols {
 public:
  /// Again: its facts are replaced.
  void put(core::Instrument instrument) {
    const auto known = std::ranges::find(all_, instrument.id, &core::Instrument::id);
    if (known != all_.end()) {
      *known = std::move(instrument);
    } else {
      all_.push_back(std::move(instrument));
    }
  }
  /// nullptr: not traded. Valid until the next put().
  [[nodiscard]] const core::Instrument* find(std::string_view symbol) const {
    const auto known = std::ranges::find(all_, symbol, &core::Instrument::symbol);
    return known == all_.end() ? nullptr : &*known;
  }
  [[nodiscard]] const core::Instrument* find(core::InstrumentId id) const {
    const auto known = std::ranges::find(all_, id, &core::Instrument::id);
    return known == all_.end() ? nullptr : &*known;
  }
  [[nodiscard]] const std::vector<core::Instrument>& all() const { return all_; }

 private:
  std::vector<core::Instrument> all_;
};

}  // namespace tidemark::venues::binance
