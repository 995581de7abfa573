#include "app/instrument_feed.hpp"

namespace tidemark::app {
namespace {

bool same_facts(const core::Instrument& a, const core::Instrument& b) {
  return a.scale == b.scale && a.tick_size == b.tick_size && a.lot_size == b.lot_size &&
         a.market_type == b.market_type && a.calendar == b.calendar && a.pip_size == b.pip_size;
}

}  // namespace

void InstrumentWatch::collect(const core::InstrumentTable& table, std::vector<core::Instrument>& out) {
  if (table.generation() == generation_) return;
  generation_ = table.generation();
  for (std::size_t i = 0; i < table.size(); ++i) {
    const core::Instrument& instrument = table.all()[i];
    if (i < known_.size()) {
      if (same_facts(known_[i], instrument)) continue;
      known_[i] = instrument;
    } else {
      known_.push_back(instrument);
    }
    out.push_back(instrument);
  }
}

void apply(core::InstrumentTable& table, const core::Instrument& instrument) {
  if (const auto known = table.find(instrument.venue, instrument.symbol)) {
    table.update(*known, instrument);
  } else {
    table.add(instrument);
  }
}

std::size_t shard_of(core::InstrumentId instrument, std::size_t shards) {
  return instrument.value % shards;
}

std::optional<std::size_t> shard_of(const core::Event& event, std::size_t shards) {
  const auto instrument = core::instrument_of(event);
  if (!instrument) return std::nullopt;
  return shard_of(*instrument, shards);
}

}  // namespace tidemark::app
