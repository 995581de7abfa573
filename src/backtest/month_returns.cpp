#include "backtest/month_returns.hpp"

namespace tidemark::backtest {
namespace {

double change(double from, double to) {
  return from > 0 ? to / from - 1 : 0;
}

}  // namespace

void MonthReturns::begin(core::Timestamp at, double equity) {
  if (!months_.empty()) months_.back().value = change(open_, last_);
  open_ = months_.empty() ? equity : last_;
  core::CivilTime civil = core::civil_of(at);
  months_.push_back({civil.year, civil.month, 0});
  civil = {.year = civil.month == 12 ? civil.year + 1 : civil.year, .month = civil.month % 12 + 1, .day = 1};
  month_end_ = core::timestamp_of(civil);
}

std::vector<MonthReturn> MonthReturns::result() const {
  std::vector<MonthReturn> all = months_;
  if (!all.empty()) all.back().value = change(open_, last_);
  return all;
}

}  // namespace tidemark::backtest
