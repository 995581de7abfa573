#include "app/cli/confluence_tests.hpp"

#include <vector>

#include "analysis/confidence/reliability.hpp"
#include "api/encode_trace.hpp"
#include "app/cli/analyze_reading.hpp"
#include "app/cli/open_store.hpp"
#include "decision/calibration.hpp"
#include "decision/decider.hpp"
#include "net/json_writer.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;

std::string array_of(const std::vector<std::string>& texts) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_array();
  for (const std::string& one : texts) json.text(one);
  json.end_array();
  return text;
}

void write_table(const std::vector<storage::ConfluenceTestRecord>& tests, std::ostream& out) {
  out << "\nkept of this series:\n";
  for (const auto& test : tests) {
    const auto interval = analysis::confidence::wilson_interval(test.hits, test.ended);
    const double ended = static_cast<double>(test.ended);
    out << "  " << core::format_iso(test.range.from) << " to " << core::format_iso(test.range.to) << "  " << test.name
        << ": " << test.ended << " ended";
    if (test.ended > 0) {
      out << ", first target reached " << fixed_text(100 * static_cast<double>(test.hits) / ended, 0) << " % ("
          << fixed_text(100 * interval.low, 0) << " to " << fixed_text(100 * interval.high, 0) << " %), mean result "
          << fixed_text(test.sum_results / ended, 2) << " risks";
    }
    out << "; " << test.changes << ", logic " << test.logic_version << '\n';
  }
  out << "  One stretch says little: what is chosen by it must be tried on another before it is believed.\n";
}

}  // namespace

core::Status keep_confluence_test(const AnalyzeOptions& options, const AnalyzeInput& input,
                                  const ConfluenceFound& found, const core::Clock& clock, std::ostream& out) {
  if (!input.stored) {
    return core::fail(ErrorKind::kInvalidArgument, "not_stored",
                      "--keep goes with a stored symbol; get the file in with: tidemark import FILE --symbol S "
                      "--timeframe TF",
                      input.name);
  }
  if (input.timeframe > decision::Decider::kLongestBase) {
    return core::fail(ErrorKind::kInvalidArgument, "no_decisions",
                      "--keep counts signals, and decisions are taken on 1m or 5m candles", "--timeframe");
  }
  const auto weights = decision::weights_for(input.stored->symbol, found.config.weights);
  if (!weights) return std::unexpected(weights.error());
  decision::Calibration table;
  for (const auto& signal : found.signals) {
    if (signal.ended) table.add(signal);
  }
  const decision::HitTally all = table.all();
  const core::Timestamp end = input.candles.back().open_time + core::duration_of(input.timeframe);
  storage::ConfluenceTestRecord test{
      .name = options.keep,
      .changes = array_of(options.set),
      .configuration = api::configuration_text(decision::configuration_version(found.config.settings, *weights)),
      .series = *input.stored,
      .range = {input.candles.front().open_time, end},
      .tested = clock.now(),
      .signals = found.signals.size(),
      .ended = all.ended,
      .hits = all.hits,
      .sum_results = all.sum_results,
      .logic_version = decision::kLogicVersion};
  auto store = open_for_writing(options.store);
  if (!store) return core::forward_error(store);
  if (auto put = (*store)->put_confluence_test(test); !put) return put;
  const auto kept = (*store)->confluence_tests(*input.stored);
  if (!kept) return std::unexpected(kept.error());
  write_table(*kept, out);
  return {};
}

}  // namespace tidemark::app
