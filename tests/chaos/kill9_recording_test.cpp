// kill -9 at random moments while a recording is written: it opens, every synchronized event is in it, none twice, none
// out of order, and the next writer goes on where the last one was stopped.

#include <iostream>

#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "tests/chaos/child.hpp"
#include "tests/support/shared_data.hpp"
#include "venues/file/recording.hpp"

namespace tidemark::chaos {
namespace {

namespace file = venues::file;

constexpr std::uint64_t kEvents = 30'000;

core::InstrumentTable one_instrument() {
  core::InstrumentTable table;
  core::Instrument instrument;
  instrument.venue = "binance";
  instrument.symbol = "BTCUSDT";
  table.add(instrument);
  return table;
}

core::Trade trade_at(std::uint64_t id) {
  core::Trade trade;
  trade.times = {.exchange = core::Timestamp::from_ms(1'704'067'200'000 + static_cast<std::int64_t>(id)),
                 .received = core::Timestamp::from_ms(1'704'067'200'001 + static_cast<std::int64_t>(id))};
  trade.price = {4'200'000 + static_cast<std::int64_t>(id % 97)};
  trade.qty = {static_cast<std::int64_t>(id)};
  trade.first_id = trade.last_id = id;
  return trade;
}

/// The child: appends trades from id `first` on, raw text in between, and synchronizes now and then.
int record_trades(const std::string& path, std::uint64_t first, int report) {
  const core::InstrumentTable table = one_instrument();
  auto writer = file::open_recording_writer(path, file::ReplayFrom::kEvents, table);
  if (!writer) return 4;
  core::Rng rng{first};
  const std::string text(300, 'x');
  for (std::uint64_t id = first; id < kEvents; ++id) {
    if (!(*writer)->put_event(trade_at(id))) return 5;
    const file::Frame frame{
        .venue = "binance", .stream = "trade", .received = trade_at(id).times.received, .text = text};
    if (rng.chance(0.3) && !(*writer)->put_frame(frame)) return 6;
    if (rng.chance(0.02)) {
      if (!(*writer)->sync()) return 7;
      report_acknowledged(report, id + 1);
    }
  }
  if (!(*writer)->sync()) return 8;
  report_acknowledged(report, kEvents);
  return 0;
}

/// Reads all of it; ids must be 0, 1, 2 … Returns how many events there are.
void count_events(const std::string& path, std::uint64_t& count) {
  auto reader = file::open_recording_reader(path);
  ASSERT_TRUE(reader) << reader.error().text();
  file::Record record;
  count = 0;
  for (;;) {
    const auto more = (*reader)->next(record);
    ASSERT_TRUE(more) << more.error().text();
    if (!*more) return;
    if (const auto* event = std::get_if<file::RecordedEvent>(&record)) {
      ASSERT_EQ(std::get<core::Trade>(event->event), trade_at(count));
      ++count;
    }
  }
}

TEST(Kill9Recording, keeps_every_synchronized_event_once_and_in_order) {
  const test::TemporaryFolder folder;
  core::Rng rng{11};
  const int wanted = kills_wanted();
  int killed = 0;
  int files = 0;
  std::string path;
  std::uint64_t first = 0;
  std::uint64_t acknowledged = 0;
  while (killed < wanted) {
    if (path.empty()) {
      path = folder.file("run" + std::to_string(++files) + ".tmrec");
      first = 0;
      acknowledged = 0;
    }
    Child child = Child::run_function([&](int report) { return record_trades(path, first, report); });
    child.kill_after_us(static_cast<std::int64_t>(rng.uniform(0, 150'000)));
    acknowledged = std::max(acknowledged, child.acknowledged());
    if (child.end() == Child::End::kKilled) {
      ++killed;
    } else {
      ASSERT_EQ(child.exit_code(), 0) << child.reports();
    }
    if (acknowledged == 0 && (!std::filesystem::exists(path) || std::filesystem::file_size(path) == 0)) continue;
    std::uint64_t events = 0;
    ASSERT_NO_FATAL_FAILURE(count_events(path, events)) << "kill " << killed;
    ASSERT_GE(events, acknowledged) << "kill " << killed;
    first = events;
    if (first == kEvents || rng.chance(0.1)) path.clear();
  }
  std::cout << killed << " kills, " << files << " recordings\n";
}

}  // namespace
}  // namespace tidemark::chaos
