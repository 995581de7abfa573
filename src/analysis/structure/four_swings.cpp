#include "analysis/structure/four_swings.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/kernel/single_precision.hpp"

namespace tidemark::analysis::structure {
namespace {

double level_of(const Swing& swing) {
  return in_single_precision(swing.price);
}

End end_of(Side side) {
  return side == Side::kBullish ? End::kHigh : End::kLow;
}

void put(const std::optional<Moment>& moment, core::ByteWriter& out) {
  out.put(static_cast<std::uint8_t>(moment ? 1 : 0));
  if (moment) snapshot_detail::save(*moment, out);
}

bool get(std::optional<Moment>& moment, core::ByteReader& in) {
  moment.reset();
  const auto there = in.get<std::uint8_t>();
  if (there == 0) return in.ok();
  return there == 1 && snapshot_detail::load(moment.emplace(), in);
}

}  // namespace

void FourSwingBreaks::look_for_break(const History& history, std::int64_t index, Watched& watched) const {
  if (watched.broken || index < watched.swing.at.index + 2) return;
  const double price = breaking_price(history.at(index), watched.swing.end, by_);
  if (beyond(watched.swing.end, price, level_of(watched.swing))) watched.broken = history.moment(index);
}

void FourSwingBreaks::watch(const History& history, const Swing& swing) {
  current_ = Watched{swing, std::nullopt};
  // The newest candle is looked at with all others.
  const std::int64_t first = std::max(swing.at.index + 2, history.oldest());
  for (std::int64_t i = first; i < history.newest(); ++i) look_for_break(history, i, *current_);
}

std::optional<FourSwingBreaks::Found> FourSwingBreaks::judge() const {
  if (!swings_[0]) return std::nullopt;
  // As if the swings began with a low: highs are mirrored.
  const bool up = swings_[0]->swing.end == End::kLow;
  std::array<double, 4> p{};
  for (std::size_t i = 0; i < p.size(); ++i) p[i] = up ? swings_[i]->swing.price : -swings_[i]->swing.price;
  const bool goes_on = p[0] < p[2] && p[2] < p[1] && p[1] < p[3];
  const bool changes = p[3] > p[1] && p[1] > p[0] && p[0] > p[2];
  if (!goes_on && !changes) return std::nullopt;
  const Swing& b = swings_[1]->swing;
  return Found{.kind = goes_on ? Kind::kBreakOfStructure : Kind::kChangeOfCharacter,
               .side = up ? Side::kBullish : Side::kBearish,
               .swing = b.number,
               .from = b.at,
               .level = level_of(b),
               .reach = p[3] - p[1]};
}

void FourSwingBreaks::end(const Telling& tell, const Found& found) const {
  tell.say({.kind = found.kind,
            .state = State::kInvalidated,
            .side = found.side,
            .id = found.id,
            .origin = found.swing,
            .from = found.from,
            .at = found.at,
            .top = found.level,
            .bottom = found.level,
            .price = found.level,
            .measure = found.reach,
            .confidence = clarity(found.reach, tell.history.atr())});
}

void FourSwingBreaks::say(const Telling& tell, Found found) {
  pending_.remove_if([&](const Found& other) { return other.from.index < found.from.index; });
  said_.remove_if([&](const Found& other) {
    const bool replaced = other.from.index < found.from.index && other.at.index >= found.at.index;
    if (replaced) end(tell, other);
    return replaced;
  });
  found.id = ++counts_[found.kind == Kind::kBreakOfStructure ? 0 : 1];
  tell.say({.kind = found.kind,
            .state = State::kBroken,
            .side = found.side,
            .id = found.id,
            .origin = found.swing,
            .from = found.from,
            .at = found.at,
            .top = found.level,
            .bottom = found.level,
            .price = found.level,
            .measure = found.reach,
            .confidence = clarity(found.reach, tell.history.atr())});
  said_.push(found);
}

void FourSwingBreaks::update(const Telling& tell, const SwingTracker::Said& said) {
  const std::int64_t newest = tell.history.newest();
  for (const Swing& swing : said.span()) {
    if (swing.stage != SwingStage::kConfirmed) {
      watch(tell.history, swing);
      continue;
    }
    // The series' first candle is final without having been current.
    if (!current_) watch(tell.history, swing);
    look_for_break(tell.history, newest, *current_);
    std::move(swings_.begin() + 1, swings_.end(), swings_.begin());
    swings_.back() = current_;
    current_.reset();
    auto found = judge();
    if (!found) continue;
    if (swings_[1]->broken) {
      found->at = *swings_[1]->broken;
      say(tell, *found);
    } else {
      pending_.push(*found);
    }
  }
  for (auto& watched : swings_) {
    if (watched) look_for_break(tell.history, newest, *watched);
  }
  if (current_) look_for_break(tell.history, newest, *current_);
  // Of those broken by this candle the latest takes the place of the others.
  for (std::size_t i = pending_.size(); i-- > 0;) {
    Found found = pending_[i];
    const double price = breaking_price(tell.history.last(), end_of(found.side), by_);
    if (!beyond(end_of(found.side), price, found.level)) continue;
    found.at = tell.history.now();
    pending_.remove_if([&](const Found& other) { return other.from == found.from; });
    say(tell, found);
    break;
  }
}

void FourSwingBreaks::save(core::ByteWriter& out) const {
  for (const auto& watched : swings_) {
    save_swing(watched ? std::optional{watched->swing} : std::nullopt, out);
    put(watched ? watched->broken : std::nullopt, out);
  }
  save_swing(current_ ? std::optional{current_->swing} : std::nullopt, out);
  put(current_ ? current_->broken : std::nullopt, out);
  snapshot_detail::save(pending_, out);
  snapshot_detail::save(said_, out);
  snapshot_detail::save(counts_, out);
}

bool FourSwingBreaks::load(core::ByteReader& in) {
  const auto load_one = [&in](std::optional<Watched>& watched) {
    std::optional<Swing> swing;
    std::optional<Moment> broken;
    if (!load_swing(swing, in) || !get(broken, in)) return false;
    watched.reset();
    if (swing) watched = Watched{*swing, broken};
    return true;
  };
  for (auto& watched : swings_) {
    if (!load_one(watched)) return false;
  }
  return load_one(current_) && snapshot_detail::load(pending_, in) && snapshot_detail::load(said_, in) &&
         snapshot_detail::load(counts_, in);
}

}  // namespace tidemark::analysis::structure
