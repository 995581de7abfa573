#pragma once

#include <ostream>
#include <string>

#include "app/cli/analyze_confluence.hpp"
#include "app/cli/analyze_input.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"

namespace tidemark::app {

/// Keeps in the store how the signals went that these parameters gave on a stored series, under options.keep, and
/// writes to `out` what was kept of the series so far: a line a name and stretch. Errors: kInvalidArgument
/// "not_stored" for a file, "no_decisions" for candles no decision is taken on; those of the store, kConflict
/// "name_taken" among them.
core::Status keep_confluence_test(const AnalyzeOptions& options, const AnalyzeInput& input,
                                  const ConfluenceFound& found, const core::Clock& clock, std::ostream& out);

}  // namespace tidemark::app
