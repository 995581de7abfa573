#include <cmath>
#include <utility>

#include "app/serve/feed.hpp"

namespace tidemark::app {
namespace {

/// Events per deliver() at most, so that a stop is noticed in between even at the highest speed.
constexpr int kEventsPerDelivery = 4096;

class FileFeed final : public Feed {
 public:
  explicit FileFeed(double speed) : speed_{speed} {}

  core::Status open(const std::vector<std::string>& paths, const venues::file::EventSourceOptions& options) {
    auto source = venues::file::open_event_source(paths, options, table_);
    if (!source) return core::forward_error(source);
    source_ = std::move(*source);
    return read_next();
  }

  core::Result<std::optional<core::Timestamp>> deliver(core::Timestamp now, const FeedSink& sink) override {
    if (!have_event_) return std::optional<core::Timestamp>{};
    if (!started_) {
      started_ = true;
      wall_start_ = now;
      event_start_ = core::times_of(event()).received;
    }
    for (int i = 0; i < kEventsPerDelivery; ++i) {
      const core::Timestamp due = due_at(core::times_of(event()).received);
      if (due > now) return std::optional{due};
      announce(sink);
      last_times_ = core::times_of(event());
      sink(item_);
      if (auto status = read_next(); !status) return core::forward_error(status);
      if (!have_event_) {
        announce_end(sink);
        return std::optional<core::Timestamp>{};
      }
    }
    return std::optional{now};
  }

  const core::InstrumentTable& instruments() const override { return table_; }

  std::string summary() const override {
    const auto& report = source_->report();
    std::string text = "end of " + report.kind + ": " + std::to_string(report.events) + " events of " +
                       std::to_string(report.messages) + " messages";
    for (const auto& [rule, count] : report.refused) text += ", " + std::to_string(count) + " refused (" + rule + ")";
    return text;
  }

 private:
  core::Event& event() { return std::get<core::Event>(item_); }

  core::Status read_next() {
    if (!std::holds_alternative<core::Event>(item_)) item_ = core::Event{};
    auto more = source_->next(event());
    if (!more) return core::forward_error(more);
    have_event_ = *more;
    return {};
  }

  void announce(const FeedSink& sink) {
    fresh_.clear();
    watch_.collect(table_, fresh_);
    const core::EventTimes times = core::times_of(event());
    for (core::Instrument& instrument : fresh_) {
      const core::InstrumentId id = instrument.id;
      FeedItem item{std::move(instrument)};
      sink(item);
      item = core::FeedStatus{id, times, core::FeedState::kLive};
      sink(item);
    }
  }

  /// The file is over: nothing will come any more, and it is said so rather than looking stale.
  void announce_end(const FeedSink& sink) {
    for (const core::Instrument& instrument : table_.all()) {
      FeedItem item{core::FeedStatus{instrument.id, last_times_, core::FeedState::kClosed}};
      sink(item);
    }
  }

  [[nodiscard]] core::Timestamp due_at(core::Timestamp received) const {
    const double elapsed = static_cast<double>((received - event_start_).ns) / speed_;
    return wall_start_ + core::nanoseconds(std::llround(elapsed));
  }

  double speed_;
  core::InstrumentTable table_;
  InstrumentWatch watch_;
  std::unique_ptr<venues::file::EventSource> source_;
  FeedItem item_{core::Event{}};
  std::vector<core::Instrument> fresh_;
  core::EventTimes last_times_;
  bool have_event_{false};
  bool started_{false};
  core::Timestamp wall_start_;
  core::Timestamp event_start_;
};

}  // namespace

core::Result<std::unique_ptr<Feed>> make_file_feed(const std::vector<std::string>& paths,
                                                   const venues::file::EventSourceOptions& options, double speed) {
  auto feed = std::make_unique<FileFeed>(speed);
  if (auto status = feed->open(paths, options); !status) return core::forward_error(status);
  return std::unique_ptr<Feed>{std::move(feed)};
}

}  // namespace tidemark::app
