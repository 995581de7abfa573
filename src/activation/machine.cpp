#include "activation/machine.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace tidemark::activation {
namespace {

std::string missing(const Board& board) {
  std::string text;
  for (const Judgement& j : board) {
    if (j.verdict == Verdict::kMet) continue;
    text += (text.empty() ? "" : "; ") + describe(j);
  }
  return text;
}

}  // namespace

std::optional<Event> Machine::on(const TradeSeen& trade) {
  state_.evidence.add(trade);
  const std::span<const TradeSeen> trades = state_.evidence.trades;
  const Triggers& triggers = settings_.triggers;
  const std::uint32_t losses = losses_in_a_row(trades);
  if (losses >= triggers.losses_max) {
    return fall(trade.at, {.trigger = Trigger::kLossStreak,
                           .reason = std::to_string(losses) + " losing trades in a row",
                           .measured = static_cast<double>(losses),
                           .limit = static_cast<double>(triggers.losses_max)});
  }
  if (trades.size() < triggers.window) return std::nullopt;
  const double rate = win_rate_of(trades.last(triggers.window));
  if (rate >= triggers.win_rate_min) return std::nullopt;
  return fall(trade.at, {.trigger = Trigger::kWinRate,
                         .reason = text_of(rate, Unit::kShare) + " of the last " + std::to_string(triggers.window) +
                                   " trades won, below " + text_of(triggers.win_rate_min, Unit::kShare),
                         .measured = rate,
                         .limit = triggers.win_rate_min});
}

std::optional<Event> Machine::on(const EquitySeen& seen) {
  state_.evidence.add(seen);
  const double drawdown = state_.evidence.drawdown;
  const double limit = settings_.triggers.drawdown_max;
  if (drawdown <= limit) return std::nullopt;
  return fall(seen.at, {.trigger = Trigger::kDrawdown,
                        .reason = text_of(drawdown, Unit::kShare) + " below the highest equity, more than " +
                                  text_of(limit, Unit::kShare),
                        .measured = drawdown,
                        .limit = limit});
}

std::optional<Event> Machine::on(const ObjectivesSeen& seen) {
  state_.evidence.add(seen);
  state_.breaches_in_a_row = seen.breach.empty() ? 0 : state_.breaches_in_a_row + 1;
  const std::uint32_t limit = settings_.triggers.breaches_max;
  // Once a breach, however long it lasts.
  if (state_.breaches_in_a_row != limit) return std::nullopt;
  return fall(seen.at, {.trigger = Trigger::kObjectives,
                        .reason = seen.breach + " (" + std::to_string(limit) + " looks in a row)",
                        .measured = static_cast<double>(limit),
                        .limit = static_cast<double>(limit)});
}

std::optional<Event> Machine::on(const QualitySeen& seen) {
  state_.present.quality = seen;
  const double limit = settings_.triggers.quality_min;
  const bool was_bad = std::exchange(state_.data_is_bad, seen.lowest < limit);
  if (!state_.data_is_bad || was_bad) return std::nullopt;
  return fall(seen.at, {.trigger = Trigger::kData,
                        .reason = "data of " + seen.where + " scores " + text_of(seen.lowest, Unit::kShare) +
                                  ", below " + text_of(limit, Unit::kShare),
                        .measured = seen.lowest,
                        .limit = limit});
}

std::optional<Event> Machine::on(const FaultSeen& seen) {
  return fall(seen.at, {.trigger = Trigger::kData, .reason = seen.what});
}

std::optional<Event> Machine::configure(core::Timestamp at, const std::string& configuration, const Reach& reach) {
  const bool is_other = configuration != state_.configuration;
  if (!is_other && state_.stage <= reach.highest) return std::nullopt;
  if (!is_other) {
    return step(at, EventKind::kConfigured, reach.highest, reach.why);
  }
  const bool is_first = state_.configuration.empty();
  const bool is_back = state_.good && state_.good->configuration == configuration;
  const Stage to = is_back ? state_.good->stage : settings_.start;
  if (!is_back && state_.stage > settings_.start) state_.good = Good{state_.configuration, state_.stage};
  state_.configuration = configuration;
  state_.rejected = false;
  std::string reason = is_first ? "first configuration" : "another configuration: it has to earn its stage";
  if (is_back) reason = "the last good configuration is back";
  if (to > reach.highest) reason += "; " + reach.why;
  return step(at, EventKind::kConfigured, std::min(to, reach.highest), std::move(reason));
}

core::Result<Event> Machine::promote(core::Timestamp at, const std::string& reason, const Reach& reach) {
  using core::ErrorKind;
  const auto to = above(state_.stage);
  if (!to) return core::fail(ErrorKind::kConflict, "no_stage_above", "full is the highest stage");
  if (*to > reach.highest) return core::fail(ErrorKind::kConflict, "beyond_account", reach.why);
  if (state_.rejected) {
    return core::fail(ErrorKind::kConflict, "configuration_rejected",
                      "this configuration was rolled back; the last good one is " + state_.good->configuration);
  }
  const Board seen = board();
  if (!is_go(seen)) {
    return core::fail(ErrorKind::kConflict, "criteria_unmet",
                      "no promotion to " + std::string{name_of(*to)} + ": " + missing(seen));
  }
  // What another configuration has earned is kept until this one has earned as much.
  if (!state_.good || state_.good->configuration == state_.configuration || state_.stage >= state_.good->stage) {
    state_.good = Good{state_.configuration, state_.stage};
  }
  return step(at, EventKind::kPromoted, *to, reason);
}

core::Result<Event> Machine::roll_back(core::Timestamp at, const std::string& reason, std::optional<Stage> to) {
  if (to && *to >= state_.stage && state_.stage != Stage::kShadow) {
    return core::fail(core::ErrorKind::kInvalidArgument, "not_below",
                      std::string{name_of(*to)} + " is not below " + std::string{name_of(state_.stage)}, "to");
  }
  return fall(at, {.trigger = Trigger::kManual, .reason = reason}, to);
}

Event Machine::restart(core::Timestamp at, const std::string& reason) {
  state_.rejected = false;
  return step(at, EventKind::kRestarted, state_.stage, reason);
}

Event Machine::fall(core::Timestamp at, const Fall& fall, std::optional<Stage> to) {
  std::string restored = state_.configuration;
  Stage target = std::min(to.value_or(below(state_.stage)), below(state_.stage));
  if (state_.good && state_.good->configuration != state_.configuration) {
    state_.rejected = true;
    restored = state_.good->configuration;
    target = Stage::kShadow;
  } else if (state_.good) {
    state_.good->stage = std::min(state_.good->stage, target);
  }
  Event event = step(at, EventKind::kRolledBack, target, fall.reason);
  event.trigger = fall.trigger;
  event.measured = fall.measured;
  event.limit = fall.limit;
  event.restored = std::move(restored);
  return event;
}

Event Machine::step(core::Timestamp at, EventKind kind, Stage to, std::string reason) {
  Event event;
  event.number = ++state_.events;
  event.at = at;
  event.kind = kind;
  event.from = state_.stage;
  event.to = to;
  event.configuration = state_.configuration;
  event.reason = std::move(reason);
  event.board = board();
  state_.stage = to;
  state_.since = at;
  state_.evidence = {};
  return event;
}

}  // namespace tidemark::activation
