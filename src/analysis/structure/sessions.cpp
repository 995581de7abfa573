#include "analysis/structure/sessions.hpp"

#include <algorithm>
#include <optional>

#include "core/timeframe.hpp"

namespace tidemark::analysis::structure {
namespace {

/// The day on which the session that holds this minute of a day began; none outside.
std::optional<std::int64_t> day_of_session(std::int64_t day, int minute, const SessionHours& hours, SessionEnd end) {
  if (hours.start == hours.end) return std::nullopt;
  const bool before_end = minute < hours.end || (minute == hours.end && end == SessionEnd::kIncluded);
  if (hours.start < hours.end) return minute >= hours.start && before_end ? std::optional{day} : std::nullopt;
  if (minute >= hours.start) return day;
  return before_end ? std::optional{day - 1} : std::nullopt;
}

Event event_of(State state, std::size_t part, const Sessions::Running& session, Moment at, double price) {
  return {.kind = Kind::kSession,
          .state = state,
          .part = static_cast<std::uint8_t>(part),
          .id = session.id,
          .from = session.from,
          .at = at,
          .top = session.high,
          .bottom = session.low,
          .price = price,
          .measure = session.high - session.low,
          .confidence = 1};
}

}  // namespace

void Sessions::update(const Telling& tell) {
  const core::CandleF& candle = tell.history.last();
  const core::Timestamp midnight = core::open_time_of(candle.open_time, core::Timeframe::k1d);
  const std::int64_t today = midnight.ns / core::days(1).ns;
  const auto minute = static_cast<int>((candle.open_time - midnight) / core::minutes(1));
  for (std::size_t part = 0; part < running_.size(); ++part) {
    Running& session = running_[part];
    const auto day = day_of_session(today, minute, settings_.hours[part], settings_.end);
    if (session.active && (!day || *day != session.day)) {
      session.active = false;
      tell.say(event_of(State::kCompleted, part, session, session.last, candle.open));
    }
    if (!day) continue;
    if (session.active) {
      session.last = tell.history.now();
      session.high = std::max(session.high, candle.high);
      session.low = std::min(session.low, candle.low);
      continue;
    }
    session = {true, ++sessions_, *day, tell.history.now(), tell.history.now(), candle.high, candle.low};
    tell.say(event_of(State::kFormed, part, session, session.from, candle.open));
  }
}

}  // namespace tidemark::analysis::structure
