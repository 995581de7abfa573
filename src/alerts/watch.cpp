#include "alerts/watch.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::alerts {
namespace {

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return names.empty() || std::ranges::find(names, name) != names.end();
}

std::optional<Hit> see_finding(const Found& found, const Happening& happening) {
  if (!holds(found.names, happening.name) || !holds(found.details, happening.detail)) return std::nullopt;
  if (found.direction && *found.direction != happening.direction) return std::nullopt;
  if (happening.confidence < found.least_confidence) return std::nullopt;
  return Hit{happening.name, happening.direction};
}

}  // namespace

Kind kind_of(const Condition& condition) {
  if (const auto* found = std::get_if<Found>(&condition)) return found->kind;
  return std::holds_alternative<Move>(condition) ? Kind::kCandle : Kind::kPrice;
}

std::optional<Hit> Watch::see(const Condition& condition, core::Timeframe timeframe, const Happening& happening) {
  if (const auto* found = std::get_if<Found>(&condition)) {
    auto hit = see_finding(*found, happening);
    if (found->kind != Kind::kConfluence) return hit;
    const bool holds_now = hit && happening.confidence > 0;
    const auto [held, is_first] = held_.try_emplace({timeframe, happening.direction}, holds_now);
    const bool before = is_first || std::exchange(held->second, holds_now);
    return holds_now && !before ? hit : std::nullopt;
  }
  if (const auto* move = std::get_if<Move>(&condition)) return see_candle(*move, timeframe, happening.candle);
  std::optional<Hit> hit;
  if (const auto* cross = std::get_if<PriceCross>(&condition)) hit = see_price(*cross, happening.price);
  if (const auto* range = std::get_if<PriceRange>(&condition)) hit = see_price(*range, happening.price);
  price_ = happening.price;
  if (std::exchange(is_of_last_run_, false) && hit) hit->detail = kWhileDown;
  return hit;
}

std::optional<Hit> Watch::see_price(const PriceCross& cross, double price) const {
  if (!price_) return std::nullopt;
  if (cross.way != Way::kDown && *price_ <= cross.level && price > cross.level) {
    return Hit{"crosses_up", Direction::kUp, cross.level};
  }
  if (cross.way != Way::kUp && *price_ >= cross.level && price < cross.level) {
    return Hit{"crosses_down", Direction::kDown, cross.level};
  }
  return std::nullopt;
}

std::optional<Hit> Watch::see_price(const PriceRange& range, double price) const {
  if (!price_) return std::nullopt;
  const auto inside = [&](double p) { return range.low <= p && p <= range.high; };
  const bool enters = range.when == PriceRange::When::kEnters;
  if (inside(*price_) != !enters || inside(price) != enters) return std::nullopt;
  const double outside = enters ? *price_ : price;
  const bool at_top = outside > range.high;
  const Direction direction = at_top == enters ? Direction::kDown : Direction::kUp;
  return Hit{enters ? "enters" : "leaves", direction, at_top ? range.high : range.low};
}

std::optional<Hit> Watch::see_candle(const Move& move, core::Timeframe timeframe, const core::CandleF& candle) {
  if (!closes_.empty() && candle.open_time <= closes_.back().open_time) return std::nullopt;  // a repair of the past
  const core::Timestamp oldest = candle.open_time - core::duration_of(timeframe) * std::int64_t{move.candles};
  while (!closes_.empty() && closes_.front().open_time < oldest) closes_.pop_front();
  bool up = false;
  bool down = false;
  for (const Close& close : closes_) {
    const double percent = 100 * (candle.close - close.price) / close.price;
    up = up || percent >= move.percent;
    down = down || percent <= -move.percent;
  }
  closes_.push_back({candle.open_time, candle.close});
  const bool begins_up = up && !moved_up_ && move.way != Way::kDown;
  const bool begins_down = down && !moved_down_ && move.way != Way::kUp;
  moved_up_ = up;
  moved_down_ = down;
  if (begins_up) return Hit{"moves_up", Direction::kUp};
  if (begins_down) return Hit{"moves_down", Direction::kDown};
  return std::nullopt;
}

}  // namespace tidemark::alerts
