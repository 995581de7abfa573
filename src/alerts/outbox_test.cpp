// When a delivery is tried again and when it is over. Statuses and Retry-After as RFC 9110 and RFC 6585 define them.

#include "alerts/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::alerts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr core::Timestamp kStart = core::Timestamp::from_s(1'704'067'200);

net::RestReply reply(int status, std::string retry_after = {}) {
  net::RestReply made{.status = status, .headers = {}, .body = {}};
  if (!retry_after.empty()) made.headers.push_back({"retry-after", std::move(retry_after)});
  return made;
}

core::Result<net::RestReply> no_answer(std::string code) {
  return core::fail(core::ErrorKind::kUnavailable, std::move(code), "no answer");
}

OutboxOptions options() {
  return {.waiting_max = 8,
          .in_flight_per_webhook = 2,
          .backoff = {.first = core::seconds(1), .cap = core::seconds(8), .least = core::milliseconds(100)},
          .give_up_after = core::minutes(10),
          .retry_after_max = core::minutes(5)};
}

Delivery delivery(std::string id, std::string webhook = "w") {
  return {.message = {std::move(id), "{}", "application/json"},
          .webhook_id = std::move(webhook),
          .created = kStart,
          .next_at = kStart};
}

std::vector<std::string> ids(const std::vector<Delivery>& deliveries) {
  std::vector<std::string> all;
  for (const Delivery& one : deliveries) all.push_back(one.message.id);
  return all;
}

constexpr Verdict kAgain{};
const Verdict kDone{.state = DeliveryState::kDelivered, .status = 200, .error = {}, .retry_after = {}};

TEST(DeliveryVerdict, only_2xx_is_a_success_and_only_some_failures_pass) {
  for (const int status : {200, 201, 202, 204}) {
    EXPECT_EQ(verdict_of(reply(status), kStart).state, DeliveryState::kDelivered) << status;
  }
  for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
    EXPECT_EQ(verdict_of(reply(status), kStart).state, DeliveryState::kPending) << status;
  }
  for (const int status : {301, 302, 400, 401, 403, 404, 405, 410, 413, 422}) {
    EXPECT_EQ(verdict_of(reply(status), kStart).state, DeliveryState::kRefused) << status;
  }
  const auto silent = verdict_of(no_answer("request_timeout"), kStart);
  EXPECT_EQ(silent.state, DeliveryState::kPending);
  EXPECT_EQ(silent.error, "request_timeout");
  EXPECT_FALSE(silent.status);
  EXPECT_EQ(verdict_of(reply(404), kStart).error, "http_404");
}

TEST(DeliveryVerdict, reads_retry_after_in_seconds_and_as_a_date) {
  EXPECT_EQ(verdict_of(reply(429, "120"), kStart).retry_after, core::seconds(120));
  EXPECT_EQ(verdict_of(reply(503, "Mon, 01 Jan 2024 00:00:30 GMT"), kStart).retry_after, core::seconds(30));
  EXPECT_EQ(verdict_of(reply(503, "Sun, 31 Dec 2023 23:00:00 GMT"), kStart).retry_after, core::seconds(0));
  for (const char* nonsense : {"soon", "-5", "1.5", "", "Mon, 99 Jan 2024 00:00:30 GMT", "99999999999999999999"}) {
    EXPECT_FALSE(verdict_of(reply(503, nonsense), kStart).retry_after) << nonsense;
  }
  EXPECT_FALSE(verdict_of(reply(404, "120"), kStart).retry_after);
}

TEST(AlertOutbox, sends_what_is_due_and_forgets_what_is_delivered) {
  Outbox outbox{options(), core::Rng{1}};
  EXPECT_TRUE(outbox.put(delivery("a")));
  EXPECT_THAT(ids(outbox.take_due(kStart - core::seconds(1))), IsEmpty());
  EXPECT_THAT(ids(outbox.take_due(kStart)), ElementsAre("a"));
  EXPECT_THAT(ids(outbox.take_due(kStart)), IsEmpty()) << "it is under way";
  const auto ended = outbox.finish("a", kDone, kStart, kStart + core::seconds(1));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->delivery.state, DeliveryState::kDelivered);
  EXPECT_EQ(ended->attempt.number, 1U);
  EXPECT_EQ(ended->attempt.status, 200);
  EXPECT_EQ(outbox.size(), 0U);
  EXPECT_FALSE(outbox.next_due());
}

TEST(AlertOutbox, waits_longer_after_each_failure_up_to_the_cap) {
  // Full jitter: uniform up to 1, 2, 4, 8, 8 … seconds, never less than the least.
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Outbox outbox{options(), core::Rng{seed}};
    ASSERT_TRUE(outbox.put(delivery("a")));
    core::Timestamp now = kStart;
    for (const std::int64_t ceiling : {1, 2, 4, 8, 8}) {
      ASSERT_EQ(outbox.take_due(now).size(), 1U);
      const auto ended = outbox.finish("a", kAgain, now, now);
      ASSERT_TRUE(ended);
      const core::Duration wait = ended->delivery.next_at - now;
      EXPECT_GE(wait, core::milliseconds(100));
      EXPECT_LE(wait, core::seconds(ceiling));
      now = ended->delivery.next_at;
      EXPECT_EQ(outbox.next_due(), now);
    }
  }
}

TEST(AlertOutbox, obeys_the_receiver_within_reason) {
  Outbox outbox{options(), core::Rng{1}};
  ASSERT_TRUE(outbox.put(delivery("a")));
  ASSERT_EQ(outbox.take_due(kStart).size(), 1U);
  auto ended = outbox.finish("a", {.retry_after = core::seconds(100)}, kStart, kStart);
  EXPECT_EQ(ended->delivery.next_at, kStart + core::seconds(100));
  const core::Timestamp now = kStart + core::seconds(100);
  ASSERT_EQ(outbox.take_due(now).size(), 1U);
  ended = outbox.finish("a", {.retry_after = core::hours(9)}, now, now);
  EXPECT_EQ(ended->delivery.next_at, now + core::minutes(5)) << "no receiver puts us off for ever";
}

TEST(AlertOutbox, gives_up_when_the_next_attempt_would_be_too_late) {
  Outbox outbox{options(), core::Rng{1}};
  ASSERT_TRUE(outbox.put(delivery("a")));
  const core::Timestamp late = kStart + core::minutes(10);
  ASSERT_EQ(outbox.take_due(late).size(), 1U);
  const auto ended = outbox.finish("a", kAgain, late, late);
  EXPECT_EQ(ended->delivery.state, DeliveryState::kGivenUp);
  EXPECT_EQ(outbox.size(), 0U);
}

TEST(AlertOutbox, a_hanging_webhook_holds_up_no_other) {
  Outbox outbox{options(), core::Rng{1}};
  for (const char* id : {"slow1", "slow2", "slow3"}) ASSERT_TRUE(outbox.put(delivery(id, "slow")));
  EXPECT_THAT(ids(outbox.take_due(kStart)), ElementsAre("slow1", "slow2"));
  ASSERT_TRUE(outbox.put(delivery("fast1", "fast")));
  EXPECT_THAT(ids(outbox.take_due(kStart)), ElementsAre("fast1"));
  EXPECT_FALSE(outbox.next_due()) << "what waits behind the slow ones waits for them, not for a time";
  ASSERT_TRUE(outbox.finish("slow1", kAgain, kStart, kStart));
  EXPECT_THAT(ids(outbox.take_due(kStart)), ElementsAre("slow3"));
}

TEST(AlertOutbox, is_bounded_and_says_when_there_is_room_again) {
  Outbox outbox{options(), core::Rng{1}};
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(outbox.put(delivery(std::to_string(i), "w" + std::to_string(i))));
  EXPECT_FALSE(outbox.put(delivery("more")));
  EXPECT_TRUE(outbox.put(delivery("3", "w3"))) << "it is there already";
  EXPECT_EQ(outbox.size(), 8U);
  EXPECT_FALSE(outbox.wants_more());
  ASSERT_EQ(outbox.take_due(kStart).size(), 8U);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(outbox.finish(std::to_string(i), kDone, kStart, kStart));
  EXPECT_TRUE(outbox.wants_more());
  outbox.took_more();
  EXPECT_FALSE(outbox.wants_more());
}

TEST(AlertOutbox, an_answer_for_a_removed_webhook_is_of_no_interest) {
  Outbox outbox{options(), core::Rng{1}};
  ASSERT_TRUE(outbox.put(delivery("a")));
  ASSERT_EQ(outbox.take_due(kStart).size(), 1U);
  outbox.drop("w");
  EXPECT_FALSE(outbox.finish("a", kDone, kStart, kStart));
  EXPECT_EQ(outbox.size(), 0U);
}

}  // namespace
}  // namespace tidemark::alerts
