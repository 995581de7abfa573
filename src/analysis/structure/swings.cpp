#include "analysis/structure/swings.hpp"

#include <cmath>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::analysis::structure {
namespace {

constexpr std::string_view kId = "swings";
constexpr std::int32_t kVersion = 1;

constexpr std::array kKnobs{
    knob<&SwingSettings::left>(whole_knob("left", "Candles before a fractal", 0, kFractalSideMax)),
    knob<&SwingSettings::right>(whole_knob("right", "Candles after a fractal", 1, kFractalSideMax)),
    knob<&SwingSettings::ties>(choice_knob("ties", "Equal extremes", kFractalTiesNames)),
    knob<&SwingSettings::outside>(choice_knob("outside", "Candle that is both ends", kOutsideCandleNames)),
    knob<&SwingSettings::extension>(choice_knob("extension", "Fractal further out", kSwingExtensionNames)),
    knob<&SwingSettings::first>(choice_knob("first", "First candle", kFirstCandleNames)),
    knob<&SwingSettings::atr_period>(whole_knob("atr_period", "ATR period", 1, 1000)),
    knob<&SwingSettings::atr_multiple>(real_knob("atr_multiple", "Least leg", 0, 100, "ATR")),
    knob<&SwingSettings::skip>(whole_knob("skip", "Candles left out at the beginning", 0, 10000)),
};

}  // namespace

std::span<const Knob<SwingSettings>> knobs_of(const SwingSettings& /*settings*/) {
  return kKnobs;
}

core::Status check_settings(const SwingSettings& settings) {
  return check_knobs("swings", settings, knobs_of(settings));
}

void save_swing(const std::optional<Swing>& swing, core::ByteWriter& out) {
  out.put(static_cast<std::uint8_t>(swing ? 1 : 0));
  if (!swing) return;
  out.put(swing->number);
  out.put(swing->end);
  out.put(swing->stage);
  snapshot_detail::save(swing->at, out);
  out.put(swing->price);
  snapshot_detail::save(swing->known, out);
  out.put(swing->leg);
}

bool load_swing(std::optional<Swing>& swing, core::ByteReader& in) {
  swing.reset();
  const auto there = in.get<std::uint8_t>();
  if (there == 0) return in.ok();
  Swing one;
  one.number = in.get<std::uint64_t>();
  one.end = in.get<End>();
  one.stage = in.get<SwingStage>();
  if (!snapshot_detail::load(one.at, in)) return false;
  one.price = in.get<double>();
  if (!snapshot_detail::load(one.known, in)) return false;
  one.leg = in.get<double>();
  const bool valid = there == 1 && one.end <= End::kLow && one.stage <= SwingStage::kConfirmed &&
                     std::isfinite(one.price) && std::isfinite(one.leg);
  if (valid) swing = one;
  return in.ok() && valid;
}

std::optional<End> SwingTracker::end_of(const History& history, const FractalHits& hits) const {
  if (hits.high != hits.low) return hits.high ? End::kHigh : End::kLow;
  if (!hits.high || settings_.outside == OutsideCandle::kHigh)
    return hits.high ? std::optional{End::kHigh} : std::nullopt;
  if (!current_) return std::nullopt;  // it cannot be told which way the first leg goes
  const double same = price_at(history.at(hits.at.index), current_->end);
  return beyond(current_->end, same, current_->price) ? current_->end : opposite(current_->end);
}

bool SwingTracker::turns(const History& history, double price) const {
  if (settings_.atr_multiple == 0) return true;
  const double leg = current_->end == End::kLow ? price - current_->price : current_->price - price;
  return history.atr() && leg > 0 && leg >= settings_.atr_multiple * *history.atr();
}

void SwingTracker::begin(Swing first, Said& said) {
  if (settings_.first == FirstCandle::kSwing) {
    confirmed_ = Swing{.number = 1,
                       .end = opposite(first.end),
                       .stage = SwingStage::kConfirmed,
                       .at = {0, first_candle_.open_time},
                       .price = price_at(first_candle_, opposite(first.end)),
                       .known = first.known};
    said.say(*confirmed_);
    first.number = 2;
    first.leg = std::fabs(first.price - confirmed_->price);
  }
  current_ = first;
  said.say(first);
}

void SwingTracker::extend(Swing further, Said& said) {
  if (settings_.extension == SwingExtension::kNever) return;
  further.number = current_->number;
  further.stage = SwingStage::kExtended;
  if (confirmed_) further.leg = std::fabs(further.price - confirmed_->price);
  current_ = further;
  said.say(further);
}

void SwingTracker::turn(Swing next, Said& said) {
  confirmed_ = current_;
  confirmed_->stage = SwingStage::kConfirmed;
  confirmed_->known = next.known;
  said.say(*confirmed_);
  next.number = current_->number + 1;
  next.leg = std::fabs(next.price - confirmed_->price);
  current_ = next;
  said.say(next);
}

SwingTracker::Said SwingTracker::update(const History& history, const FractalHits& hits) {
  Said said;
  if (history.count() == 1) first_candle_ = history.last();
  if (hits.at.index < settings_.skip) return said;
  const std::optional<End> end = end_of(history, hits);
  if (!end) return said;
  const double price = price_at(history.at(hits.at.index), *end);
  const Swing swing{.number = 1, .end = *end, .at = hits.at, .price = price, .known = history.now()};
  if (!current_) {
    begin(swing, said);
  } else if (*end != current_->end) {
    if (turns(history, price)) turn(swing, said);
  } else if (beyond(*end, price, current_->price)) {
    extend(swing, said);
  }
  return said;
}

void SwingTracker::save(core::ByteWriter& out) const {
  save_swing(current_, out);
  save_swing(confirmed_, out);
  out.put(first_candle_.open_time.ns);
  out.put(first_candle_.high);
  out.put(first_candle_.low);
}

bool SwingTracker::load(core::ByteReader& in) {
  if (!load_swing(current_, in) || !load_swing(confirmed_, in)) return false;
  first_candle_.open_time.ns = in.get<std::int64_t>();
  first_candle_.high = in.get<double>();
  first_candle_.low = in.get<double>();
  return in.ok() && std::isfinite(first_candle_.high) && std::isfinite(first_candle_.low);
}

SwingFinder::SwingFinder(const SwingSettings& settings)
    : settings_{settings}, history_{SwingTracker::reach(settings), settings.atr_period}, tracker_{settings} {}

void SwingFinder::update(const core::CandleF& candle, std::vector<Swing>& out) {
  if (!history_.push(candle)) return;
  const auto said = tracker_.update(history_, find_fractals(history_, settings_.shape()));
  for (const Swing& swing : said.span()) out.push_back(swing);
}

void SwingFinder::snapshot(core::ByteWriter& out) const {
  out.put_text(kId);
  out.put(kVersion);
  out.put_doubles(numbers_of(settings_, knobs_of(settings_)));
  history_.save(out);
  tracker_.save(out);
}

bool SwingFinder::restore(core::ByteReader& in) {
  const bool same_kind = in.get_text() == kId && in.get<std::int32_t>() == kVersion;
  if (!same_kind || in.get_doubles() != numbers_of(settings_, knobs_of(settings_))) return false;
  return history_.load(in) && tracker_.load(in) && in.ok();
}

}  // namespace tidemark::analysis::structure
