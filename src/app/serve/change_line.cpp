#include "app/serve/change_line.hpp"

#include <chrono>
#include <utility>

namespace tidemark::app {
namespace {

constexpr core::Duration kPatience = core::seconds(5);
constexpr std::chrono::milliseconds kLookEvery{50};

}  // namespace

void ChangeLine::put(storage::WriteRecord record) {
  waiting_.push_back(std::move(record));
  ++put_;
}

void ChangeLine::hand_on() {
  while (!waiting_.empty()) {
    // What is not taken is left as it is.
    if (!writer_.try_submit(std::move(waiting_.front()))) break;
    waiting_.pop_front();
  }
  const std::uint64_t handed = put_ - waiting_.size();
  if (handed == handed_) return;
  const std::lock_guard lock{mutex_};
  handed_ = handed;
  handed_on_.notify_all();
}

void ChangeLine::await_written(std::uint64_t change) {
  {
    const core::Duration end = clock_.monotonic() + kPatience;
    std::unique_lock lock{mutex_};
    while (!handed_on_.wait_for(lock, kLookEvery, [&] { return handed_ >= change; })) {
      const bool fails = writer_.health().state == storage::WriterState::kRetrying;
      if (fails || clock_.monotonic() >= end) return;
    }
  }
  const auto ignored = writer_.flush();
}

}  // namespace tidemark::app
