#include "venues/binance/symbol_index.hpp"

#include <cstring>

namespace tidemark::venues::binance {

SymbolIndex::Key SymbolIndex::key_of(std::string_view symbol) noexcept {
  Key key{};
  std::memcpy(key.data(), symbol.data(), symbol.size());
  return key;
}

void SymbolIndex::put(std::string_view symbol, core::InstrumentId id) {
  if (symbol.size() > kLengthMax || symbol.empty() || symbol.back() == '\0' || find(symbol)) return;
  if (2 * (used_ + 1) > slots_.size()) grow();
  const Key key = key_of(symbol);
  std::size_t at = place_of(key);
  while (slots_[at & (slots_.size() - 1)].key != Key{}) ++at;
  slots_[at & (slots_.size() - 1)] = {key, id.value};
  ++used_;
}

void SymbolIndex::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.key == Key{}) continue;
    std::size_t at = place_of(slot.key);
    while (slots_[at & (slots_.size() - 1)].key != Key{}) ++at;
    slots_[at & (slots_.size() - 1)] = slot;
  }
}

}  // namespace tidemark::venues::binance
