#include "analysis/kernel/any_average.hpp"

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::analysis {

int average_lookback(AverageType type, int period) {
  if (period <= 1) return 0;
  switch (type) {
    case AverageType::kSma:
    case AverageType::kEma:
      return period - 1;
    case AverageType::kWma:
      return Wma::lookback(period);
    case AverageType::kDema:
      return Dema::lookback(period);
    case AverageType::kTema:
      return Tema::lookback(period);
    case AverageType::kTrima:
      return Trima::lookback(period);
    case AverageType::kKama:
      return Kama::lookback(period);
    case AverageType::kMama:
      return Mama::kLookback;
    case AverageType::kT3:
      return T3::lookback(period);
  }
  return 0;
}

AnyAverage::AnyAverage(AverageType type, int period, int skip) : skip_{skip}, any_{make(type, period, skip)} {}

AnyAverage::Any AnyAverage::make(AverageType type, int period, int skip) {
  if (period <= 1) return Itself{};
  switch (type) {
    case AverageType::kSma:
      return Sma{period};
    case AverageType::kEma:
      return Ema{period};
    case AverageType::kWma:
      return Wma{period};
    case AverageType::kDema:
      return Dema{period};
    case AverageType::kTema:
      return Tema{period};
    case AverageType::kTrima:
      return Trima{period};
    case AverageType::kKama:
      return Kama{period};
    case AverageType::kMama:
      return MamaLine{std::make_unique<Mama>(0.5, 0.05, skip)};
    case AverageType::kT3:
      return T3{period, 0.7};
  }
  return Itself{};
}

void AnyAverage::save(core::ByteWriter& out) const {
  out.put(seen_);
  std::visit([&out](const auto& average) { snapshot_detail::save(average, out); }, any_);
}

bool AnyAverage::load(core::ByteReader& in) {
  seen_ = in.get<int>();
  if (!in.ok() || seen_ < 0 || seen_ > skip_) return false;
  return std::visit([&in](auto& average) { return snapshot_detail::load(average, in); }, any_);
}

}  // namespace tidemark::analysis
