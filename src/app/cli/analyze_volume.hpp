#pragma once

#include <ostream>
#include <vector>

#include "analysis/volume/analyzer.hpp"
#include "app/cli/analyze_input.hpp"

namespace tidemark::app {

/// What volume showed over the input.
struct VolumeFound {
  analysis::volume::Settings settings;  ///< as used: the market has decided what it may
  std::vector<analysis::volume::Placed> findings;
  analysis::volume::Side state{};  ///< accumulating, distributing or neither, after the last candle
};

[[nodiscard]] VolumeFound find_volume(const analysis::volume::Settings& settings, const AnalyzeInput& input);

/// One row a finding, oldest first.
void write_csv(const VolumeFound& found, std::ostream& out);
/// An array of findings, oldest first.
void write_json(const AnalyzeInput& input, const VolumeFound& found, std::ostream& out);
/// The readable report: the state, the newest findings, and how often each kind occurred.
void write_report(const AnalyzeInput& input, const VolumeFound& found, std::ostream& out);

}  // namespace tidemark::app
