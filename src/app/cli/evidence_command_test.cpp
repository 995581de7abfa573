#include "app/cli/evidence_command.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ops/testing/temporary_folder.hpp"

namespace tidemark::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class EvidenceCommand : public ::testing::Test {
 protected:
  int run(const EvidenceOptions& options) {
    out_.str("");
    err_.str("");
    return run_evidence(options, {out_, err_});
  }
  /// Hours that rise and fall in turn, with ten times the volume every 30.
  std::string hours(const std::string& name, int count) {
    const std::string path = folder_.file(name);
    std::ofstream file{path};
    file << "time,open,high,low,close,volume\n";
    for (int i = 0; i < count; ++i) {
      file << core::format_iso(core::Timestamp::from_s(1'672'531'200 + std::int64_t{i} * 3600)) << ','
           << (i % 2 == 0 ? "100,101.5,99.5,101," : "101,101.5,99.5,100,") << (i % 30 == 29 ? 1000 : 100) << '\n';
    }
    return path;
  }

  ops::testing::TemporaryFolder folder_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(EvidenceCommand, several_files_make_tables_under_their_own_names) {
  EXPECT_EQ(run({.inputs = {hours("one.csv", 300), hours("two.csv", 200)}}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("## one.csv, 1h\n\n300 candles, 2023-01-01T00:00:00Z to "));
  EXPECT_THAT(out_.str(), HasSubstr("## two.csv, 1h"));
  EXPECT_THAT(out_.str(), Not(HasSubstr(folder_.file("one.csv"))));
  // By hand: of the hours 29, 59 … 299 all ten spike; each is an odd one, which falls.
  EXPECT_THAT(out_.str(), HasSubstr("| spike | bearish | 10 | 33.33 |"));
}

TEST_F(EvidenceCommand, a_files_name_tells_its_market) {
  EXPECT_EQ(run({.inputs = {hours("EURUSD_1h.csv", 100)}}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("; market: forex."));
  EXPECT_EQ(run({.inputs = {hours("one.csv", 100)}, .symbol = "XAUUSD"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("; market: metal."));
}

TEST_F(EvidenceCommand, json_is_one_document) {
  EXPECT_EQ(run({.inputs = {hours("one.csv", 300)}, .measure = {.seed = 9}, .output = EvidenceOutput::kJson}), 0);
  EXPECT_THAT(out_.str(), StartsWith(R"({"seed":9,"shuffles":5,"markets":[{"name":"one.csv","timeframe":"1h")"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("kind":"spike","title":"Volume spike","direction":"bearish","count":10)"));
}

TEST_F(EvidenceCommand, wrong_usage_and_missing_data_exit_as_everywhere) {
  EXPECT_EQ(run({.inputs = {hours("one.csv", 300)}, .measure = {.shuffles = 0}}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("shuffles is 0"));
  EXPECT_EQ(run({.inputs = {folder_.file("missing.csv")}}), 3);
  EXPECT_THAT(err_.str(), HasSubstr("missing.csv"));
}

}  // namespace
}  // namespace tidemark::app
