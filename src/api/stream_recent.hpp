#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/live_state.hpp"
#include "api/stream_channel.hpp"

namespace tidemark::api {

/// A channel of things that are each told once, in order; those of a moment share a message. What it reads is a
/// RecentRing of LiveState; when some fell out of that before they were told, subscribers get a snapshot.
template <class T>
class RecentChannel : public Channel {
 public:
  Told tell() override {
    const core::Duration now = world_.clock.monotonic();
    if (now - told_at_ < terms_.interval) return Told::kLater;
    const RecentView<T> news = after(told_);
    if (news.items.empty() && !news.missed) return Told::kAll;
    told_at_ = now;
    if (news.missed) {
      look();
      return Told::kAll;
    }
    told_ = news.last;
    tell_items(news.items);
    return Told::kAll;
  }

 protected:
  struct Terms {
    std::string_view message;         ///< type of its messages
    core::Duration interval;          ///< least time between two
    std::size_t snapshot;             ///< most items of a snapshot
    ops::Histogram* pushed{nullptr};  ///< see Message::own
  };
  RecentChannel(StreamWorld& world, std::string name, std::uint64_t topic, Terms terms)
      : Channel{world, std::move(name), topic}, terms_{terms} {}

  [[nodiscard]] virtual RecentView<T> newest() const = 0;
  [[nodiscard]] virtual RecentView<T> after(std::uint64_t number) const = 0;
  [[nodiscard]] virtual std::string document(const std::vector<T>& items) const = 0;
  [[nodiscard]] virtual core::Timestamp known_at(const T& item) const = 0;
  /// The type of the message that tells an item; neighbors of one type share a message.
  [[nodiscard]] virtual std::string_view message_of(const T& /*item*/) const { return terms_.message; }

  std::string look() override {
    RecentView<T> view = newest();
    const std::uint64_t behind = warm() ? view.last - std::min(told_, view.last) : 0;
    const bool together = behind <= view.items.size();
    if (behind > 0 && together) tell_items({view.items.end() - static_cast<std::ptrdiff_t>(behind), view.items.end()});
    told_ = view.last;
    const std::size_t surplus = view.items.size() - std::min(view.items.size(), terms_.snapshot);
    view.items.erase(view.items.begin(), view.items.begin() + static_cast<std::ptrdiff_t>(surplus));
    std::string whole = document(view.items);
    if (!together) resync(whole);
    return whole;
  }

 private:
  void tell_items(const std::vector<T>& items) {
    for (auto from = items.begin(); from != items.end();) {
      const std::string_view type = message_of(*from);
      const auto to = std::find_if(from, items.end(), [&](const T& item) { return message_of(item) != type; });
      const std::vector<T> same{from, to};
      const std::string data = document(same);
      broadcast({.type = type, .data = data, .known_at = known_at(same.back()), .own = terms_.pushed});
      from = to;
    }
  }

  Terms terms_;
  std::uint64_t told_{0};  ///< running number of the last one told (LiveState)
  core::Duration told_at_{};
};

}  // namespace tidemark::api
