#include "app/volume_record.hpp"

#include <cmath>
#include <utility>

#include "core/decimal.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app {
namespace {

std::string json_of(const analysis::volume::Finding& finding) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  json.key("measure").number(finding.measure);
  json.key("candles").integer(finding.candles);
  json.key("from").text(core::format_iso(finding.from));
  json.key("from_price").number(finding.from_price);
  json.end_object();
  return text;
}

}  // namespace

storage::VolumePatternRecord volume_record(storage::SeriesKey series, const analysis::volume::Finding& finding,
                                           core::Timestamp known_at, core::Scale scale) {
  const auto& row = analysis::volume::info_of(finding.kind);
  const double units = static_cast<double>(core::kPow10[scale.price_decimals]);
  return {.series = std::move(series),
          .type = std::string{row.id},
          .direction = std::string{analysis::volume::name_of_side(finding.side)},
          .time = finding.time,
          .known_at = known_at,
          .strength = std::string{name_of(finding.strength)},
          .confidence = finding.confidence,
          .volume_ratio = finding.volume_ratio,
          .price_change = finding.price_change,
          .price_level = core::format_decimal(std::llround(finding.price * units), scale.price_decimals),
          .metadata = json_of(finding),
          .logic_version = row.logic_version};
}

}  // namespace tidemark::app
