#include "venues/file/recording_format.hpp"

#include <cmath>
#include <cstring>

#include <xxhash.h>

namespace tidemark::venues::file {

static_assert(kRecordingMagic.size() == 8 && kSyncMagic.size() == 16);

std::uint64_t record_checksum(std::string_view header_and_payload) noexcept {
  return XXH3_64bits(header_and_payload.data(), header_and_payload.size());
}

std::array<char, kFileHeaderBytes> file_header(ReplayFrom replay_from) noexcept {
  std::array<char, kFileHeaderBytes> header{};
  kRecordingMagic.copy(header.data(), kRecordingMagic.size());
  std::memcpy(header.data() + 8, &kRecordingVersion, sizeof kRecordingVersion);
  header[10] = static_cast<char>(replay_from);
  return header;
}

std::optional<ReplayFrom> read_file_header(std::string_view bytes) noexcept {
  if (bytes.size() < kFileHeaderBytes) return std::nullopt;
  for (const auto mode : {ReplayFrom::kEvents, ReplayFrom::kFramesAndEvents}) {
    const auto header = file_header(mode);
    if (bytes.starts_with(std::string_view{header.data(), header.size()})) return mode;
  }
  return std::nullopt;
}

void put_instrument_facts(const core::Instrument& instrument, core::ByteWriter& out) {
  out.put(instrument.id.value);
  out.put_text(instrument.venue);
  out.put_text(instrument.symbol);
  out.put(instrument.market_type);
  out.put(instrument.calendar);
  out.put(instrument.scale.price_decimals);
  out.put(instrument.scale.qty_decimals);
  out.put(instrument.tick_size.ticks);
  out.put(instrument.lot_size.lots);
  out.put(static_cast<std::uint8_t>(instrument.pip_size.has_value()));
  out.put(instrument.pip_size.value_or(0.0));
}

std::optional<core::Instrument> get_instrument_facts(core::ByteReader& in) {
  core::Instrument instrument;
  instrument.id.value = in.get<std::uint32_t>();
  instrument.venue = in.get_text();
  instrument.symbol = in.get_text();
  instrument.market_type = in.get<core::MarketType>();
  instrument.calendar = in.get<core::CalendarKind>();
  instrument.scale.price_decimals = in.get<std::uint8_t>();
  instrument.scale.qty_decimals = in.get<std::uint8_t>();
  instrument.tick_size.ticks = in.get<std::int64_t>();
  instrument.lot_size.lots = in.get<std::int64_t>();
  const auto has_pip = in.get<std::uint8_t>();
  const auto pip = in.get<double>();
  if (!in.ok() || in.remaining() != 0 || has_pip > 1 || !std::isfinite(pip)) return std::nullopt;
  if (has_pip == 1) instrument.pip_size = pip;
  const bool known =
      instrument.market_type <= core::MarketType::kEquity && instrument.calendar <= core::CalendarKind::kEquityWeekdays;
  const bool scaled = instrument.scale.price_decimals <= core::kDecimalsMax &&
                      instrument.scale.qty_decimals <= core::kDecimalsMax && instrument.tick_size.ticks > 0 &&
                      instrument.lot_size.lots > 0;
  const auto symbol = core::parse_symbol(instrument.symbol);
  if (!known || !scaled || !symbol || symbol->symbol != instrument.symbol || instrument.venue.empty())
    return std::nullopt;
  return instrument;
}

}  // namespace tidemark::venues::file
