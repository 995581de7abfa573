#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/instrument.hpp"
#include "engine/output.hpp"

namespace tidemark::api {

/// News for the system channel that waits to be told, the latest of each kind only: a feed's state, a gate, a book's
/// state per instrument, a quality per series, a gap by its start. Bounded by what there is to tell about; past
/// `capacity` different things the whole is told instead (overflowed). Not thread-safe.
class StatusEvents {
 public:
  explicit StatusEvents(std::size_t capacity) : capacity_{capacity} {}

  /// Takes what concerns the system channel and ignores the rest.
  void add(const engine::Output& output);
  [[nodiscard]] bool empty() const { return events_.empty() && !overflowed_; }

  struct Batch {
    std::vector<engine::Output> events;  ///< in order of first arrival
    bool overflowed{false};              ///< some were lost: tell the whole state
  };
  [[nodiscard]] Batch take();

 private:
  using Key = std::tuple<std::size_t, std::uint32_t, int, std::int64_t>;  ///< kind, instrument, timeframe, gap start
  void keep(const Key& key, const engine::Output& output);

  std::size_t capacity_;
  std::vector<engine::Output> events_;
  std::map<Key, std::size_t> places_;
  std::map<std::uint32_t, engine::BookState> books_;  ///< last told: a book output is news only when its state changed
  bool overflowed_{false};
};

/// One event as the data of a `status` message.
[[nodiscard]] std::string encode_status(const engine::Output& event, const core::Instrument& instrument);

}  // namespace tidemark::api
