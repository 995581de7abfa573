// The four characters that end text in HTML, as "13.1.2.3 Attributes" and "13.1.4 Character references" of the HTML
// standard have them.

#include "net/html_text.hpp"

#include <gtest/gtest.h>

namespace tidemark::net {
namespace {

TEST(HtmlText, stays_text) {
  EXPECT_EQ(html_text("a < b && c > \"d\""), "a &lt; b &amp;&amp; c &gt; &quot;d&quot;");
  EXPECT_EQ(html_text("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
  EXPECT_EQ(html_text("BTC/USDT 1h"), "BTC/USDT 1h");
}

}  // namespace
}  // namespace tidemark::net
