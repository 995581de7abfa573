#include "analysis/chart_patterns/detector.hpp"

#include <algorithm>

#include "analysis/chart_patterns/head_and_shoulders.hpp"
#include "analysis/chart_patterns/rounding.hpp"
#include "analysis/chart_patterns/tops.hpp"
#include "analysis/chart_patterns/two_lines.hpp"

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr std::string_view kId = "chart_patterns";
constexpr std::int32_t kVersion = 1;
constexpr std::array kScales{Scale::kMajor, Scale::kMinor};
constexpr std::array kFacings{Facing::kUpright, Facing::kUpsideDown};

structure::SwingSettings swings_of(const Settings& settings, Scale scale) {
  return {.atr_period = settings.atr_period,
          .atr_multiple = scale == Scale::kMajor ? settings.major_swing : settings.minor_swing};
}

/// Candles of the past that a shape (one and a half lengths) or the mean volume may reach back to.
std::size_t reach_of(const Settings& settings) {
  constexpr std::size_t kMargin = 64;
  const auto length = static_cast<std::size_t>(settings.max_length);
  return length + length / 2 + static_cast<std::size_t>(settings.volume_period) + kMargin;
}

std::size_t index_of(Scale scale) {
  return static_cast<std::size_t>(scale);
}

std::size_t index_of(const std::optional<Regime>& regime) {
  if (!regime) return Record::kRegimes - 1;
  const std::size_t trend = regime->trend < 0 ? 0 : regime->trend == 0 ? 1 : 2;
  return 2 * trend + (regime->volatile_ ? 1 : 0);
}

/// More than half of the shorter of two stretches of candles is shared.
bool overlap(std::int64_t from, std::int64_t to, std::int64_t other_from, std::int64_t other_to) {
  const std::int64_t shared = std::min(to, other_to) - std::max(from, other_from);
  return 2 * shared > std::min(to - from, other_to - other_from);
}

std::int64_t first_of(const Shape& shape) {
  return shape.anchors.front().at.index;
}
std::int64_t last_of(const Shape& shape) {
  return shape.anchors.back().at.index;
}

bool is_flag(Kind kind) {
  return info_of(kind).family == info_of(Kind::kBullFlag).family;
}

}  // namespace

void Record::add(const ChartPattern& ended) {
  Tally& tally = tallies_[chart_patterns::index_of(ended.kind())][index_of(ended.regime)];
  ++tally.ended;
  if (ended.outcome.state == OutcomeState::kHit) ++tally.hits;
}

Tally Record::of(Kind kind) const {
  Tally sum;
  for (const Tally& one : tallies_[chart_patterns::index_of(kind)]) {
    sum.hits += one.hits;
    sum.ended += one.ended;
  }
  return sum;
}

Tally Record::of(Kind kind, const std::optional<Regime>& regime) const {
  return tallies_[chart_patterns::index_of(kind)][index_of(regime)];
}

ChartPatternDetector::ChartPatternDetector(const Settings& settings)
    : settings_{settings},
      swings_{swings_of(settings, Scale::kMinor)},
      history_{reach_of(settings), settings.atr_period},
      levels_{Level{structure::SwingTracker{swings_of(settings, Scale::kMajor)}, {}},
              Level{structure::SwingTracker{swings_of(settings, Scale::kMinor)}, {}}} {
  const IndicatorInfo& row = *find_indicator("REGIME");
  std::vector<double> defaults;
  for (const ParameterInfo& one : row.parameters) defaults.push_back(one.fallback);
  regime_ = row.make(defaults);
}

void ChartPatternDetector::update(const core::CandleF& candle, std::vector<ChartPattern>& out) {
  if (!history_.push(candle)) return;
  const Today today{history_, settings_, regime_after(candle)};
  go_on(today, out);
  const auto hits = structure::find_fractals(history_, swings_.shape());
  for (const Scale scale : kScales) look(scale, hits, today, out);
  if (today.atr() > 0) {
    look_for_bowls(today, out);
    look_for_flags(today, out);
  }
  remove_ended();
}

std::optional<Regime> ChartPatternDetector::regime_after(const core::CandleF& candle) {
  std::array<double, kOutputsMax> values{};
  if (regime_->update(candle, values) != Indicator::Ready::kReady) return std::nullopt;
  return Regime{.trend = static_cast<std::int8_t>(values[0]), .volatile_ = values[1] > 0};
}

void ChartPatternDetector::go_on(const Today& today, std::vector<ChartPattern>& out) {
  for (Life& life : lives_) {
    if (life.step(today) == Said::kNothing) continue;
    say(life, out);
    const Shape& shape = life.pattern().shape;
    const bool on_pole = is_flag(shape.kind) && pole_ && pole_->from.at.index == first_of(shape);
    if (on_pole && life.pattern().state != State::kForming) pole_.reset();
  }
}

void ChartPatternDetector::look(Scale scale, const structure::FractalHits& hits, const Today& today,
                                std::vector<ChartPattern>& out) {
  Level& level = levels_[index_of(scale)];
  const auto said = level.tracker.update(history_, hits);
  for (const structure::Swing& swing : said.span()) {
    level.points.add(swing);
    if (swing.stage == structure::SwingStage::kConfirmed || today.atr() <= 0) continue;
    fresh_.fill(0);
    Shapes shapes;
    View view{history_, level.points, settings_, today.atr(), Facing::kUpright};
    find_between_lines(view, shapes);
    find_cup_and_handle(view, shapes);
    for (const Shape& shape : shapes.items()) admit(shape, scale, swing.number, today, out);
    for (const Facing facing : kFacings) {
      view.facing = facing;
      shapes.clear();
      find_head_and_shoulders(view, shapes);
      find_tops(view, shapes);
      for (const Shape& shape : shapes.items()) admit(shape, scale, swing.number, today, out);
    }
    drop_misfits(scale, swing, today, out);
    if (scale != Scale::kMinor) continue;
    const auto pole = pole_of(level.points, history_, settings_);
    if (pole && (!pole_ || !stands(*pole_, history_, settings_) || outdoes(*pole, *pole_, settings_))) pole_ = pole;
  }
}

void ChartPatternDetector::look_for_bowls(const Today& today, std::vector<ChartPattern>& out) {
  for (const Scale scale : kScales) {
    Shapes shapes;
    find_rounding_bottom({history_, levels_[index_of(scale)].points, settings_, today.atr(), Facing::kUpright}, shapes);
    for (const Shape& shape : shapes.items()) admit(shape, scale, 0, today, out);
  }
}

void ChartPatternDetector::look_for_flags(const Today& today, std::vector<ChartPattern>& out) {
  if (pole_ && !stands(*pole_, history_, settings_)) pole_.reset();
  if (!pole_) return;
  Shapes shapes;
  const TurningPoints& points = levels_[index_of(Scale::kMinor)].points;
  find_flags({history_, points, settings_, today.atr(), pole_->facing()}, *pole_, shapes);
  for (const Shape& shape : shapes.items()) {
    for (Life& life : lives_) {
      const Shape& known = life.pattern().shape;
      const bool other_kind = is_flag(known.kind) && known.kind != shape.kind && first_of(known) == first_of(shape);
      if (!other_kind || !life.open_to_change()) continue;
      life.lose_shape(today);  // a flag that has become a pennant, or the other way about
      say(life, out);
    }
    admit(shape, Scale::kMinor, 0, today, out);
  }
}

void ChartPatternDetector::admit(const Shape& shape, Scale scale, std::uint64_t last_swing, const Today& today,
                                 std::vector<ChartPattern>& out) {
  for (std::size_t i = 0; i < lives_.size(); ++i) {
    const ChartPattern& known = lives_[i].pattern();
    const bool same = known.kind() == shape.kind && known.scale == scale && known.state == State::kForming &&
                      first_of(known.shape) == first_of(shape);
    if (!same) continue;
    if (taken(shape, &known)) return;  // it would grow into another of its kind
    fresh_[i] = 1;
    if (!lives_[i].open_to_change()) return;
    if (lives_[i].reshape(shape, last_swing, today) == Said::kNews) say(lives_[i], out);
    return;
  }
  const auto begun = [&](const Life& life) {
    return life.pattern().kind() == shape.kind && life.pattern().began.index == today.index();
  };
  if (lives_.full() || std::ranges::any_of(lives_, begun) || taken(shape, nullptr)) return;
  fresh_[lives_.size()] = 1;
  lives_.push(Life{shape, scale, last_swing, today});
  Life& life = lives_[lives_.size() - 1];
  say(life, out);
  if (life.step(today) == Said::kNews) say(life, out);
}

bool ChartPatternDetector::taken(const Shape& shape, const ChartPattern* itself) const {
  for (const Life& life : lives_) {
    const ChartPattern& known = life.pattern();
    if (known.kind() != shape.kind || &known == itself) continue;
    const bool stays = !known.over() || known.state == State::kComplete;
    if (stays && overlap(first_of(shape), last_of(shape), first_of(known.shape), last_of(known.shape))) {
      return true;
    }
  }
  const auto& before = complete_[chart_patterns::index_of(shape.kind)];
  return std::ranges::any_of(
      before.items(), [&](const Span& span) { return overlap(first_of(shape), last_of(shape), span.from, span.to); });
}

void ChartPatternDetector::drop_misfits(Scale scale, const structure::Swing& swing, const Today& today,
                                        std::vector<ChartPattern>& out) {
  const bool carried_on = swing.stage == structure::SwingStage::kExtended;
  for (std::size_t i = 0; i < lives_.size(); ++i) {
    Life& life = lives_[i];
    if (fresh_[i] != 0 || life.pattern().scale != scale || !life.open_to_change() || life.last_swing() == 0) continue;
    const bool lost = carried_on ? life.last_swing() == swing.number : !life.pattern().shape.whole_from.has_value();
    if (!lost) continue;
    life.lose_shape(today);
    say(life, out);
  }
}

void ChartPatternDetector::say(const Life& life, std::vector<ChartPattern>& out) {
  ChartPattern& said = out.emplace_back(life.pattern());
  said.kind_tally = record_.of(said.kind());
  said.regime_tally = record_.of(said.kind(), said.regime);
  if (!said.over()) return;
  if (said.state == State::kComplete) record_.add(said);
}

void ChartPatternDetector::remove_ended() {
  for (std::size_t i = lives_.size(); i-- > 0;) {
    const ChartPattern& pattern = lives_[i].pattern();
    if (!pattern.over()) continue;
    if (pattern.state == State::kComplete) {
      auto& before = complete_[chart_patterns::index_of(pattern.kind())];
      if (before.full()) before.erase(0);
      before.push({first_of(pattern.shape), last_of(pattern.shape)});
    }
    lives_.erase(i);
  }
}

Side ChartPatternDetector::open_side() const {
  int net = 0;
  for (const Life& life : lives_) {
    if (life.pattern().breakout) net += static_cast<int>(life.pattern().breakout->side);
  }
  return static_cast<Side>((net > 0) - (net < 0));
}

void ChartPatternDetector::snapshot(core::ByteWriter& out) const {
  out.put_text(kId);
  out.put(kVersion);
  out.put_doubles(numbers_of(settings_, knobs_of(settings_)));
  history_.save(out);
  for (const Level& level : levels_) {
    level.tracker.save(out);
    level.points.save(out);
  }
  regime_->snapshot(out);
  snapshot_detail::save(pole_, out);
  lives_.save(out);
  for (const auto& spans : complete_) spans.save(out);
  snapshot_detail::save(record_, out);
}

bool ChartPatternDetector::restore(core::ByteReader& in) {
  const bool same_kind = in.get_text() == kId && in.get<std::int32_t>() == kVersion;
  if (!same_kind || in.get_doubles() != numbers_of(settings_, knobs_of(settings_))) return false;
  if (!history_.load(in)) return false;
  for (Level& level : levels_) {
    if (!level.tracker.load(in) || !level.points.load(in)) return false;
  }
  if (!regime_->restore(in) || !snapshot_detail::load(pole_, in) || !lives_.load(in)) return false;
  for (auto& spans : complete_) {
    if (!spans.load(in)) return false;
  }
  return snapshot_detail::load(record_, in) && in.ok() && hangs_together();
}

bool ChartPatternDetector::hangs_together() const {
  const std::int64_t newest = history_.newest();
  const auto known = [newest](std::int64_t index) { return index >= 0 && index <= newest; };
  for (const Level& level : levels_) {
    for (std::size_t i = 0; i < level.points.size(); ++i) {
      if (!known(level.points.newest(i).at.index)) return false;
    }
  }
  if (pole_ && !(known(pole_->from.at.index) && known(pole_->to.at.index))) return false;
  for (const auto& spans : complete_) {
    for (const Span& span : spans.items()) {
      if (!known(span.from) || !known(span.to)) return false;
    }
  }
  return std::ranges::all_of(lives_, [newest](const Life& life) { return life.lies_before(newest); });
}

}  // namespace tidemark::analysis::chart_patterns
