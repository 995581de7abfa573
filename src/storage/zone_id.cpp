#include "storage/zone_id.hpp"

#include "storage/files/checksum.hpp"

namespace tidemark::storage {

std::string zone_id_of(const ZoneIdentity& identity) {
  constexpr std::size_t kDigits = 16;
  files::Checksum sum;
  sum.add(identity.series.venue + ":" + identity.series.symbol + ":");
  sum.add(core::name_of(identity.series.timeframe));
  sum.add(":" + identity.direction + ":" + std::to_string(identity.left.ns) + ":" +
          std::to_string(identity.created.ns));
  return sum.hex().substr(0, kDigits);
}

}  // namespace tidemark::storage
