#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "engine/output.hpp"

namespace tidemark::app {

/// A hash over everything an engine said: one running FNV-1a (64 bit) per instrument over the encoded outputs in order,
/// and a digest over those in order of instrument id. Two runs have the same digest exactly when every instrument's
/// outputs are the same bytes in the same order; how instruments interleave (shards) does not matter.
class OutputHash {
 public:
  void add(const engine::Output& output);
  /// Joins the hash of another shard; no instrument may be in both.
  void merge(const OutputHash& other);
  [[nodiscard]] std::uint64_t outputs() const { return outputs_; }
  /// 16 hex digits.
  [[nodiscard]] std::string digest() const;

 private:
  std::vector<std::uint64_t> by_instrument_;
  std::uint64_t outputs_{0};
  core::ByteWriter scratch_;
};

/// The hash of a whole run, and beside it of what was decided alone: traces and signals.
class RunHash {
 public:
  void add(const engine::Output& output);
  /// As OutputHash::merge.
  void merge(const RunHash& other);
  [[nodiscard]] const OutputHash& all() const { return all_; }
  [[nodiscard]] const OutputHash& decisions() const { return decisions_; }
  [[nodiscard]] std::uint64_t traces() const { return traces_; }
  /// Said of signals: when they opened and when they had ended.
  [[nodiscard]] std::uint64_t signals() const { return decisions_.outputs() - traces_; }

 private:
  OutputHash all_;
  OutputHash decisions_;
  std::uint64_t traces_{0};
};

[[nodiscard]] core::InstrumentId instrument_of(const engine::Output& output);

}  // namespace tidemark::app
