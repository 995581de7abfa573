#include "venues/binance/history.hpp"

#include <algorithm>
#include <variant>

namespace tidemark::venues::binance {
namespace {

constexpr std::int64_t kInvalidSymbol = -1121;  // source-apis.md 1, errors
constexpr std::int64_t kNsPerMs = 1'000'000;

std::string root_of(Market market) {
  return market == Market::kSpot ? "/api/v3/" : "/fapi/v1/";
}

}  // namespace

History::History(Market market) : market_{market}, parser_{{.market = market}, instruments_} {}

History::History(Market market, const core::Instrument& known) : History{market} {
  instruments_.add(known);
}

History::Page History::facts(std::string_view symbol) const {
  // USD-M knows no choice of symbols and answers for all, for a weight of 1.
  if (market_ == Market::kUsdm) return {root_of(market_) + "exchangeInfo", 1};
  return {root_of(market_) + "exchangeInfo?symbol=" + std::string{symbol}, 20};
}

core::Result<core::Instrument> History::take_facts(std::string_view symbol, std::string_view body) {
  const std::string path = facts(symbol).path;
  const ParseOutcome outcome = parser_.parse_rest({path, body, {}}, batch_);
  if (outcome.rule != ParseRule::kParsed) return std::unexpected(refusal(outcome, symbol));
  const auto id = instruments_.find(venue_of(market_), symbol);
  if (!id) {
    return core::fail(core::ErrorKind::kNotFound, "unknown_symbol",
                      std::string{venue_of(market_)} + " does not list " + std::string{symbol}, std::string{symbol});
  }
  return instruments_.get(*id);
}

History::Page History::candles(std::string_view symbol, core::Timeframe timeframe, core::TimeRange range) const {
  // Both ends are inclusive at the venue, and in milliseconds.
  const std::int64_t from = (range.from.ns + kNsPerMs - 1) / kNsPerMs;
  const std::int64_t to = (range.to.ns - 1) / kNsPerMs;
  return {root_of(market_) + "klines?symbol=" + std::string{symbol} +
              "&interval=" + std::string{core::name_of(timeframe)} + "&startTime=" + std::to_string(from) +
              "&endTime=" + std::to_string(to) + "&limit=" + std::to_string(kPageCandles),
          market_ == Market::kSpot ? 2U : 5U};
}

core::Result<std::vector<core::Candle>> History::take_candles(const Page& page, std::string_view body,
                                                              core::Timestamp received) {
  batch_.clear();
  const ParseOutcome outcome = parser_.parse_rest({page.path, body, received}, batch_);
  std::vector<core::Candle> candles;
  if (outcome.rule == ParseRule::kRecognizedUnused) return candles;  // an empty list
  if (outcome.rule != ParseRule::kParsed) return std::unexpected(refusal(outcome, page.path));
  for (const core::Event& event : batch_) {
    const auto* candle = std::get_if<core::VenueCandle>(&event);
    if (candle != nullptr && candle->state == core::CandleState::kClosed) candles.push_back(candle->candle);
  }
  std::ranges::sort(candles, {}, &core::Candle::open_time);
  return candles;
}

core::Error History::refusal(const ParseOutcome& outcome, std::string_view what) const {
  if (outcome.rule == ParseRule::kVenueError) {
    const auto kind = parser_.error_code() == kInvalidSymbol ? core::ErrorKind::kNotFound : core::ErrorKind::kRefused;
    return {kind, "venue_error",
            std::string{venue_of(market_)} + " refuses: " + std::string{parser_.error_message()} + " (" +
                std::to_string(parser_.error_code()) + ")",
            std::string{what}};
  }
  return {core::ErrorKind::kParse, "bad_answer",
          std::string{venue_of(market_)} + " gave an answer that breaks the rule " + std::string{name_of(outcome.rule)},
          std::string{what}};
}

}  // namespace tidemark::venues::binance
