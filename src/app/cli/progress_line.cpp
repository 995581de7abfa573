#include "app/cli/progress_line.hpp"

#include <algorithm>

namespace tidemark::app {
namespace {

constexpr std::uint64_t kWhole = 100;
/// Back to the beginning of the line, and wipe what stands there (ECMA-48, CR and EL).
constexpr const char* kWipe = "\r\x1b[K";

}  // namespace

ProgressLine::ProgressLine(const Console& console)
    : err_{console.audience == Audience::kPerson ? &console.err : nullptr} {}

ProgressLine::~ProgressLine() {
  if (shown_) *err_ << kWipe << std::flush;
}

void ProgressLine::show(std::uint64_t done, std::uint64_t total) {
  if (err_ == nullptr || total == 0) return;
  const auto share = static_cast<double>(done) / static_cast<double>(total);
  const std::uint64_t percent = std::min(kWhole, static_cast<std::uint64_t>(share * kWhole));
  if (shown_ && *shown_ >= percent) return;
  shown_ = percent;
  *err_ << kWipe << "tidemark: " << percent << " % of " << total << " candles" << std::flush;
}

}  // namespace tidemark::app
