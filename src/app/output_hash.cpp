#include "app/output_hash.hpp"

#include <array>
#include <charconv>
#include <type_traits>

#include "engine/output_codec.hpp"

namespace tidemark::app {
namespace {

// FNV-1a, 64 bit (Fowler, Noll, Vo; draft-eastlake-fnv).
constexpr std::uint64_t kOffsetBasis = 0xcbf29ce484222325ULL;
constexpr std::uint64_t kPrime = 0x100000001b3ULL;

std::uint64_t fnv(std::uint64_t hash, std::span<const std::byte> bytes) {
  for (const std::byte b : bytes) hash = (hash ^ static_cast<std::uint64_t>(b)) * kPrime;
  return hash;
}

}  // namespace

core::InstrumentId instrument_of(const engine::Output& output) {
  return std::visit(
      [](const auto& o) {
        if constexpr (std::is_same_v<std::decay_t<decltype(o)>, engine::FindingOutput>) {
          return o.finding.instrument;
        } else {
          return o.instrument;
        }
      },
      output);
}

void OutputHash::add(const engine::Output& output) {
  const std::uint32_t index = instrument_of(output).value;
  if (index >= by_instrument_.size()) by_instrument_.resize(index + 1, kOffsetBasis);
  scratch_.clear();
  engine::encode(output, scratch_);
  by_instrument_[index] = fnv(by_instrument_[index], scratch_.bytes());
  ++outputs_;
}

void OutputHash::merge(const OutputHash& other) {
  if (other.by_instrument_.size() > by_instrument_.size())
    by_instrument_.resize(other.by_instrument_.size(), kOffsetBasis);
  for (std::size_t i = 0; i < other.by_instrument_.size(); ++i) {
    if (other.by_instrument_[i] != kOffsetBasis) by_instrument_[i] = other.by_instrument_[i];
  }
  outputs_ += other.outputs_;
}

void RunHash::add(const engine::Output& output) {
  all_.add(output);
  const bool trace = std::holds_alternative<engine::DecisionOutput>(output);
  if (!trace && !std::holds_alternative<engine::SignalOutput>(output)) return;
  decisions_.add(output);
  if (trace) ++traces_;
}

void RunHash::merge(const RunHash& other) {
  all_.merge(other.all_);
  decisions_.merge(other.decisions_);
  traces_ += other.traces_;
}

std::string OutputHash::digest() const {
  const std::uint64_t hash = fnv(kOffsetBasis, std::as_bytes(std::span{by_instrument_}));
  std::array<char, 16> digits{};
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
  std::string text(static_cast<std::size_t>(digits.data() + digits.size() - end), '0');
  text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
  return text;
}

}  // namespace tidemark::app
