#include "api/work_pool.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

namespace tidemark::api {
namespace {

std::vector<WorkPool::Job> count_down(std::latch& latch, std::size_t jobs) {
  std::vector<WorkPool::Job> made;
  for (std::size_t i = 0; i < jobs; ++i) made.emplace_back([&latch] { latch.count_down(); });
  return made;
}

TEST(WorkPool, jobs_of_a_batch_are_done_side_by_side) {
  WorkPool pool{8};
  std::jthread one{[&] { pool.run(); }};
  std::jthread two{[&] { pool.run(); }};
  // Each waits for the other: one thread alone would never come through.
  std::latch both{2};
  std::latch done{2};
  std::vector<WorkPool::Job> jobs;
  for (int i = 0; i < 2; ++i) {
    jobs.emplace_back([&] {
      both.arrive_and_wait();
      done.count_down();
    });
  }
  ASSERT_EQ(pool.post(std::move(jobs)), Posted::kQueued);
  done.wait();
  pool.stop();
}

TEST(WorkPool, a_batch_without_room_is_refused_whole) {
  WorkPool pool{3};
  std::latch latch{2};
  EXPECT_EQ(pool.post(count_down(latch, 2)), Posted::kQueued);
  EXPECT_EQ(pool.post(count_down(latch, 2)), Posted::kRefused);
  EXPECT_EQ(pool.stats().depth, 2U);
  EXPECT_EQ(pool.stats().full, 1U);
  std::jthread worker{[&] { pool.run(); }};
  latch.wait();
  pool.stop();
}

TEST(WorkPool, what_waits_when_it_stops_is_let_go) {
  WorkPool pool{3};
  const auto held = std::make_shared<int>(1);
  std::vector<WorkPool::Job> jobs;
  jobs.emplace_back([held] {});
  ASSERT_EQ(pool.post(std::move(jobs)), Posted::kQueued);
  pool.stop();
  pool.run();
  EXPECT_EQ(held.use_count(), 1);
  std::latch latch{1};
  EXPECT_EQ(pool.post(count_down(latch, 1)), Posted::kRefused);
}

}  // namespace
}  // namespace tidemark::api
