#include "venues/simulated/stale_books.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr std::size_t kDepth = 5000;  // the deepest snapshot a client can ask for

}  // namespace

void StaleBooks::keep(const Market& market, core::Timestamp now, core::Duration age) {
  for (const MarketSymbol& symbol : market.symbols()) {
    const auto [entry, is_new] = shelves_.try_emplace({market.kind(), symbol.instrument().id.value});
    Shelf& shelf = entry->second;
    if (!is_new && now - shelf.newer_at < age) continue;
    shelf.older = is_new ? market.snapshot(symbol, kDepth) : std::move(shelf.newer);
    shelf.newer = market.snapshot(symbol, kDepth);
    shelf.newer_at = now;
  }
}

const core::BookSnapshot* StaleBooks::find(const MarketSymbol& symbol, const Market& market) const {
  const auto found = shelves_.find({market.kind(), symbol.instrument().id.value});
  return found == shelves_.end() ? nullptr : &found->second.older;
}

}  // namespace tidemark::venues::simulated
