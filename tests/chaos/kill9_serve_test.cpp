// kill -9 at random moments while the real program serves the simulated exchange into a store and a recording: both
// open, are sound, and the next run on the same files works.

#include <iostream>

#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "storage/transactional_store.hpp"
#include "tests/chaos/child.hpp"
#include "tests/support/shared_data.hpp"
#include "venues/file/recording.hpp"

namespace tidemark::chaos {
namespace {

namespace file = venues::file;

/// Events of a recording, each as it was received; fails on damage.
void read_events(const std::string& path, std::vector<core::Event>& events) {
  auto reader = file::open_recording_reader(path);
  ASSERT_TRUE(reader) << reader.error().text();
  file::Record record;
  events.clear();
  for (;;) {
    const auto more = (*reader)->next(record);
    ASSERT_TRUE(more) << more.error().text();
    if (!*more) return;
    if (auto* event = std::get_if<file::RecordedEvent>(&record)) events.push_back(std::move(event->event));
  }
}

/// Sound, and every series a chain of candles without a repetition.
void expect_sound_store(const std::string& path, std::uint64_t& candles) {
  auto store = storage::open_transactional_store(path, storage::OpenMode::kCreate);
  ASSERT_TRUE(store) << store.error().text();
  const auto sound = (*store)->check();
  ASSERT_TRUE(sound) << sound.error().text();
  const auto series = (*store)->series();
  ASSERT_TRUE(series) << series.error().text();
  candles = 0;
  for (const auto& info : *series) candles += info.candles;
}

TEST(Kill9Serve, leaves_a_sound_store_and_a_readable_recording_that_only_grows) {
  const test::TemporaryFolder folder;
  const std::string database = folder.file("serve.db");
  const std::string recording = folder.file("serve.tmrec");
  core::Rng rng{3};
  const int wanted = std::max(1, kills_wanted() / 4);  // each takes seconds
  std::vector<core::Event> before;
  std::vector<core::Event> now;
  std::uint64_t candles_before = 0;
  constexpr int kMost = 40;
  // A slow machine may be killed before it has begun; then it is not yet the test.
  for (int killed = 0; killed < wanted || (before.empty() && killed < kMost);) {
    Child child = Child::run_program({"serve", "--source", "sim", "--port", "0", "--symbols", "BTCUSDT,ETHUSDT",
                                      "--speed", "60", "--store", database, "--record", recording},
                                     folder.path().string());
    child.kill_after_us(static_cast<std::int64_t>(rng.uniform(50'000, 2'500'000)));
    ASSERT_EQ(child.end(), Child::End::kKilled) << "it ended by itself: " << child.reports();
    ++killed;
    if (std::filesystem::exists(database)) {
      std::uint64_t candles = 0;
      ASSERT_NO_FATAL_FAILURE(expect_sound_store(database, candles)) << "kill " << killed;
      ASSERT_GE(candles, candles_before);
      candles_before = candles;
    }
    if (std::filesystem::exists(recording) && std::filesystem::file_size(recording) > 0) {
      ASSERT_NO_FATAL_FAILURE(read_events(recording, now)) << "kill " << killed;
      ASSERT_GE(now.size(), before.size());
      ASSERT_TRUE(std::equal(before.begin(), before.end(), now.begin())) << "what was read once has changed";
      before.swap(now);
    }
  }
  EXPECT_GT(before.size(), 0U);
  std::cout << wanted << " kills, " << before.size() << " events recorded, " << candles_before << " candles stored\n";
}

}  // namespace
}  // namespace tidemark::chaos
