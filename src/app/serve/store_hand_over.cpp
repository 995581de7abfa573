#include "app/serve/store_hand_over.hpp"

#include <string>
#include <utility>

namespace tidemark::app {
namespace {

constexpr core::Duration kRoomWait = core::milliseconds(50);
constexpr core::Duration kGrace = core::seconds(2);

}  // namespace

void StoreHandOver::hand_over() {
  const bool due = feed_.rows() >= on_.commit_rows || on_.clock.monotonic() - batch_begun_ >= on_.commit_interval;
  if (!batch_done() || due) pass_on();
  if (state_ == State::kHolding) ++times_full_;
  while (state_ == State::kHolding) {
    wait_for_room();
    pass_on();
  }
}

core::Status StoreHandOver::finish() {
  core::Duration working_at = on_.clock.monotonic();
  for (;;) {
    pass_on();
    if (batch_done()) {
      begin_batch();
      if (batch_.empty()) return {};
    }
    const storage::WriterHealth health = on_.writer.health();
    if (health.state == storage::WriterState::kWriting) {
      working_at = on_.clock.monotonic();
    } else if (on_.clock.monotonic() - working_at >= kGrace) {
      const core::Error reason = health.last_error.value_or(core::Error{});
      return core::fail(reason.kind, reason.code,
                        std::to_string(rows_left()) + " rows could not be stored: " + reason.message, reason.place);
    }
    wait_for_room();
  }
}

/// Begins a new batch when the last one is with the writer, and gives as much of it as there is room for.
void StoreHandOver::pass_on() {
  if (batch_done()) begin_batch();
  while (!batch_done()) {
    const std::uint64_t rows = storage::rows_of(batch_[next_]);
    if (!on_.writer.try_submit(std::move(batch_[next_]))) break;
    batch_rows_ -= rows;
    ++next_;
  }
  const std::uint64_t rows = rows_left();
  depth_ = rows;
  if (rows > high_water_) high_water_ = rows;
  if (batch_done()) {
    state_ = State::kPassing;
  } else {
    state_ = rows < on_.backlog_rows || letting_go_ ? State::kGathering : State::kHolding;
  }
}

void StoreHandOver::begin_batch() {
  batch_begun_ = on_.clock.monotonic();
  batch_ = feed_.take();
  next_ = 0;
  batch_rows_ = 0;
  for (const storage::WriteRecord& record : batch_) batch_rows_ += storage::rows_of(record);
}

void StoreHandOver::wait_for_room() {
  if (!batch_done()) on_.writer.wait_for_room(storage::rows_of(batch_[next_]), kRoomWait);
}

bus::QueueStats StoreHandOver::stats() const {
  return {.name = "store.backlog",
          .owner = "dispatch",
          .unit = "rows",
          .policy = bus::OverflowPolicy::kBlock,
          .capacity = on_.backlog_rows,
          .depth = depth_,
          .high_water = high_water_,
          .full = times_full_};
}

std::optional<std::string> store_problem(const storage::WriterHealth& writer, StoreHandOver::State state) {
  const bool failing = writer.state == storage::WriterState::kRetrying && writer.last_error;
  if (!failing && state != StoreHandOver::State::kHolding) return std::nullopt;
  std::string text = failing ? writer.last_error->text() : "the disk does not keep up";
  switch (state) {
    case StoreHandOver::State::kPassing:
      break;
    case StoreHandOver::State::kGathering:
      text += "; what is to be stored waits in memory";
      break;
    case StoreHandOver::State::kHolding:
      text += "; too much waits for it, so the source is held back and the charts with it";
      break;
  }
  return text;
}

}  // namespace tidemark::app
