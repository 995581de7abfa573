#include "app/serve/live_board.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tidemark::app {
namespace {

using api::SubscriptionState;
using core::FeedState;

/// From what needs no attention to what needs most.
int gravity(FeedState state) {
  switch (state) {
    case FeedState::kLive:
      return 0;
    case FeedState::kPolling:
      return 1;
    case FeedState::kResyncing:
      return 2;
    case FeedState::kConnecting:
      return 3;
    case FeedState::kStale:
      return 4;
    case FeedState::kGapped:
      return 5;
    case FeedState::kClosed:
      return 6;
  }
  return 6;
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return !std::ranges::search(text, part, {}, upper, upper).empty() || part.empty();
}

/// A part that is as it was has been so since it was.
core::Timestamp since_of(const api::PartReport& now, const api::PartReport& before) {
  return now.state == before.state && now.circuit == before.circuit ? before.since : now.since;
}

void add_stream(api::FeedLink& link, const venues::StreamStatus& stream) {
  ++link.symbols;
  link.reconnects += stream.reconnects;
  if (stream.last_message)
    link.last_message_at = std::max(link.last_message_at.value_or(*stream.last_message), *stream.last_message);
  if (link.symbols > 1 && gravity(stream.state) <= gravity(link.state)) return;
  link.state = stream.state;
  link.since = stream.since;
  link.reason = stream.reason;
}

}  // namespace

void LiveBoard::post(std::vector<VenueView> venues) {
  const core::Timestamp now = clock_.now();
  const std::lock_guard lock{mutex_};
  venues_ = std::move(venues);
  for (const VenueView& venue : venues_) {
    Parts next = parts_of(venue, now);
    const auto known = parts_.find(venue.venue);
    next.rest.since = known == parts_.end() ? began_ : since_of(next.rest, known->second.rest);
    next.streams.since = known == parts_.end() ? began_ : since_of(next.streams, known->second.streams);
    parts_.insert_or_assign(venue.venue, std::move(next));
  }
}

void LiveBoard::post_directory(const core::InstrumentTable& directory) {
  const std::lock_guard lock{mutex_};
  for (const core::Instrument& instrument : directory.all()) {
    const core::SymbolName name{instrument.venue, instrument.symbol};
    if (listed(name) == nullptr) listed_.push_back({instrument.venue, instrument.symbol, {}, {}, {}});
  }
  std::ranges::sort(listed_, {}, [](const api::AvailableSymbol& s) { return std::tie(s.symbol, s.venue); });
}

void LiveBoard::post_subscription(const core::SymbolName& name, SubscriptionState state) {
  const std::lock_guard lock{mutex_};
  states_[{name.venue, name.symbol}] = state;
}

std::vector<api::SubscriptionChange> LiveBoard::take_changes() {
  const std::lock_guard lock{mutex_};
  return std::exchange(changes_, {});
}

std::vector<core::InstrumentId> LiveBoard::take_books() {
  const std::lock_guard lock{mutex_};
  std::vector<core::InstrumentId> all{books_.begin(), books_.end()};
  books_.clear();
  return all;
}

void LiveBoard::ask_book(core::InstrumentId instrument) {
  {
    const std::lock_guard lock{mutex_};
    books_.insert(instrument);
  }
  if (wake_) wake_();
}

const api::AvailableSymbol* LiveBoard::listed(const core::SymbolName& name) const {
  const auto fits = [&](const api::AvailableSymbol& s) {
    return s.symbol == name.symbol && (name.venue.empty() || s.venue == name.venue);
  };
  const auto found = std::ranges::find_if(listed_, fits);
  return found == listed_.end() ? nullptr : &*found;
}

core::Result<api::AvailableSymbol> LiveBoard::request(const api::SubscriptionChange& change) {
  std::unique_lock lock{mutex_};
  const api::AvailableSymbol* found = listed(change.name);
  if (found == nullptr) {
    return core::fail(core::ErrorKind::kNotFound, "unknown_symbol",
                      listed_.empty() ? "the venue has not said yet which symbols it lists"
                                      : "no venue of this source lists " + change.name.symbol,
                      "symbol");
  }
  const bool on = change.action == api::SubscriptionChange::Action::kSubscribe;
  api::AvailableSymbol symbol = *found;
  SubscriptionState& state = states_[{symbol.venue, symbol.symbol}];
  const bool is_on = state == SubscriptionState::kSubscribed || state == SubscriptionState::kSubscribing;
  symbol.state = state;
  if (on == is_on) return symbol;
  if (changes_.size() >= kChangesMax) {
    return core::fail(core::ErrorKind::kExhausted, "changes_waiting", "too many subscription changes are waiting");
  }
  state = on ? SubscriptionState::kSubscribing : SubscriptionState::kUnsubscribing;
  symbol.state = state;
  changes_.push_back({change.action, {symbol.venue, symbol.symbol}});
  lock.unlock();
  if (wake_) wake_();
  return symbol;
}

api::AvailablePage LiveBoard::available(std::string_view search, std::size_t limit) const {
  const std::lock_guard lock{mutex_};
  api::AvailablePage page;
  for (const api::AvailableSymbol& each : listed_) {
    if (!contains_ignoring_case(each.symbol, search)) continue;
    if (++page.total > limit) continue;
    page.symbols.push_back(each);
    const auto state = states_.find({each.venue, each.symbol});
    if (state != states_.end()) page.symbols.back().state = state->second;
  }
  return page;
}

SubscriptionState LiveBoard::state(const core::Instrument& instrument) const {
  const std::lock_guard lock{mutex_};
  const auto found = states_.find({instrument.venue, instrument.symbol});
  return found == states_.end() ? SubscriptionState::kUnsubscribed : found->second;
}

std::vector<api::FeedLink> LiveBoard::links() const {
  const std::lock_guard lock{mutex_};
  std::vector<api::FeedLink> all;
  for (const VenueView& venue : venues_) {
    std::array<api::FeedLink, venues::kStreamKindCount> kinds;
    for (const venues::StreamStatus& stream : venue.streams) {
      add_stream(kinds[static_cast<std::size_t>(stream.kind)], stream);
    }
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (kinds[i].symbols == 0) continue;
      kinds[i].venue = venue.venue;
      kinds[i].stream = name_of(static_cast<venues::StreamKind>(i));
      kinds[i].messages = venue.messages[i];
      all.push_back(std::move(kinds[i]));
    }
  }
  return all;
}

LiveBoard::Parts LiveBoard::parts_of(const VenueView& venue, core::Timestamp now) {
  const venues::VenueStatus& status = venue.status;
  Parts parts{
      {.name = venue.venue + " rest", .since = now, .reason = {}, .circuit = api::Circuit::kClosed},
      {.name = venue.venue + " streams", .since = now, .reason = status.reason, .circuit = api::Circuit::kClosed}};
  if (status.banned_until && *status.banned_until > now) {
    parts.rest.state = api::PartState::kDegraded;
    parts.rest.circuit = api::Circuit::kOpen;
    parts.rest.reason = "the venue asked for silence until " + core::format_iso(*status.banned_until);
  }
  if (status.links_open == 0) {
    parts.streams.state = api::PartState::kStarting;
    parts.streams.circuit = api::Circuit::kOpen;
  } else if (status.links_open < status.links_wanted) {
    parts.streams.state = api::PartState::kDegraded;
    parts.streams.circuit = api::Circuit::kHalfOpen;
  }
  return parts;
}

std::vector<api::PartReport> LiveBoard::parts() const {
  const std::lock_guard lock{mutex_};
  std::vector<api::PartReport> all;
  for (const auto& [venue, parts] : parts_) {
    all.push_back(parts.rest);
    all.push_back(parts.streams);
  }
  return all;
}

std::string LiveBoard::reason(core::InstrumentId instrument) const {
  const std::lock_guard lock{mutex_};
  const venues::StreamStatus* worst = nullptr;
  for (const VenueView& venue : venues_) {
    for (const venues::StreamStatus& stream : venue.streams) {
      if (stream.instrument != instrument || stream.reason.empty()) continue;
      if (worst == nullptr || gravity(stream.state) > gravity(worst->state)) worst = &stream;
    }
  }
  return worst == nullptr ? std::string{} : worst->reason;
}

}  // namespace tidemark::app
