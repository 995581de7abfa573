#include "core/rng.hpp"

#include <gtest/gtest.h>

namespace tidemark::core {
namespace {

TEST(Rng, follows_the_published_generator) {
  // splitmix64 from seed 1234567 gives 6457827717110365317, 3203168211198807973, 9817491932198370423,
  // 4593380528125082431 (rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64): the four words of the state.
  const Rng rng{1234567};
  const Rng::State expected{6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                            4593380528125082431ULL};
  EXPECT_EQ(rng.state(), expected);
  // First output of xoshiro256++ by hand: rotl(s0 + s3, 23) + s0.
  const std::uint64_t sum = expected[0] + expected[3];
  Rng copy = rng;
  EXPECT_EQ(copy.next(), ((sum << 23) | (sum >> 41)) + expected[0]);
}

TEST(Rng, restoring_the_state_continues_the_sequence) {
  Rng a{7};
  (void)a.normal();
  Rng b{1};
  b.restore(a.state());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
}

TEST(Rng, forks_depend_on_label_and_not_on_use) {
  const Rng root{42};
  Rng a = root.fork(1);
  Rng again = root.fork(1);
  Rng b = root.fork(2);
  const auto first = a.next();
  EXPECT_EQ(first, again.next());
  EXPECT_NE(first, b.next());
}

TEST(Rng, distributions_have_their_moments) {
  Rng rng{99};
  constexpr int kDraws = 200'000;
  double sum = 0;
  double squares = 0;
  double exponential = 0;
  std::array<int, 7> counts{};
  for (int i = 0; i < kDraws; ++i) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
    exponential += rng.exponential();
    ++counts[rng.below(7)];
  }
  // Five standard errors: 5 / sqrt(200000) = 0.0112; for the second moment sqrt(2) times that.
  EXPECT_NEAR(sum / kDraws, 0.0, 0.0112);
  EXPECT_NEAR(squares / kDraws, 1.0, 0.0159);
  EXPECT_NEAR(exponential / kDraws, 1.0, 0.0112);
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 7.0, 5 * 157);  // sqrt(n p (1-p)) = 156.5
}

}  // namespace
}  // namespace tidemark::core
