#include <unordered_map>

#include "venues/binance/parser.hpp"
#include "venues/file/event_sources.hpp"

namespace tidemark::venues::file {
namespace {

class RecordingSource final : public EventSource {
 public:
  RecordingSource(std::string path, std::unique_ptr<RecordingReader> reader, const EventSourceOptions& options,
                  core::InstrumentTable& instruments)
      : path_{std::move(path)}, reader_{std::move(reader)}, options_{options}, instruments_{instruments} {
    report_.kind = "recording";
    if (reader_->replay_from() == ReplayFrom::kFramesAndEvents) report_.notes.emplace_back("frames are parsed again");
  }

  core::Result<bool> next(core::Event& out) override {
    while (true) {
      while (given_ < batch_.size()) {
        core::Event& event = batch_[given_++];
        if (!is_wanted(event)) continue;
        std::swap(out, event);
        ++report_.events;
        return true;
      }
      const auto more = reader_->next(record_);
      if (!more) return std::unexpected(more.error());
      if (!*more) {
        note_torn_tail();
        return false;
      }
      batch_.clear();
      given_ = 0;
      if (auto taken = take_record(); !taken) return core::forward_error(taken);
    }
  }
  [[nodiscard]] const EventSourceReport& report() const override { return report_; }

 private:
  core::Status take_record() {
    if (std::holds_alternative<SessionStart>(record_)) {
      ids_.clear();
    } else if (const auto* instrument = std::get_if<RecordedInstrument>(&record_)) {
      take_instrument(instrument->facts);
    } else if (const auto* frame = std::get_if<Frame>(&record_)) {
      if (reader_->replay_from() == ReplayFrom::kFramesAndEvents) take_frame(*frame);
    } else if (auto* recorded = std::get_if<RecordedEvent>(&record_)) {
      return take_event(recorded->event);
    }
    return {};
  }
  void take_instrument(const core::Instrument& facts) {
    const auto known = instruments_.find(facts.venue, facts.symbol);
    if (known) instruments_.update(*known, facts);
    ids_[facts.id.value] = known ? *known : instruments_.add(facts);
  }
  core::Status take_event(core::Event& event) {
    ++report_.messages;
    if (const auto id = core::instrument_of(event)) {
      const auto mapped = ids_.find(id->value);
      if (mapped == ids_.end()) {
        return core::fail(core::ErrorKind::kCorrupt, "recording_corrupt",
                          "an event names an instrument that was not described", path_);
      }
      set_instrument(event, mapped->second);
    }
    batch_.append<core::Heartbeat>();
    std::swap(batch_[0], event);
    return {};
  }
  void take_frame(const Frame& frame) {
    ++report_.messages;
    auto* parser = parser_of(frame.venue);
    if (parser == nullptr) {
      ++report_.refused["unknown_venue"];
      return;
    }
    const bool rest = frame.stream.starts_with('/') || frame.stream.starts_with("http");
    const auto outcome = rest ? parser->parse_rest({frame.stream, frame.text, frame.received}, batch_)
                              : parser->parse(frame.text, frame.received, batch_, frame.stream);
    if (outcome.events == 0 && outcome.rule != binance::ParseRule::kParsed)
      ++report_.refused[std::string(name_of(outcome.rule))];
  }
  binance::Parser* parser_of(std::string_view venue) {
    for (const auto market : {binance::Market::kSpot, binance::Market::kUsdm}) {
      if (venue != binance::venue_of(market)) continue;
      auto& parser = parsers_[static_cast<std::size_t>(market)];
      if (!parser) {
        parser = std::make_unique<binance::Parser>(
            binance::ParserOptions{market, binance::UnknownSymbols::kAdd, options_.capture_scale}, instruments_);
      }
      return parser.get();
    }
    return nullptr;
  }
  [[nodiscard]] bool is_wanted(const core::Event& event) const {
    if (options_.symbol.empty()) return true;
    const auto id = core::instrument_of(event);
    return !id || instruments_.get(*id).symbol == options_.symbol;
  }
  void note_torn_tail() {
    if (reader_->torn_bytes() == 0 || torn_noted_) return;
    torn_noted_ = true;
    report_.notes.push_back("the recording ends in " + std::to_string(reader_->torn_bytes()) +
                            " bytes of a record that was being written when its writer stopped");
  }

  std::string path_;
  std::unique_ptr<RecordingReader> reader_;
  EventSourceOptions options_;
  core::InstrumentTable& instruments_;
  std::unordered_map<std::uint32_t, core::InstrumentId> ids_;  ///< recording's id -> ours
  std::array<std::unique_ptr<binance::Parser>, 2> parsers_;
  Record record_;
  EventBatch batch_;
  std::size_t given_{0};
  bool torn_noted_{false};
  EventSourceReport report_;
};

}  // namespace

core::Result<EventSourcePtr> make_recording_source(OpenedFile file, const EventSourceOptions& options,
                                                   core::InstrumentTable& instruments) {
  auto reader = recording_reader_on(std::move(file.source), file.path);
  if (!reader) return core::forward_error(reader);
  return std::make_unique<RecordingSource>(file.path, std::move(*reader), options, instruments);
}

void set_instrument(core::Event& event, core::InstrumentId id) {
  std::visit(
      [id](auto& e) {
        if constexpr (requires { e.instrument; }) e.instrument = id;
      },
      event);
}

}  // namespace tidemark::venues::file
