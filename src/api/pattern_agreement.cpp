#include "api/pattern_agreement.hpp"

#include "api/pattern_page.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

using analysis::confidence::kHierarchy;
using analysis::confidence::Side;

std::string_view name_of(Side side) {
  return side == Side::kNone ? "neutral" : side == Side::kBullish ? "bullish" : "bearish";
}

core::Result<TimeframeWord> word_of(const Context& context, const ReadWorker::StoreAccess& store,
                                    const SeriesRef& series) {
  TimeframeWord word{.timeframe = series.timeframe, .open_time = {}, .patterns = {}};
  const auto window = window_of(context, store, series, {.from = {}, .to = {}, .limit = 1});
  if (!window) return std::unexpected(window.error());
  if (window->candles.empty()) return word;
  word.open_time = window->candles.back().open_time;
  auto patterns = patterns_of_window(context, store, series, *window);
  if (!patterns) return core::forward_error(patterns);
  int net = 0;
  for (const SeenPattern& seen : *patterns) {
    const std::string_view direction = seen.direction();
    net += static_cast<int>(direction == "bullish") - static_cast<int>(direction == "bearish");
  }
  word.side = analysis::confidence::side_of(net);
  word.patterns = std::move(*patterns);
  return word;
}

void encode_word(net::JsonWriter& json, const TimeframeWord& word, double weight) {
  json.begin_object();
  json.key("timeframe").text(core::name_of(word.timeframe));
  json.key("direction").text(name_of(word.side));
  json.key("weight").number(weight);
  json.key("time");
  word.open_time ? json.text(core::format_iso(*word.open_time)) : json.null();
  json.key("patterns").begin_array();
  for (const SeenPattern& seen : word.patterns) json.text(info_of(seen.pattern).id);
  json.end_array().end_object();
}

}  // namespace

core::Result<PatternAgreement> agreement_of(const Context& context, const ReadWorker::StoreAccess& store,
                                            const core::SymbolName& symbol) {
  PatternAgreement found;
  analysis::confidence::Sides sides{};
  for (std::size_t place = 0; place < kHierarchy.size(); ++place) {
    const auto series = find_series(context, store, symbol, kHierarchy[place]);
    if (!series) return std::unexpected(series.error());
    auto word = word_of(context, store, *series);
    if (!word) return core::forward_error(word);
    sides[place] = word->side;
    found.words.push_back(std::move(*word));
  }
  found.agreement = analysis::confidence::agreement_of(sides);
  return found;
}

std::string encode_agreement(const core::SymbolName& symbol, const PatternAgreement& found) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(symbol.symbol);
  json.key("direction").text(name_of(found.agreement.side));
  json.key("strength").text(analysis::confidence::name_of(found.agreement.strength));
  json.key("consecutive").integer(found.agreement.consecutive);
  json.key("weight").number(found.agreement.weight);
  json.key("timeframes").begin_array();
  for (std::size_t place = 0; place < found.words.size(); ++place) {
    encode_word(json, found.words[place], analysis::confidence::weight_of(place));
  }
  json.end_array().end_object();
  return out;
}

}  // namespace tidemark::api
