#include "app/evidence/report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/volume/finding.hpp"
#include "app/cli/analyze_reading.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app::evidence {
namespace {

using analysis::aftermath::After;
using analysis::aftermath::Difference;
using analysis::aftermath::kHorizons;
using analysis::aftermath::Moves;
using analysis::volume::name_of_side;

/// Rounded first: what is next to nothing is 0.00, not a number with six digits.
std::string plain_text(double value) {
  const double rounded = std::round(value * 100) / 100;
  return fixed_text(rounded == 0 ? 0 : rounded, 2);
}
std::string signed_text(double value) {
  const std::string text = plain_text(value);
  return text.front() == '-' ? text : "+" + text;
}

/// "**+0.12** (+0.02 to +0.22)", bold when the interval misses 0; a dash without an interval.
std::string cell_of(const std::optional<Difference>& difference) {
  if (!difference) return "-";
  const std::string mean = signed_text(difference->mean);
  return (difference->holds_zero() ? mean : "**" + mean + "**") + " (" + signed_text(difference->low) + " to " +
         signed_text(difference->high) + ")";
}

std::string percent_text(double share) {
  return fixed_text(100 * share, 0);
}

void write_row(const Row& row, std::ostream& out) {
  const After& five = row.after[1];
  out << "| " << row.kind.id << " | " << name_of_side(row.side) << " | " << row.count << " | "
      << plain_text(row.per_1000) << " | " << plain_text(row.shuffled_per_1000) << " | ";
  for (const After& after : row.after) out << cell_of(after.atr) << " | ";
  if (five.events.count == 0) {
    out << "- | - | - | ";
  } else {
    out << signed_text(five.events.mean_percent) << " | " << signed_text(five.events.median_percent) << " | "
        << percent_text(five.events.share_up) << " / " << percent_text(five.control.share_up) << " | ";
  }
  out << signed_text(row.shuffled_atr[1]) << " |\n";
}

/// How many intervals miss 0, of how many.
struct Tally {
  std::size_t missed{0};
  std::size_t intervals{0};
  std::size_t shuffled_missed{0};
  std::size_t shuffled_intervals{0};

  void add(const Row& row) {
    shuffled_missed += row.shuffled_missed;
    shuffled_intervals += row.shuffled_intervals;
    for (const After& after : row.after) {
      if (!after.atr) continue;
      ++intervals;
      missed += after.atr->holds_zero() ? 0U : 1U;
    }
  }
};

std::string rate_text(std::size_t part, std::size_t whole) {
  std::string text = std::to_string(part) + " of " + std::to_string(whole);
  if (whole > 0) text += " (" + fixed_text(100 * static_cast<double>(part) / static_cast<double>(whole), 1) + " %)";
  return text;
}

/// Markets in which the interval of a kind, side and horizon lies above 0, below it, or anywhere.
struct Vote {
  std::size_t above{0};
  std::size_t below{0};
  std::size_t all{0};
};

void write_agreement(std::span<const Market> markets, std::size_t family, std::ostream& out) {
  std::map<std::tuple<std::string_view, Side, int>, Vote> votes;
  for (const Market& market : markets) {
    for (const Row& row : market.rows) {
      if (row.family != family) continue;
      for (const After& after : row.after) {
        if (!after.atr) continue;
        Vote& vote = votes[{row.kind.id, row.side, after.horizon}];
        ++vote.all;
        vote.above += after.atr->low > 0 ? 1U : 0U;
        vote.below += after.atr->high < 0 ? 1U : 0U;
      }
    }
  }
  std::string lines;
  for (const auto& [key, vote] : votes) {
    const auto& [id, side, horizon] = key;
    if (std::max(vote.above, vote.below) < 2) continue;
    lines += "| " + std::string{id} + " | " + std::string{name_of_side(side)} + " | " + std::to_string(horizon) +
             " | " + std::to_string(vote.above) + " | " + std::to_string(vote.below) + " | " +
             std::to_string(vote.all) + " |\n";
  }
  out << families()[family].title << ": ";
  if (lines.empty()) {
    out << "no kind whose interval misses 0 on the same side in two markets or more.\n\n";
    return;
  }
  out << "kinds whose interval misses 0 on the same side in two markets or more.\n\n"
         "| kind | side | candles after | markets above 0 | below 0 | with an interval |\n"
         "| --- | --- | ---: | ---: | ---: | ---: |\n"
      << lines << '\n';
}

void write_summary(std::span<const Market> markets, std::ostream& out) {
  out << "## Summary\n\n"
         "| family | intervals that miss 0 in the markets | in the shuffled series |\n| --- | ---: | ---: |\n";
  for (std::size_t family = 0; family < families().size(); ++family) {
    Tally tally;
    for (const Market& market : markets) {
      for (const Row& row : market.rows) {
        if (row.family == family) tally.add(row);
      }
    }
    out << "| " << families()[family].title << " | " << rate_text(tally.missed, tally.intervals) << " | "
        << rate_text(tally.shuffled_missed, tally.shuffled_intervals) << " |\n";
  }
  out << "\nOf intervals of 95 %, 5 % or fewer miss 0 where there is nothing to find (fewer, because overlapping moves "
         "are "
         "counted\nonce); the shuffled series tell how many. A family near them is no better than chance, and a single "
         "kind "
         "in bold is what\nchance looks like, unless it is in bold on the same side in most markets.\n\n";
  for (std::size_t family = 0; family < families().size(); ++family) write_agreement(markets, family, out);
}

void write_market(const Market& market, std::ostream& out) {
  out << "## " << market.name << ", " << core::name_of(market.timeframe) << "\n\n"
      << market.candles << " candles, " << core::format_iso(market.first) << " to " << core::format_iso(market.last)
      << "; market: " << core::name_of(market.market) << ".\n\n";
  for (std::size_t family = 0; family < families().size(); ++family) {
    out << "### " << families()[family].title << "\n\n"
        << "| kind | side | n | per 1000 | shuffled | after 1, ATR | after 5, ATR | after 20, ATR | 5: mean % | 5: "
           "median "
           "% | 5: up % / control | 5: shuffled, ATR |\n"
           "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";
    for (const Row& row : market.rows) {
      if (row.family == family) write_row(row, out);
    }
    out << '\n';
  }
}

void write_moves(net::JsonWriter& json, const Moves& moves) {
  json.begin_object();
  json.key("count").unsigned_integer(moves.count);
  json.key("mean_percent").number(moves.mean_percent);
  json.key("median_percent").number(moves.median_percent);
  json.key("mean_atr").number(moves.mean_atr);
  json.key("median_atr").number(moves.median_atr);
  json.key("share_up").number(moves.share_up);
  json.end_object();
}

void write_difference(net::JsonWriter& json, const std::optional<Difference>& difference) {
  if (!difference) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("mean").number(difference->mean);
  json.key("low").number(difference->low);
  json.key("high").number(difference->high);
  json.end_object();
}

void write_json_row(net::JsonWriter& json, const Row& row) {
  json.begin_object();
  json.key("family").text(families()[row.family].id);
  json.key("kind").text(row.kind.id);
  json.key("title").text(row.kind.title);
  json.key("direction").text(name_of_side(row.side));
  json.key("count").unsigned_integer(row.count);
  json.key("per_1000").number(row.per_1000);
  json.key("shuffled_per_1000").number(row.shuffled_per_1000);
  json.key("after").begin_array();
  for (std::size_t h = 0; h < kHorizons.size(); ++h) {
    const After& after = row.after[h];
    json.begin_object();
    json.key("candles").integer(after.horizon);
    json.key("events");
    write_moves(json, after.events);
    json.key("control");
    write_moves(json, after.control);
    json.key("difference_percent");
    write_difference(json, after.percent);
    json.key("difference_atr");
    write_difference(json, after.atr);
    json.key("shuffled_difference_atr").number(row.shuffled_atr[h]);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

void write_tables(std::span<const Market> markets, std::ostream& out) {
  std::vector<ChartMarket> charts;
  for (const Market& market : markets) charts.push_back(market.charts);
  write_chart_outcomes(charts, out);
  std::vector<ZoneMarket> zones;
  for (const Market& market : markets) zones.push_back(market.zones);
  write_zone_outcomes(zones, out);
  std::vector<SignalMarket> signals;
  for (const Market& market : markets) signals.push_back(market.signals);
  write_signal_outcomes(signals, out);
  for (const Market& market : markets) write_market(market, out);
}

void write_document(std::span<const Market> markets, const Options& options, std::ostream& out) {
  out << R"(# Evidence: how often patterns occur, and what follows

Written by `tidemark evidence FILE… --markdown`, which anyone can run over their own candles. Everything is measured the
same way for every family of patterns; nothing was tuned to look better here.

- **per 1000**: how often the kind is said in a thousand candles; **shuffled**: in series made of the same candles in
  another order ()"
      << options.shuffles
      << R"( of them). A shuffled series keeps every candle's gap, body, shadows and volume and the path's
  two ends, and loses all order: what occurs there as often owes nothing to the market.
- **after N, ATR**: mean move of the close over the next N candles after the kind, less that after random candles of the
  same series (the control, at most )"
      << options.control << R"( candles, drawn without replacement), in average true ranges as of the candle;
  upwards is positive whatever the kind points to. In brackets the 95 % confidence interval (Welch, normal quantile 1.96,
  overlapping moves counted once); **bold** when it misses 0; a dash below 30 independent events.
- **5: mean %, median %, up % / control**: the same five candles in percent of price, and how often they rose.
- **5: shuffled, ATR**: what the same arithmetic finds in the shuffled series, where there is nothing to find.

Costs are not taken off: a difference of 0.1 ATR is less than the spread and fees of most venues. Nothing is done about
many comparisons at once: see the summary for how many intervals miss 0 by chance alone. Seed )"
      << options.seed << R"(.

)";
  write_summary(markets, out);
  write_tables(markets, out);
}

void write_json(std::span<const Market> markets, const Options& options, std::ostream& out) {
  std::string text;
  net::JsonWriter json{text};
  json.begin_object();
  json.key("seed").unsigned_integer(options.seed);
  json.key("shuffles").unsigned_integer(options.shuffles);
  json.key("markets").begin_array();
  for (const Market& market : markets) {
    json.begin_object();
    json.key("name").text(market.name);
    json.key("timeframe").text(core::name_of(market.timeframe));
    json.key("market").text(core::name_of(market.market));
    json.key("candles").unsigned_integer(market.candles);
    json.key("first").text(core::format_iso(market.first));
    json.key("last").text(core::format_iso(market.last));
    json.key("chart_outcomes");
    write_chart_outcomes(market.charts, json);
    json.key("zone_outcomes");
    write_zone_outcomes(market.zones, json);
    json.key("signals");
    write_signal_outcomes(market.signals, json);
    json.key("rows").begin_array();
    for (const Row& row : market.rows) write_json_row(json, row);
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  out << text << '\n';
}

}  // namespace tidemark::app::evidence
