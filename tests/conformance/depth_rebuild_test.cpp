// Order books rebuilt from recorded captures. What must hold is stated by the recordings' manifest, found there by an
// independent rebuild: no sequence gap, the snapshot joins, the book never crosses, and on USD-M a bookTicker of the
// same update id equals the rebuilt top in 126 of 126 cases.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/book_sync.hpp"
#include "tests/conformance/recorded.hpp"
#include "venues/file/event_source.hpp"

namespace tidemark::conformance {
namespace {

using pipeline::BookState;
using pipeline::BookStep;

struct Totals {
  int updated{0};
  int ignored{0};
  int buffered{0};
  int lost{0};
  int crossed{0};
  int same_id{0};
  int same_id_quote_last{0};  ///< the quote came when the book was already there
  int same_top{0};
  int trade_id_gaps{0};
};

/// Books of all instruments of a capture, with what was counted on the way.
class Rebuild {
 public:
  void run(const std::vector<std::string>& paths) {
    core::InstrumentTable instruments;
    auto source = venues::file::open_event_source(paths, {}, instruments);
    ASSERT_TRUE(source.has_value()) << source.error().text();
    core::Event event;
    while (true) {
      const auto more = (*source)->next(event);
      ASSERT_TRUE(more.has_value()) << more.error().text();
      if (!*more) break;
      std::visit([this](const auto& e) { take(e); }, event);
    }
    for (const auto& [rule, count] : (*source)->report().refused) refused[rule] += static_cast<int>(count);
  }

  Totals totals;
  std::map<std::string, int> refused;
  std::map<std::uint32_t, pipeline::BookSync> books;

 private:
  pipeline::BookSync& book_of(core::InstrumentId id) {
    return books.try_emplace(id.value, pipeline::BookSyncConfig{}).first->second;
  }
  void count(const pipeline::BookResult& result, const pipeline::BookSync& book) {
    if (result.step == BookStep::kUpdated) ++totals.updated;
    if (result.step == BookStep::kIgnored) ++totals.ignored;
    if (result.step == BookStep::kBuffered) ++totals.buffered;
    if (result.step == BookStep::kLost) ++totals.lost;
    if (book.state() == BookState::kLive && book.book().crossed()) ++totals.crossed;
  }
  void take(const core::BookDelta& delta) {
    auto& book = book_of(delta.instrument);
    count(book.apply(delta), book);
    compare(delta.instrument);
  }
  void take(const core::BookSnapshot& snapshot) {
    auto& book = book_of(snapshot.instrument);
    count(book.apply(snapshot), book);
  }
  void take(const core::Quote& quote) {
    if (book_of(quote.instrument).update_id() == quote.update_id) ++totals.same_id_quote_last;
    quotes_[quote.instrument.value][quote.update_id] = quote;
    compare(quote.instrument);
  }
  void take(const core::Trade& trade) {
    auto& last = last_trade_[trade.instrument.value];
    if (last && trade.first_id != *last + 1) ++totals.trade_id_gaps;
    last = trade.last_id;
  }
  template <class Other>
  void take(const Other&) {}

  /// A quote and a book of the same update id must show the same top; each pair is compared once.
  void compare(core::InstrumentId id) {
    const auto& book = book_of(id);
    if (book.state() != BookState::kLive) return;
    auto& quotes = quotes_[id.value];
    const auto found = quotes.find(book.update_id());
    if (found != quotes.end()) {
      const auto bid = book.book().best(pipeline::BookSide::kBid);
      const auto ask = book.book().best(pipeline::BookSide::kAsk);
      ++totals.same_id;
      const core::Quote& quote = found->second;
      const bool same = bid && ask && bid->price == quote.bid && bid->qty == quote.bid_qty && ask->price == quote.ask &&
                        ask->qty == quote.ask_qty;
      if (same) ++totals.same_top;
    }
    quotes.erase(quotes.begin(), quotes.upper_bound(book.update_id()));
  }

  std::map<std::uint32_t, std::map<std::uint64_t, core::Quote>> quotes_;
  std::map<std::uint32_t, std::optional<std::uint64_t>> last_trade_;
};

TEST(DepthRebuild, SpotOverMidnightWithoutAGap) {
  TIDEMARK_NEED_SHARED(data);
  const auto folder = data / "depth" / "binance_spot";
  Rebuild rebuild;
  rebuild.run({(folder / "btcusdt_20240808.gz").string(), (folder / "btcusdt_20240809.gz").string()});
  EXPECT_TRUE(rebuild.refused.empty());
  EXPECT_EQ(rebuild.totals.lost, 0);
  EXPECT_EQ(rebuild.totals.crossed, 0);
  EXPECT_EQ(rebuild.totals.trade_id_gaps, 0);
  // Every delta and the snapshot did one of these; nothing else happened.
  EXPECT_EQ(rebuild.totals.updated + rebuild.totals.buffered + rebuild.totals.ignored, 3451 + 3044 + 1);
  EXPECT_LE(rebuild.totals.buffered + rebuild.totals.ignored, 3);
  EXPECT_EQ(rebuild.books.size(), 1U);
  EXPECT_EQ(rebuild.books.begin()->second.state(), BookState::kLive);
  EXPECT_EQ(rebuild.totals.same_top, rebuild.totals.same_id);
}

TEST(DepthRebuild, UsdmTopEqualsBookTickerOfTheSameUpdate) {
  TIDEMARK_NEED_SHARED(data);
  Rebuild rebuild;
  rebuild.run({(data / "depth" / "binance_usdm" / "btcusdt_20240808.gz").string()});
  EXPECT_TRUE(rebuild.refused.empty());
  EXPECT_EQ(rebuild.totals.lost, 0);
  EXPECT_EQ(rebuild.totals.crossed, 0);
  EXPECT_EQ(rebuild.totals.same_id_quote_last, 126);  // the manifest's 126 of 126
  EXPECT_EQ(rebuild.totals.same_id, 126 + 503);       // and 503 quotes whose delta came after them
  EXPECT_EQ(rebuild.totals.same_top, 126 + 503);
  const auto& book = rebuild.books.begin()->second.book();
  EXPECT_EQ(book.depth(pipeline::BookSide::kBid), 5018U);
  EXPECT_EQ(book.depth(pipeline::BookSide::kAsk), 4578U);
}

TEST(DepthRebuild, CryptofeedSpotAllFourBooksJoinTheirSnapshots) {
  TIDEMARK_NEED_SHARED(data);
  const auto folder = data / "wire" / "cryptofeed";
  Rebuild rebuild;
  rebuild.run({(folder / "BINANCE.ws.1.0.gz").string(), (folder / "BINANCE.http.0.0.gz").string(),
               (folder / "BINANCE.0.gz").string()});
  EXPECT_TRUE(rebuild.refused.empty());
  EXPECT_EQ(rebuild.totals.lost, 0);
  EXPECT_EQ(rebuild.totals.crossed, 0);
  EXPECT_EQ(rebuild.books.size(), 4U);
  for (const auto& [id, book] : rebuild.books) EXPECT_EQ(book.state(), BookState::kLive) << id;
}

TEST(DepthRebuild, CryptofeedUsdmBooksJoinWhereTheSnapshotEndsAtADelta) {
  TIDEMARK_NEED_SHARED(data);
  const auto folder = data / "wire" / "cryptofeed";
  Rebuild rebuild;
  rebuild.run({(folder / "BINANCE_FUTURES.ws.1.0.gz").string(), (folder / "BINANCE_FUTURES.http.0.0.gz").string(),
               (folder / "BINANCE_FUTURES.0.gz").string()});
  EXPECT_TRUE(rebuild.refused.empty());
  EXPECT_EQ(rebuild.totals.lost, 0);
  EXPECT_EQ(rebuild.totals.crossed, 0);
  EXPECT_EQ(rebuild.books.size(), 4U);
  for (const auto& [id, book] : rebuild.books) EXPECT_EQ(book.state(), BookState::kLive) << id;
  EXPECT_EQ(rebuild.totals.same_top, rebuild.totals.same_id);
}

}  // namespace
}  // namespace tidemark::conformance
