#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/instrument_feed.hpp"
#include "bus/waker.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "venues/file/event_source.hpp"

namespace tidemark::app {

/// Takes one item on its way to the engine; may wait when the engine is behind. The item may be moved from.
using FeedSink = std::function<void(FeedItem& item)>;

/// Where events come from while serving. Used by the feed thread alone, but for interrupt().
class Feed {
 public:
  virtual ~Feed() = default;
  /// Hands over everything that is due by `now`; gives the moment the next thing is due, or nothing at the end.
  [[nodiscard]] virtual core::Result<std::optional<core::Timestamp>> deliver(core::Timestamp now,
                                                                             const FeedSink& sink) = 0;
  /// Waits until something may be due, `stop` is requested with interrupt(), or `longest` is over. A feed whose events
  /// arrive from outside hands them over meanwhile.
  virtual void wait(core::Duration longest, const std::stop_token& stop, const FeedSink& sink);
  /// Ends a wait at once; from any thread.
  virtual void interrupt() { parker_.notify(); }
  /// Instruments known so far, with the ids of the events.
  [[nodiscard]] virtual const core::InstrumentTable& instruments() const = 0;
  /// Serving ends: says the last things, such as that the feeds are closed. Nothing is delivered after it.
  virtual void finish(core::Timestamp /*now*/, const FeedSink& /*sink*/) {}
  /// One line for the log when the feed has ended.
  [[nodiscard]] virtual std::string summary() const = 0;

 private:
  bus::Parker parker_;
};

inline void Feed::wait(core::Duration longest, const std::stop_token& stop, const FeedSink& /*sink*/) {
  parker_.wait([&] { return stop.stop_requested(); }, longest);
}

/// Plays files at `speed` times the pace at which they were received, beginning now.
[[nodiscard]] core::Result<std::unique_ptr<Feed>> make_file_feed(const std::vector<std::string>& paths,
                                                                 const venues::file::EventSourceOptions& options,
                                                                 double speed);

}  // namespace tidemark::app
