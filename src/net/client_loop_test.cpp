#include "net/client_loop.hpp"

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/clock.hpp"

namespace tidemark::net {
namespace {

using core::milliseconds;
using core::seconds;
using testing::ElementsAre;

class ClientLoopTest : public testing::Test {
 protected:
  core::ManualClock clock_{core::Timestamp{}};
  std::unique_ptr<ClientLoop> loop_ = std::make_unique<ClientLoop>(clock_);
};

TEST_F(ClientLoopTest, DoesNothingWhenThereIsNothing) {
  EXPECT_FALSE(loop_->run_for({}));
  EXPECT_FALSE(loop_->run_for(milliseconds(1)));
  // Also the second time: an idle loop is not a finished one.
  loop_->wake();
  EXPECT_TRUE(loop_->run_for({}));
}

TEST_F(ClientLoopTest, RunsWhatOthersPostInOrder) {
  std::vector<int> done;
  std::jthread other{[&] {
    for (int i = 0; i < 3; ++i) loop_->post([&done, i] { done.push_back(i); });
  }};
  while (done.size() < 3) ASSERT_TRUE(loop_->run_for(seconds(20)));
  EXPECT_THAT(done, ElementsAre(0, 1, 2));
}

TEST_F(ClientLoopTest, IsWokenFromItsWait) {
  std::jthread other{[&] { loop_->wake(); }};
  EXPECT_TRUE(loop_->run_for(core::hours(1)));
}

TEST_F(ClientLoopTest, ReturnsUnderAFlood) {
  std::size_t done = 0;
  std::function<void()> again = [&] {
    ++done;
    loop_->post(again);
  };
  loop_->post(again);
  EXPECT_TRUE(loop_->run_for(seconds(1)));
  EXPECT_GE(done, 1U);
  EXPECT_LE(done, ClientLoop::kBatch);
}

TEST_F(ClientLoopTest, RunsTimersInTheirOrderAndNoCancelledOnes) {
  std::vector<int> done;
  const auto note = [&](int i) { return [&done, i] { done.push_back(i); }; };
  loop_->after(milliseconds(20), note(2));
  loop_->after(milliseconds(1), note(1));
  const TimerId cancelled = loop_->after(milliseconds(5), note(9));
  loop_->cancel(cancelled);
  loop_->cancel(cancelled);
  while (done.size() < 2) loop_->run_for(seconds(20));
  EXPECT_THAT(done, ElementsAre(1, 2));
}

TEST_F(ClientLoopTest, LetsATimerCancelAnotherThatIsDueToo) {
  std::vector<int> done;
  TimerId second{};
  loop_->after({}, [&] {
    done.push_back(1);
    loop_->cancel(second);
  });
  second = loop_->after({}, [&] { done.push_back(2); });
  loop_->after(milliseconds(5), [&] { done.push_back(3); });
  while (done.empty() || done.back() != 3) loop_->run_for(seconds(20));
  EXPECT_THAT(done, ElementsAre(1, 3));
}

TEST_F(ClientLoopTest, DropsWhatIsNotRun) {
  const auto kept = std::make_shared<int>(1);
  loop_->post([kept] {});
  loop_->after(core::hours(1), [kept] {});
  EXPECT_EQ(kept.use_count(), 3);
  loop_.reset();
  EXPECT_EQ(kept.use_count(), 1);
}

}  // namespace
}  // namespace tidemark::net
