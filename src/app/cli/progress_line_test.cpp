#include "app/cli/progress_line.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

// CR and "ESC [ K" are what ECMA-48 has for the beginning of a line and for wiping the rest of it.
const std::string kWipe = "\r\x1b[K";

TEST(ProgressLine, is_one_line_that_is_gone_when_the_work_is_done) {
  std::ostringstream out;
  std::ostringstream err;
  {
    ProgressLine line{{out, err, Audience::kPerson}};
    line.show(10, 4000);
    line.show(1000, 4000);
    line.show(1010, 4000);  // still 25
    line.show(4000, 4000);
  }
  EXPECT_EQ(err.str(), kWipe + "tidemark: [.........................] 0 % of 4000 candles" + kWipe +
                           "tidemark: [######...................] 25 % of 4000 candles" + kWipe +
                           "tidemark: [#########################] 100 % of 4000 candles" + kWipe);
  EXPECT_EQ(out.str(), "");
}

TEST(ProgressLine, makes_room_for_what_is_to_stay) {
  std::ostringstream out;
  std::ostringstream err;
  {
    ProgressLine line{{out, err, Audience::kPerson}, "rows"};
    line.show(1, 2);
    line.wipe();
    line.wipe();
    line.show(1, 2);
  }
  const std::string bar = kWipe + "tidemark: [############.............] 50 % of 2 rows";
  EXPECT_EQ(err.str(), bar + kWipe + bar + kWipe);
}

TEST(ProgressLine, writes_nothing_where_nobody_watches) {
  std::ostringstream out;
  std::ostringstream err;
  {
    ProgressLine line{{out, err}};
    line.show(1000, 4000);
  }
  EXPECT_EQ(err.str(), "");
}

TEST(ProgressLine, leaves_no_trace_of_work_that_was_none) {
  std::ostringstream out;
  std::ostringstream err;
  {
    ProgressLine line{{out, err, Audience::kPerson}};
    line.show(0, 0);
  }
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace tidemark::app
