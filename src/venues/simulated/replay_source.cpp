#include "venues/simulated/replay_source.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::venues::simulated {
namespace {

void put_levels(std::map<std::int64_t, core::Qty>& side, const std::vector<core::BookLevel>& levels) {
  for (const core::BookLevel& level : levels) {
    if (level.qty.lots == 0) {
      side.erase(level.price.ticks);
    } else {
      side[level.price.ticks] = level.qty;
    }
  }
}

/// A price that the event shows, for the symbol's first candle.
std::optional<core::Price> price_of(const core::Event& event) {
  if (const auto* trade = std::get_if<core::Trade>(&event)) return trade->price;
  if (const auto* quote = std::get_if<core::Quote>(&event)) return quote->bid;
  if (const auto* candle = std::get_if<core::VenueCandle>(&event)) return candle->candle.open;
  if (const auto* book = std::get_if<core::BookSnapshot>(&event); book != nullptr && !book->bids.empty()) {
    return book->bids.front().price;
  }
  return std::nullopt;
}

core::Candle flat_candle(core::Timestamp at, core::Price price) {
  return {.open_time = core::open_time_of(at, core::Timeframe::k1m),
          .open = price,
          .high = price,
          .low = price,
          .close = price};
}

}  // namespace

core::Result<ReplaySource::Survey> ReplaySource::survey(const std::vector<std::string>& paths,
                                                        const file::EventSourceOptions& options) {
  Survey found;
  auto source = file::open_event_source(paths, options, found.instruments);
  if (!source) return core::forward_error(source);
  core::Event event;
  bool any = false;
  for (;;) {
    const auto more = (*source)->next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const core::EventTimes& times = core::times_of(event);
    if (!std::exchange(any, true)) found.begin = times.received;
    const auto id = core::instrument_of(event);
    if (!id) continue;
    if (const auto price = price_of(event)) found.first.try_emplace(*id, flat_candle(found.begin, *price));
    if (const auto* candle = std::get_if<core::VenueCandle>(&event)) {
      const auto [entry, is_new] = found.candles.try_emplace(*id, candle->timeframe);
      if (!is_new) entry->second = std::min(entry->second, candle->timeframe);
    }
  }
  if (!any) {
    return core::fail(core::ErrorKind::kRefused, "nothing_to_replay", "there is nothing in it to replay",
                      paths.front());
  }
  return found;
}

core::Result<std::unique_ptr<ReplaySource>> ReplaySource::make(const std::vector<std::string>& paths,
                                                               const file::EventSourceOptions& options,
                                                               const Survey& survey,
                                                               const std::vector<core::InstrumentId>& chosen) {
  std::unique_ptr<ReplaySource> replay{new ReplaySource};
  for (const core::InstrumentId id : chosen) {
    const core::InstrumentId ours{static_cast<std::uint32_t>(replay->instruments_.size())};
    core::Instrument instrument = survey.instruments.get(id);
    instrument.id = ours;
    replay->ours_[id] = ours;
    replay->instruments_.push_back(std::move(instrument));
    const auto first = survey.first.find(id);
    replay->first_.push_back(first == survey.first.end() ? flat_candle(survey.begin, {}) : first->second);
    const auto candles = survey.candles.find(id);
    replay->candles_.push_back(candles == survey.candles.end() ? std::nullopt : std::optional{candles->second});
  }
  replay->books_.resize(chosen.size());
  replay->has_quotes_.resize(chosen.size());
  replay->prints_.resize(chosen.size());
  auto source = file::open_event_source(paths, options, replay->table_);
  if (!source) return core::forward_error(source);
  replay->source_ = std::move(*source);
  return replay;
}

Past ReplaySource::past(core::InstrumentId id) const {
  return {{}, first_[id.value]};
}

std::optional<core::Timeframe> ReplaySource::candles_of(core::InstrumentId id) const {
  return candles_[id.value];
}

void ReplaySource::advance(core::Timestamp until, std::vector<core::Event>& out) {
  while (source_) {
    if (!next_) {
      core::Event event;
      const auto more = source_->next(event);
      // The files were read to their end before: what goes wrong now ends the replay.
      if (!more || !*more) {
        source_.reset();
        return;
      }
      next_ = std::move(event);
    }
    if (core::times_of(*next_).received > until) return;
    take(*std::exchange(next_, std::nullopt), out);
  }
}

void ReplaySource::take(core::Event event, std::vector<core::Event>& out) {
  const auto id = core::instrument_of(event);
  if (!id) return;
  const auto ours = ours_.find(*id);
  if (ours == ours_.end()) return;
  const core::InstrumentId mine = ours->second;
  std::visit(
      [&](auto& e) {
        if constexpr (requires { e.instrument; }) e.instrument = mine;
        // Seen when it was received: a message of the wire is not older than its clock says, nor from the future.
        e.times.exchange = e.times.received;
      },
      event);
  if (const auto* trade = std::get_if<core::Trade>(&event)) {
    prints_[mine.value].push_back({trade->last_id, trade->times.exchange, trade->price, trade->qty, trade->taker});
  } else if (std::holds_alternative<core::Quote>(event)) {
    has_quotes_[mine.value] = true;
  } else if (const auto* snapshot = std::get_if<core::BookSnapshot>(&event)) {
    keep_book(*snapshot);
  } else if (const auto* delta = std::get_if<core::BookDelta>(&event)) {
    keep_book(*delta);
  }
  const bool is_book =
      std::holds_alternative<core::BookSnapshot>(event) || std::holds_alternative<core::BookDelta>(event);
  out.push_back(std::move(event));
  if (is_book) quote_from_book(mine, out);
}

void ReplaySource::keep_book(const core::BookSnapshot& snapshot) {
  Book& book = books_[snapshot.instrument.value];
  if (snapshot.last_update_id < book.last_update_id) return;
  book = {};
  put_levels(book.bids, snapshot.bids);
  put_levels(book.asks, snapshot.asks);
  book.last_update_id = snapshot.last_update_id;
  book.times = snapshot.times;
}

void ReplaySource::keep_book(const core::BookDelta& delta) {
  Book& book = books_[delta.instrument.value];
  if (delta.last_update_id <= book.last_update_id) return;
  put_levels(book.bids, delta.bids);
  put_levels(book.asks, delta.asks);
  book.last_update_id = delta.last_update_id;
  book.times = delta.times;
}

void ReplaySource::quote_from_book(core::InstrumentId id, std::vector<core::Event>& out) {
  const Book& book = books_[id.value];
  if (has_quotes_[id.value] || book.bids.empty() || book.asks.empty()) return;
  const auto& [bid, bid_qty] = *book.bids.rbegin();
  const auto& [ask, ask_qty] = *book.asks.begin();
  if (bid >= ask) return;
  out.push_back(core::Quote{.instrument = id,
                            .times = book.times,
                            .bid = {bid},
                            .bid_qty = bid_qty,
                            .ask = {ask},
                            .ask_qty = ask_qty,
                            .update_id = book.last_update_id});
}

void ReplaySource::take_prints(core::InstrumentId id, std::vector<sim::Print>& out) {
  auto& prints = prints_[id.value];
  out.insert(out.end(), prints.begin(), prints.end());
  prints.clear();
}

core::BookSnapshot ReplaySource::snapshot(core::InstrumentId id, std::size_t depth) const {
  const Book& book = books_[id.value];
  core::BookSnapshot copy{.instrument = id, .times = book.times, .last_update_id = book.last_update_id};
  for (auto level = book.bids.rbegin(); level != book.bids.rend() && copy.bids.size() < depth; ++level) {
    copy.bids.push_back({core::Price{level->first}, level->second});
  }
  for (auto level = book.asks.begin(); level != book.asks.end() && copy.asks.size() < depth; ++level) {
    copy.asks.push_back({core::Price{level->first}, level->second});
  }
  return copy;
}

}  // namespace tidemark::venues::simulated
