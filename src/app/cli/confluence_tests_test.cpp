// `tidemark analyze SYMBOL --confluence --keep NAME`: what is kept, against the signals of the same run's JSON.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/analyze_command.hpp"
#include "app/cli/testing/walk.hpp"
#include "net/json_reader.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;

constexpr int kMinutes = 6000;

storage::CandleBatch walk() {
  storage::CandleBatch batch;
  batch.instrument.venue = "binance";
  batch.instrument.symbol = "BTCUSDT";
  batch.instrument.scale = {2, 3};
  batch.candles = testing::random_walk(kMinutes);
  return batch;
}

class KeptConfluence : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = storage::open_store(path(), storage::OpenMode::kCreate).value();
    ASSERT_TRUE(store_->put_candles(walk()));
  }
  [[nodiscard]] std::string path() const { return (folder_.path() / "t.db").string(); }
  int run(const std::string& keep, std::vector<std::string> set, AnalyzeOutput output = AnalyzeOutput::kReport) {
    out_.str("");
    err_.str("");
    return run_analyze({.input = "BTCUSDT",
                        .timeframe = "1m",
                        .what = AnalyzeWhat::kConfluence,
                        .output = output,
                        .store = path(),
                        .set = std::move(set),
                        .keep = keep},
                       out_, err_);
  }
  std::vector<storage::ConfluenceTestRecord> kept() {
    return store_->confluence_tests({"binance", "BTCUSDT", core::Timeframe::k1m}).value();
  }

  ops::testing::TemporaryFolder folder_;
  std::unique_ptr<storage::Store> store_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(KeptConfluence, counts_the_signals_that_the_same_run_tells) {
  // Low thresholds, so that there are signals.
  const std::vector<std::string> easy{"confluence_min=0", "filters_min=0", "confidence_min=0", "weak_from=0.05"};
  ASSERT_EQ(run("easy", easy, AnalyzeOutput::kJson), 0) << err_.str();
  std::size_t signals = 0;
  std::size_t hits = 0;
  std::size_t ended = 0;
  double results = 0;
  const auto findings = net::parse_json(out_.str()).value();
  for (const auto& finding : *findings.array()) {
    if (*finding.find("kind")->text() != "signal") continue;
    ++signals;
    const std::string& state = *finding.find("state")->text();
    ended += state == "open" ? 0U : 1U;
    hits += state == "target" ? 1U : 0U;
    results += finding.find("signal")->find("result")->number().value_or(0);
  }
  ASSERT_GT(ended, 0U);
  const auto all = kept();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].signals, signals);
  EXPECT_EQ(all[0].ended, ended);
  EXPECT_EQ(all[0].hits, hits);
  EXPECT_NEAR(all[0].sum_results, results, 1e-9);
  EXPECT_EQ(all[0].changes, R"(["confluence_min=0","filters_min=0","confidence_min=0","weak_from=0.05"])");
  EXPECT_EQ(all[0].range.to - all[0].range.from, core::minutes(kMinutes));
  EXPECT_THAT(err_.str(), HasSubstr("easy: " + std::to_string(ended) + " ended"));
}

TEST_F(KeptConfluence, compares_what_was_kept_and_takes_a_name_once) {
  ASSERT_EQ(run("as it is", {}), 0) << err_.str();
  ASSERT_EQ(run("no volume", {"volume=0"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("as it is: "));
  EXPECT_THAT(out_.str(), HasSubstr(R"(; ["volume=0"], logic )"));
  EXPECT_NE(kept()[0].configuration, kept()[1].configuration);
  EXPECT_NE(run("no volume", {"volume=0.5"}), 0);
  EXPECT_THAT(err_.str(), HasSubstr("choose another name"));
  EXPECT_EQ(kept().size(), 2U);
}

TEST_F(KeptConfluence, longer_candles_have_no_signals_to_count) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(
      run_analyze(
          {.input = "BTCUSDT", .timeframe = "1h", .what = AnalyzeWhat::kConfluence, .store = path(), .keep = "hours"},
          out, err),
      2);
  EXPECT_THAT(err.str(), HasSubstr("decisions are taken on 1m or 5m candles"));
}

}  // namespace
}  // namespace tidemark::app
