#include "venues/file/recording.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "venues/testing.hpp"

namespace tidemark::venues::file {
namespace {

using testing::slurp;
using testing::TempFolder;

class RecordingTest : public ::testing::Test {
 protected:
  RecordingTest() {
    core::Instrument instrument;
    instrument.venue = "binance";
    instrument.symbol = "BTCUSDT";
    instrument.scale = {2, 5};
    instrument.pip_size = 0.01;
    btc = instruments.add(instrument);
  }
  core::Trade trade(std::uint64_t id) const {
    return {.instrument = btc, .times = {{1}, {2}}, .price = {100}, .qty = {5}, .first_id = id, .last_id = id};
  }
  std::unique_ptr<RecordingWriter> open(ReplayFrom from = ReplayFrom::kEvents) {
    auto writer = open_recording_writer(path, from, instruments);
    EXPECT_TRUE(writer.has_value()) << writer.error().text();
    return writer ? std::move(*writer) : nullptr;
  }
  /// "S1 I(BTCUSDT) E7 F(text)" …, then "!code" for an error or "+n" for torn bytes.
  static std::string contents_of(core::Result<std::unique_ptr<RecordingReader>> reader) {
    if (!reader) return "!" + reader.error().code;
    std::string all;
    Record record;
    while (true) {
      const auto more = (*reader)->next(record);
      if (!more) return all + "!" + more.error().code;
      if (!*more) break;
      if (const auto* session = std::get_if<SessionStart>(&record)) all += "S" + std::to_string(session->number) + " ";
      if (const auto* instrument = std::get_if<RecordedInstrument>(&record))
        all += "I(" + instrument->facts.symbol + ") ";
      if (const auto* frame = std::get_if<Frame>(&record)) all += "F(" + std::string(frame->text) + ") ";
      if (const auto* event = std::get_if<RecordedEvent>(&record)) {
        const auto* t = std::get_if<core::Trade>(&event->event);
        all += t != nullptr ? "E" + std::to_string(t->first_id) + " " : "E ";
      }
    }
    if ((*reader)->torn_bytes() > 0) all += "+";
    return all;
  }
  std::string contents() const { return contents_of(open_recording_reader(path)); }

  TempFolder folder;
  std::string path = folder.file("a.tmrec");
  core::InstrumentTable instruments;
  core::InstrumentId btc;
};

TEST_F(RecordingTest, GivesBackWhatWasPutInOrder) {
  auto writer = open();
  ASSERT_TRUE(writer->put_frame({"binance", "btcusdt@trade", {42}, "{\"raw\":1}"}).has_value());
  ASSERT_TRUE(writer->put_event(trade(7)).has_value());
  ASSERT_TRUE(writer->put_event(core::Heartbeat{{{0}, {9}}}).has_value());
  ASSERT_TRUE(writer->put_event(trade(8)).has_value());
  ASSERT_TRUE(writer->sync().has_value());
  EXPECT_EQ(contents(), "S1 F({\"raw\":1}) I(BTCUSDT) E7 E E8 ");
  EXPECT_EQ(writer->counters().events, 3U);
  EXPECT_EQ(writer->counters().frames, 1U);
  EXPECT_EQ(writer->counters().instruments, 1U);
  EXPECT_EQ(writer->counters().acknowledged, std::filesystem::file_size(path));
}

TEST_F(RecordingTest, FrameAndInstrumentKeepAllFields) {
  auto writer = open(ReplayFrom::kFramesAndEvents);
  ASSERT_TRUE(writer->put_instrument(btc).has_value());
  ASSERT_TRUE(writer->put_frame({"binance", "s", {42}, "text"}).has_value());
  ASSERT_TRUE(writer->sync().has_value());
  auto reader = open_recording_reader(path);
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ((*reader)->replay_from(), ReplayFrom::kFramesAndEvents);
  Record record;
  ASSERT_TRUE((*reader)->next(record).value());
  ASSERT_TRUE((*reader)->next(record).value());
  const auto facts = std::get<RecordedInstrument>(record).facts;
  EXPECT_EQ(facts.key(), "binance:BTCUSDT");
  EXPECT_EQ(facts.scale, (core::Scale{2, 5}));
  EXPECT_EQ(facts.pip_size, 0.01);
  ASSERT_TRUE((*reader)->next(record).value());
  const auto frame = std::get<Frame>(record);
  EXPECT_EQ(frame.venue, "binance");
  EXPECT_EQ(frame.stream, "s");
  EXPECT_EQ(frame.received, core::Timestamp{42});
}

TEST_F(RecordingTest, AnInstrumentIsDescribedAgainWhenItsScaleChanges) {
  auto writer = open();
  ASSERT_TRUE(writer->put_event(trade(1)).has_value());
  auto facts = instruments.get(btc);
  facts.scale = {3, 5};
  instruments.update(btc, facts);
  ASSERT_TRUE(writer->put_event(trade(2)).has_value());
  ASSERT_TRUE(writer->sync().has_value());
  EXPECT_EQ(contents(), "S1 I(BTCUSDT) E1 I(BTCUSDT) E2 ");
}

TEST_F(RecordingTest, ReopeningAppendsASession) {
  open()->put_event(trade(1)).value();
  open()->put_event(trade(2)).value();
  EXPECT_EQ(contents(), "S1 I(BTCUSDT) E1 S2 I(BTCUSDT) E2 ");
}

TEST_F(RecordingTest, OneWriterAtATime) {
  auto writer = open();
  const auto second = open_recording_writer(path, ReplayFrom::kEvents, instruments);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "recording_in_use");
}

TEST_F(RecordingTest, EveryTruncationLosesOnlyTheTailAndCanBeContinued) {
  {
    auto writer = open();
    for (std::uint64_t i = 1; i <= 2; ++i) writer->put_event(trade(i)).value();
  }
  const std::string whole = slurp(path);
  const std::string all = contents();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string kept = contents_of(recording_reader_of(std::string_view{whole}.substr(0, size), "memory"));
    if (kept.ends_with('+')) kept.pop_back();
    ASSERT_TRUE(all.starts_with(kept)) << size << ": " << kept;
    if (size % 7 != 0) continue;  // continuing means waiting for the disk
    folder.put("a.tmrec", whole.substr(0, size));
    {
      auto writer = open();
      ASSERT_NE(writer, nullptr) << size;
      writer->put_event(trade(99)).value();
    }
    const std::string after = contents();
    ASSERT_TRUE(after.starts_with(kept)) << size << ": " << after;
    ASSERT_TRUE(after.ends_with("I(BTCUSDT) E99 ")) << size << ": " << after;
  }
}

TEST_F(RecordingTest, DamageBeforeAcknowledgedDataIsCorruptNotATornTail) {
  {
    auto writer = open();
    for (std::uint64_t i = 1; i <= 3; ++i) writer->put_event(trade(i)).value();
    writer->sync().value();
    for (std::uint64_t i = 4; i <= 6; ++i) writer->put_event(trade(i)).value();
  }
  const std::string whole = slurp(path);
  // Behind the file header every byte up to the last sync record is acknowledged.
  for (std::size_t at = 16; at + 40 < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    const auto read = contents_of(recording_reader_of(damaged, "memory"));
    ASSERT_TRUE(read.ends_with("!recording_corrupt")) << at << ": " << read;
    if (at % 7 != 0) continue;
    folder.put("a.tmrec", damaged);
    const auto writer = open_recording_writer(path, ReplayFrom::kEvents, instruments);
    ASSERT_FALSE(writer.has_value()) << at;
    ASSERT_EQ(writer.error().kind, core::ErrorKind::kCorrupt);
    ASSERT_EQ(slurp(path), damaged) << "a corrupt recording must not be touched";
  }
}

TEST_F(RecordingTest, GarbageBehindAcknowledgedDataIsATornTail) {
  open()->put_event(trade(1)).value();
  const std::string whole = slurp(path);
  for (const auto& garbage : {std::string(3, '\0'), std::string(5000, '\0'), std::string(300, '\xEE')}) {
    folder.put("a.tmrec", whole + garbage);
    EXPECT_EQ(contents(), "S1 I(BTCUSDT) E1 +");
    auto writer = open();
    EXPECT_EQ(writer->counters().truncated_bytes, garbage.size());
  }
}

TEST_F(RecordingTest, OtherFilesAreRefused) {
  folder.put("a.tmrec", "time,open,high,low,close,volume\n");
  EXPECT_EQ(contents(), "!not_a_recording");
  EXPECT_EQ(open_recording_writer(path, ReplayFrom::kEvents, instruments).error().code, "not_a_recording");
  EXPECT_EQ(slurp(path), "time,open,high,low,close,volume\n");
  std::filesystem::remove(path);
  open()->sync().value();
  EXPECT_EQ(open_recording_writer(path, ReplayFrom::kFramesAndEvents, instruments).error().code, "recording_mode");
  folder.put("b.tmrec", testing::gzip(slurp(path)));
  EXPECT_EQ(contents_of(open_recording_reader(folder.file("b.tmrec"))), "S1 ");
  EXPECT_EQ(open_recording_writer(folder.file("b.tmrec"), ReplayFrom::kEvents, instruments).error().code,
            "not_appendable");
  EXPECT_EQ(open_recording_writer(folder.file("no/such/folder.tmrec"), ReplayFrom::kEvents, instruments).error().kind,
            core::ErrorKind::kIo);
}

TEST_F(RecordingTest, SyncWithoutNewsWritesNothing) {
  auto writer = open();
  writer->sync().value();
  const auto size = std::filesystem::file_size(path);
  writer->sync().value();
  EXPECT_EQ(std::filesystem::file_size(path), size);
}

TEST_F(RecordingTest, LargeFramesAndManyRecordsPassTheBuffers) {
  const std::string large(3'000'000, 'x');
  {
    auto writer = open();
    writer->put_frame({"binance", "s", {1}, large}).value();
    for (std::uint64_t i = 0; i < 20'000; ++i) writer->put_event(trade(i)).value();
  }
  auto reader = open_recording_reader(path);
  Record record;
  std::uint64_t events = 0;
  while ((*reader)->next(record).value()) {
    if (const auto* frame = std::get_if<Frame>(&record)) {
      EXPECT_EQ(frame->text, large);
    }
    if (const auto* event = std::get_if<RecordedEvent>(&record)) {
      EXPECT_EQ(std::get<core::Trade>(event->event).first_id, events++);
    }
  }
  EXPECT_EQ(events, 20'000U);
}

}  // namespace
}  // namespace tidemark::venues::file
