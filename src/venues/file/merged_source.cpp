#include <utility>

#include "venues/file/event_sources.hpp"

namespace tidemark::venues::file {
namespace {

/// Holds the next event of each source; gives the one that was received first.
class MergedSource final : public EventSource {
 public:
  explicit MergedSource(std::vector<EventSourcePtr> sources) {
    for (auto& source : sources) heads_.push_back({std::move(source), {}, State::kEmpty});
  }

  core::Result<bool> next(core::Event& out) override {
    Head* first = nullptr;
    for (auto& head : heads_) {
      if (head.state == State::kEmpty) {
        const auto more = head.source->next(head.event);
        if (!more) return std::unexpected(more.error());
        head.state = *more ? State::kHolds : State::kEnd;
      }
      if (head.state != State::kHolds) continue;
      if (first == nullptr || received(head) < received(*first)) first = &head;
    }
    if (first == nullptr) return false;
    std::swap(out, first->event);
    first->state = State::kEmpty;
    ++given_;
    return true;
  }
  [[nodiscard]] const EventSourceReport& report() const override {
    merged_ = {};
    for (const auto& head : heads_) {
      const auto& part = head.source->report();
      if (merged_.kind.find(part.kind) == std::string::npos)
        merged_.kind += (merged_.kind.empty() ? "" : " + ") + part.kind;
      merged_.notes.insert(merged_.notes.end(), part.notes.begin(), part.notes.end());
      merged_.messages += part.messages;
      for (const auto& [rule, count] : part.refused) merged_.refused[rule] += count;
    }
    merged_.events = given_;
    return merged_;
  }

 private:
  enum class State : std::uint8_t { kEmpty, kHolds, kEnd };
  struct Head {
    EventSourcePtr source;
    core::Event event;
    State state{State::kEmpty};
  };
  static core::Timestamp received(const Head& head) { return core::times_of(head.event).received; }

  std::vector<Head> heads_;
  std::uint64_t given_{0};
  mutable EventSourceReport merged_;  ///< put together when asked for
};

}  // namespace

core::Result<EventSourcePtr> make_merged_source(std::vector<EventSourcePtr> sources) {
  return std::make_unique<MergedSource>(std::move(sources));
}

}  // namespace tidemark::venues::file
