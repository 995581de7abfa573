#include "engine/book_path.hpp"

namespace tidemark::engine {

using pipeline::BookResult;
using pipeline::BookSide;
using pipeline::BookStep;

BookPath::BookPath(const core::Instrument& instrument, const EngineConfig& config)
    : instrument_{instrument.id},
      scale_{instrument.scale},
      config_{&config},
      sync_{{.buffer_max = config.book_buffer_max, .stale_after = config.book_stale_after}} {}

void BookPath::on_delta(const core::BookDelta& delta, Sink& sink) {
  const BookState before = sync_.state();
  report(sync_.apply(delta), before, sink);
}

void BookPath::on_snapshot(const core::BookSnapshot& snapshot, Sink& sink) {
  const BookState before = sync_.state();
  report(sync_.apply(snapshot), before, sink);
}

void BookPath::on_feed_lost(Sink& sink) {
  if (sync_.state() == BookState::kEmpty) return;
  sync_.reset();
  publish(sink);
}

void BookPath::on_time(Sink& sink) {
  const BookState before = sync_.state();
  report(sync_.check_stale(sink.now), before, sink);
}

void BookPath::copy_depth(BookDepth& out) const {
  out.instrument = instrument_;
  out.state = sync_.state();
  out.update_id = sync_.update_id();
  out.bid_count = 0;
  out.ask_count = 0;
  if (out.state != BookState::kLive) return;
  out.bid_count = static_cast<std::uint8_t>(sync_.book().top(BookSide::kBid, out.bid_levels));
  out.ask_count = static_cast<std::uint8_t>(sync_.book().top(BookSide::kAsk, out.ask_levels));
}

std::optional<std::array<core::Price, 2>> BookPath::best() const {
  if (sync_.state() != BookState::kLive) return std::nullopt;
  const auto bid = sync_.book().best(BookSide::kBid);
  const auto ask = sync_.book().best(BookSide::kAsk);
  if (!bid || !ask) return std::nullopt;
  return std::array{bid->price, ask->price};
}

void BookPath::report(const BookResult& result, BookState before, Sink& sink) {
  if (result.step == BookStep::kLost || result.step == BookStep::kWentStale) {
    const pipeline::Rule& rule = config_->validator.rules[result.reason];
    core::Finding finding{
        result.reason, rule.severity, rule.policy, instrument_, core::Timeframe::k1m, sink.now, sink.now, 0, 0};
    finding.value = static_cast<double>(sync_.update_id());
    sink.finding(finding);
    publish(sink);
  } else if (result.step == BookStep::kUpdated || before != sync_.state()) {
    publish(sink);
  }
}

void BookPath::publish(Sink& sink) const {
  BookOutput output;
  output.instrument = instrument_;
  output.state = sync_.state();
  output.update_id = sync_.update_id();
  output.best_bid = sync_.book().best(BookSide::kBid).value_or(core::BookLevel{});
  output.best_ask = sync_.book().best(BookSide::kAsk).value_or(core::BookLevel{});
  output.known_at = sink.now;
  sink.out.emplace_back(output);
}

}  // namespace tidemark::engine
