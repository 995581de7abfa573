#include "pipeline/order_book.hpp"

#include <algorithm>

namespace tidemark::pipeline {
namespace {

using core::BookLevel;

/// So many levels at the best's end are searched by themselves: most changes fall there, and take half the steps.
constexpr std::size_t kTop = 64;

/// `a` is nearer to the best than `b`.
template <BookSide side>
bool nearer(core::Price a, core::Price b) {
  return side == BookSide::kBid ? a > b : a < b;
}

/// How many of the `count` levels at `first` (farthest first) are not nearer than `price`. Halves without branches:
/// which half a price falls in cannot be predicted, and a wrong guess costs more than all the steps of a thousand
/// levels.
template <BookSide side>
std::size_t not_nearer(const BookLevel* first, std::size_t count, core::Price price) {
  const BookLevel* base = first;
  while (count > 1) {
    const std::size_t half = count / 2;
    base += nearer<side>(base[half].price, price) ? 0 : half;
    count -= half;
  }
  return static_cast<std::size_t>(base - first) + (count == 1 && !nearer<side>(base->price, price) ? 1 : 0);
}

/// Where a level of `price` belongs: behind all that are not nearer to the best.
template <BookSide side>
std::vector<BookLevel>::iterator place_of(std::vector<BookLevel>& levels, core::Price price) {
  const std::size_t rest = levels.size() - std::min(kTop, levels.size());
  const bool at_top = rest == 0 || !nearer<side>(levels[rest - 1].price, price);
  const std::size_t before = at_top ? rest + not_nearer<side>(levels.data() + rest, levels.size() - rest, price)
                                    : not_nearer<side>(levels.data(), rest, price);
  return levels.begin() + static_cast<std::ptrdiff_t>(before);
}

template <BookSide side>
void set_level(std::vector<BookLevel>& levels, BookLevel level, std::size_t max_levels) {
  const auto place = place_of<side>(levels, level.price);
  const bool known = place != levels.begin() && (place - 1)->price == level.price;
  if (known && level.qty.lots != 0) {
    (place - 1)->qty = level.qty;
  } else if (known) {
    levels.erase(place - 1);
  } else if (level.qty.lots != 0) {
    levels.insert(place, level);
    // A tenth at once, so that a book at its limit does not move everything for every new level.
    if (levels.size() > max_levels)
      levels.erase(levels.begin(), levels.begin() + 1 + static_cast<std::ptrdiff_t>(max_levels / 10));
  }
}

template <BookSide side>
void assign_levels(std::vector<BookLevel>& levels, std::span<const BookLevel> from, std::size_t max_levels) {
  levels.clear();
  for (const BookLevel& level : from) {
    if (level.qty.lots != 0) levels.push_back(level);
  }
  const auto farther = [](const BookLevel& a, const BookLevel& b) { return nearer<side>(b.price, a.price); };
  if (!std::ranges::is_sorted(levels, farther)) {
    std::ranges::reverse(levels);  // venues send the best first
    if (!std::ranges::is_sorted(levels, farther)) {
      std::ranges::reverse(levels);
      std::ranges::stable_sort(levels, farther);
    }
  }
  // Of equal prices keep the last one given. Neighbors by now; a turned list has them in the other order, but two
  // different quantities for one price in one message is a fault either way.
  const auto same_price = [](const BookLevel& a, const BookLevel& b) { return a.price == b.price; };
  const auto tail = std::ranges::unique(levels, same_price);
  levels.erase(tail.begin(), tail.end());
  if (levels.size() > max_levels) levels.erase(levels.begin(), levels.end() - static_cast<std::ptrdiff_t>(max_levels));
}

void put_levels(core::ByteWriter& out, const std::vector<BookLevel>& levels) {
  out.put(static_cast<std::uint32_t>(levels.size()));
  for (const BookLevel& level : levels) {
    out.put(level.price.ticks);
    out.put(level.qty.lots);
  }
}

bool get_levels(core::ByteReader& in, std::vector<BookLevel>& levels) {
  const auto size = in.get<std::uint32_t>();
  if (size > in.remaining() / (2 * sizeof(std::int64_t))) return false;
  levels.resize(size);
  for (BookLevel& level : levels) {
    level.price.ticks = in.get<std::int64_t>();
    level.qty.lots = in.get<std::int64_t>();
  }
  return in.ok();
}

}  // namespace

OrderBook::OrderBook(std::size_t max_levels) : max_levels_{std::max<std::size_t>(max_levels, 1)} {}

void OrderBook::clear() {
  bids_.clear();
  asks_.clear();
}

void OrderBook::assign(BookSide side, std::span<const BookLevel> from) {
  if (side == BookSide::kBid) {
    assign_levels<BookSide::kBid>(bids_, from, max_levels_);
  } else {
    assign_levels<BookSide::kAsk>(asks_, from, max_levels_);
  }
}

void OrderBook::set(BookSide side, BookLevel level) {
  if (side == BookSide::kBid) {
    set_level<BookSide::kBid>(bids_, level, max_levels_);
  } else {
    set_level<BookSide::kAsk>(asks_, level, max_levels_);
  }
}

std::optional<BookLevel> OrderBook::best(BookSide side) const {
  const Levels& all = levels(side);
  return all.empty() ? std::nullopt : std::optional{all.back()};
}

std::size_t OrderBook::top(BookSide side, std::span<BookLevel> out) const {
  const Levels& all = levels(side);
  const std::size_t count = std::min(out.size(), all.size());
  std::copy_n(all.rbegin(), count, out.begin());
  return count;
}

bool OrderBook::crossed() const {
  return !bids_.empty() && !asks_.empty() && bids_.back().price >= asks_.back().price;
}

void OrderBook::snapshot(core::ByteWriter& out) const {
  put_levels(out, bids_);
  put_levels(out, asks_);
}

bool OrderBook::restore(core::ByteReader& in) {
  if (!get_levels(in, bids_) || !get_levels(in, asks_)) return false;
  const auto strictly = [](const Levels& all, auto before) {
    return std::ranges::adjacent_find(
               all, [&](const BookLevel& a, const BookLevel& b) { return !before(a.price, b.price); }) == all.end();
  };
  return strictly(bids_, std::ranges::less{}) && strictly(asks_, std::ranges::greater{});
}

}  // namespace tidemark::pipeline
