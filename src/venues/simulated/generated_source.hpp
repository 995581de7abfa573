#pragma once

#include "sim/exchange.hpp"
#include "venues/simulated/market_source.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace tidemark::venues::simulated {

/// A simulated exchange without latency: what it does is on the wire at once.
class GeneratedSource final : public MarketSource {
 public:
  [[nodiscard]] static core::Result<std::unique_ptr<GeneratedSource>> make(const SimVenueConfig& config,
                                                                           binance::Market market);

  [[nodiscard]] const std::vector<core::Instrument>& instruments() const override { return instruments_; }
  [[nodiscard]] Past past(core::InstrumentId id) const override;
  void advance(core::Timestamp until, std::vector<core::Event>& out) override { exchange_.advance(until, out); }
  void take_prints(core::InstrumentId id, std::vector<sim::Print>& out) override { exchange_.take_prints(id, out); }
  [[nodiscard]] core::BookSnapshot snapshot(core::InstrumentId id, std::size_t depth) const override {
    return exchange_.snapshot(id, depth);
  }

  [[nodiscard]] sim::Exchange& exchange() { return exchange_; }

 private:
  explicit GeneratedSource(const sim::ExchangeConfig& config)
      : exchange_{config}, instruments_{exchange_.instruments()} {}

  sim::Exchange exchange_;
  std::vector<core::Instrument> instruments_;
};

}  // namespace tidemark::venues::simulated
