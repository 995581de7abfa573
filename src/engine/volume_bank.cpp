#include "engine/volume_bank.hpp"

namespace tidemark::engine {

using analysis::volume::VolumeAnalyzer;

VolumeBank::VolumeBank(const std::optional<analysis::volume::Settings>& settings, core::MarketType market,
                       Audience audience)
    : audience_{audience} {
  if (settings) settings_ = analysis::volume::for_market(*settings, market);
}

void VolumeBank::update(const core::Instrument& instrument, core::Timeframe timeframe, const core::CandleF& candle,
                        core::Timestamp now, std::vector<Output>& out) {
  if (!settings_ || !hears_reasons(audience_, timeframe)) return;
  auto& row = rows_[core::index_of(timeframe)];
  if (row == nullptr) row = std::make_unique<VolumeAnalyzer>(*settings_, timeframe);
  for (const auto& finding : row->update(candle)) {
    out.emplace_back(VolumeOutput{instrument.id, timeframe, finding, now});
  }
}

void VolumeBank::snapshot(core::ByteWriter& out) const {
  if (!settings_) return;
  for (const auto& row : rows_) {
    out.put(static_cast<std::uint8_t>(row != nullptr));
    if (row != nullptr) row->snapshot(out);
  }
}

bool VolumeBank::restore(core::ByteReader& in) {
  if (!settings_) return true;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i].reset();
    if (in.get<std::uint8_t>() == 0) continue;
    rows_[i] = std::make_unique<VolumeAnalyzer>(*settings_, core::kAllTimeframes[i]);
    if (!rows_[i]->restore(in)) return false;
  }
  return in.ok();
}

}  // namespace tidemark::engine
