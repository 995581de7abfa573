#include "engine/engine.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/instrument_engine.hpp"
#include "pipeline/plausible_time.hpp"
#include "pipeline/snapshot_fields.hpp"

namespace tidemark::engine {
namespace {

constexpr std::uint32_t kMagic = 0x534d4454;  // "TDMS"
constexpr std::uint32_t kFormat = 6;
constexpr std::uint32_t kTrailer = 0x21444e45;  // "END!"

constexpr const char* kCutShort = "the engine snapshot is cut short";

std::unexpected<core::Error> corrupt(std::string message) {
  return core::fail(core::ErrorKind::kCorrupt, "snapshot_corrupt", std::move(message));
}

core::Result<SnapshotHead> read_head(core::ByteReader& in) {
  if (in.get<std::uint32_t>() != kMagic) return corrupt("these bytes are not an engine snapshot");
  if (const auto format = in.get<std::uint32_t>(); in.ok() && format != kFormat) {
    return core::fail(
        core::ErrorKind::kConflict, "snapshot_version",
        "the snapshot has format " + std::to_string(format) + ", this program reads " + std::to_string(kFormat));
  }
  SnapshotHead head;
  head.configuration = in.get_text();
  head.instrument = in.get_text();
  head.scale.price_decimals = in.get<std::uint8_t>();
  head.scale.qty_decimals = in.get<std::uint8_t>();
  head.candles_until = pipeline::get_optional_time(in);
  if (!in.ok()) return corrupt(kCutShort);
  return head;
}

}  // namespace

std::string snapshot_configuration(const EngineConfig& config) {
  std::string text = config.base_timeframe ? std::string{core::name_of(*config.base_timeframe)} : std::string{"auto"};
  text += ';' + std::to_string(static_cast<int>(config.source));
  text += ';' + std::to_string(config.validator.window) + ';' + std::to_string(config.quality.window);
  for (const analysis::IndicatorSpec& spec : config.indicators) {
    text += ';' + spec.text() + '@' + std::to_string(spec.info->logic_version);
  }
  if (config.candlesticks) {
    text += ";candlesticks";
    for (const auto& one : config.candlesticks->candle) {
      text +=
          ',' + std::string{name_of(one.range)} + ' ' + std::to_string(one.period) + ' ' + std::to_string(one.factor);
    }
    for (const double reach : config.candlesticks->penetration) text += ',' + std::to_string(reach);
  }
  if (config.chart_patterns) {
    text += ";chart_patterns";
    for (const auto& row : analysis::chart_patterns::kind_rows()) text += ',' + std::to_string(row.logic_version);
    for (const auto& knob : knobs_of(*config.chart_patterns)) {
      text += ' ' + std::to_string(knob.get(*config.chart_patterns));
    }
  }
  if (config.volume) {
    text += ";volume";
    for (const auto& row : analysis::volume::kind_rows()) text += ',' + std::to_string(row.logic_version);
    for (const auto& knob : knobs_of(*config.volume)) text += ' ' + std::to_string(knob.get(*config.volume));
  }
  if (config.structure) {
    text += ";structure," + std::to_string(analysis::structure::Structure::kLogicVersion);
    for (const auto& knob : knobs_of(*config.structure)) text += ' ' + std::to_string(knob.get(*config.structure));
  }
  if (config.zones) {
    text += ";zones," + std::to_string(analysis::zones::Zones::kLogicVersion);
    for (const auto& [name, value] : *config.zones) text += ' ' + name + '=' + std::to_string(value);
  }
  if (config.decision) {
    text += ";decision," + std::to_string(decision::kLogicVersion);
    for (const auto& knob : knobs_of(config.decision->settings)) {
      text += ' ' + std::to_string(knob.get(config.decision->settings));
    }
    for (const auto& [symbol, type, weight] : config.decision->weights) {
      text += ' ' + symbol + ':' + std::string{name_of(type)} + '=' + std::to_string(weight);
    }
  }
  if (config.audience == Audience::kDecisions) text += ";heard by decisions";
  return text;
}

class Engine::Impl {
 public:
  Impl(const core::InstrumentTable& table, EngineConfig config) : table_{&table}, config_{std::move(config)} {}

  void process(const core::Event& event, std::vector<Output>& out) {
    const core::Timestamp received = core::times_of(event).received;
    if (!pipeline::is_plausible(received)) {
      ++dropped_;
      return;
    }
    now_ = std::max(now_, received);
    const std::optional<core::InstrumentId> id = core::instrument_of(event);
    if (!id) {
      for (auto& instrument : instruments_) {
        if (instrument) instrument->on_time(now_, out);
      }
      return;
    }
    if (InstrumentEngine* instrument = find_or_make(*id)) {
      instrument->process(event, now_, out);
    } else {
      ++dropped_;
    }
  }

  [[nodiscard]] core::Timestamp now() const { return now_; }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
  [[nodiscard]] bool copy_depth(core::InstrumentId id, BookDepth& out) const {
    if (id.value >= instruments_.size() || !instruments_[id.value]) return false;
    instruments_[id.value]->copy_depth(out);
    out.known_at = now_;
    return true;
  }

  bool snapshot(core::InstrumentId id, core::ByteWriter& out) const {
    if (id.value >= instruments_.size() || !instruments_[id.value]) return false;
    const InstrumentEngine& instrument = *instruments_[id.value];
    const core::Instrument& facts = instrument.instrument();
    out.put(kMagic);
    out.put(kFormat);
    out.put_text(snapshot_configuration(config_));
    out.put_text(facts.key());
    out.put(facts.scale.price_decimals);
    out.put(facts.scale.qty_decimals);
    pipeline::put_optional(out, instrument.candles_until());
    out.put(now_.ns);
    instrument.snapshot(out);
    out.put(kTrailer);
    return true;
  }

  core::Status restore(core::InstrumentId id, core::ByteReader& in) {
    const core::Status status = read(id, in);
    if (!status && id.value < instruments_.size()) instruments_[id.value].reset();
    return status;
  }

 private:
  InstrumentEngine* find_or_make(core::InstrumentId id) {
    if (id.value >= table_->size()) return nullptr;
    if (id.value >= instruments_.size()) instruments_.resize(table_->size());
    auto& place = instruments_[id.value];
    if (place && generation_ != table_->generation()) drop_rescaled();
    if (!place) place = std::make_unique<InstrumentEngine>(table_->get(id), config_, work_);
    return place.get();
  }

  /// Numbers held in old units mean something else now: such an instrument begins anew.
  void drop_rescaled() {
    generation_ = table_->generation();
    for (auto& place : instruments_) {
      if (!place) continue;
      if (place->instrument().scale != table_->get(place->instrument().id).scale) place.reset();
    }
  }

  core::Status read(core::InstrumentId id, core::ByteReader& in) {
    auto head = read_head(in);
    if (!head) return core::forward_error(head);
    if (head->configuration != snapshot_configuration(config_)) {
      return core::fail(core::ErrorKind::kConflict, "snapshot_configuration",
                        "the snapshot was made with another configuration: " + head->configuration);
    }
    if (id.value >= table_->size() || table_->get(id).key() != head->instrument ||
        table_->get(id).scale != head->scale) {
      return core::fail(core::ErrorKind::kConflict, "snapshot_instrument",
                        "the snapshot is of " + head->instrument + ", which is not what the table holds under number " +
                            std::to_string(id.value) + ", or its units have changed");
    }
    const core::Timestamp now{in.get<std::int64_t>()};
    if (!find_or_make(id)->restore(in)) return corrupt("the engine snapshot is damaged at " + head->instrument);
    if (in.get<std::uint32_t>() != kTrailer || !in.ok()) return corrupt(kCutShort);
    now_ = std::max(now_, now);
    return {};
  }

  const core::InstrumentTable* table_;
  EngineConfig config_;
  decision::Workspace work_;
  std::vector<std::unique_ptr<InstrumentEngine>> instruments_;  ///< by id
  std::uint64_t generation_{0};
  core::Timestamp now_;
  std::uint64_t dropped_{0};
};

Engine::Engine(const core::InstrumentTable& table, EngineConfig config)
    : impl_{std::make_unique<Impl>(table, std::move(config))} {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

void Engine::process(const core::Event& event, std::vector<Output>& out) {
  impl_->process(event, out);
}
core::Timestamp Engine::now() const {
  return impl_->now();
}
std::uint64_t Engine::dropped_events() const {
  return impl_->dropped();
}
bool Engine::copy_depth(core::InstrumentId instrument, BookDepth& out) const {
  return impl_->copy_depth(instrument, out);
}
bool Engine::snapshot(core::InstrumentId id, core::ByteWriter& out) const {
  return impl_->snapshot(id, out);
}
core::Status Engine::restore(core::InstrumentId id, core::ByteReader& in) {
  return impl_->restore(id, in);
}
core::Result<SnapshotHead> read_snapshot_head(std::span<const std::byte> snapshot) {
  core::ByteReader in{snapshot};
  return read_head(in);
}

}  // namespace tidemark::engine
