#include "app/cli/journal_command.hpp"

#include <algorithm>
#include <iomanip>
#include <utility>

#include "api/closed_trade_record.hpp"
#include "api/encode_trading.hpp"
#include "api/posted_trading.hpp"
#include "app/cli/json_output.hpp"
#include "app/cli/open_store.hpp"
#include "ops/system_clock.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

using core::ErrorKind;
using core::Result;
using core::Status;
using storage::JournalEntry;

/// Closed trades that statistics are made of at most: the newest.
constexpr std::uint32_t kCountedMax = 200'000;

Result<storage::TradeQuery> query_of(storage::Store& store, const JournalOptions& options) {
  storage::TradeQuery query;
  query.setup = options.setup;
  query.tag = options.tag;
  query.from = options.from;
  query.to = options.to;
  query.limit = options.limit;
  if (options.symbol.empty()) return query;
  const auto name = core::parse_symbol(options.symbol);
  if (!name) return std::unexpected(name.error());
  const auto all = store.instruments();
  if (!all) return std::unexpected(all.error());
  const auto found = std::ranges::find_if(*all, [&](const core::Instrument& one) {
    return one.symbol == name->symbol && (name->venue.empty() || one.venue == name->venue);
  });
  if (found == all->end()) return core::fail(ErrorKind::kNotFound, "no_data", "nothing is stored of " + name->symbol);
  query.instrument = storage::InstrumentKey{found->venue, found->symbol};
  return query;
}

std::string json_of(const JournalEntry& entry) {
  std::string text;
  net::JsonWriter json{text};
  api::write_entry(json, entry);
  return text;
}

void print_line(const JournalEntry& entry, std::ostream& out) {
  const storage::TradeRecord& t = entry.trade;
  out << t.id << "  " << core::format_iso(t.entered) << "  " << std::left << std::setw(8) << t.source << std::setw(16)
      << t.instrument.symbol << std::setw(6) << t.direction << std::setw(14) << t.qty << std::right << std::setw(14)
      << (t.exited ? t.profit : "open") << ' ' << t.currency << "  " << t.setup;
  if (entry.notes) {
    for (const std::string& tag : entry.notes->tags) out << " #" << tag;
  }
  out << '\n';
}

void print_whole(const JournalEntry& entry, std::ostream& out) {
  const storage::TradeRecord& t = entry.trade;
  print_line(entry, out);
  out << "  entered " << core::format_iso(t.entered) << " for " << t.entry_value << ", exited "
      << (t.exited ? core::format_iso(*t.exited) + " for " + t.exit_value : std::string{"not yet"}) << '\n'
      << "  fees " << t.fees << ", funding " << t.funding << ", best " << t.best << ", worst " << t.worst << ", risk "
      << t.risk.value_or("not known") << '\n'
      << "  regime " << (t.regime.empty() ? "not known" : t.regime) << ", "
      << (t.strategy.empty() ? "by hand" : "by " + t.strategy) << '\n';
  if (t.signal_at) {
    out << "  why: tidemark explain " << t.instrument.venue << ':' << t.instrument.symbol << '@' << t.signal_at->ms()
        << '\n';
  }
  if (entry.notes && !entry.notes->text.empty()) out << "  " << entry.notes->text << '\n';
}

void print_tally(std::string_view name, const journal::TradeTally& tally, std::ostream& out) {
  if (tally.trades == 0) return;
  const auto figure = [](const std::optional<double>& value) {
    return value ? std::to_string(*value) : std::string{"-"};
  };
  constexpr double kPercent = 100;
  const auto rate = tally.win_rate();
  out << "  " << std::left << std::setw(18) << name << std::right << std::setw(6) << tally.trades << " trades  "
      << std::setw(6) << std::fixed << std::setprecision(1) << rate.value_or(0) * kPercent << " % won  profit "
      << core::format_money(tally.profit(), 2) << "  factor " << figure(tally.profit_factor()) << "  R "
      << figure(tally.mean_r()) << '\n';
}

int print_statistics(storage::TradingLedger& ledger, storage::TradeQuery query, const JournalOptions& options,
                     const Console& console) {
  query.state = storage::TradeQuery::State::kClosed;
  query.limit = kCountedMax;
  const auto entries = ledger.trades(query);
  if (!entries) return report_error(console, entries.error());
  const auto counted = api::count_trades(*entries);
  if (!counted) return report_error(console, counted.error());
  if (options.format == OutputFormat::kJson) {
    print_json(console, [&](net::JsonWriter& json) { api::write_statistics(json, *counted); });
    return code_of(ExitCode::kDone);
  }
  const journal::TradeStatistics& statistics = counted->statistics;
  if (entries->empty()) console.out << "no closed trade\n";
  if (counted->unconverted != 0) {
    console.out << counted->unconverted << " not counted: what they brought in the account's currency is not known\n";
  }
  print_tally("all", statistics.all(), console.out);
  print_tally("long", statistics.longs(), console.out);
  print_tally("short", statistics.shorts(), console.out);
  for (const auto& [name, tally] : statistics.by_setup()) print_tally("setup " + name, tally, console.out);
  for (const auto& [name, tally] : statistics.by_regime()) print_tally("regime " + name, tally, console.out);
  for (std::size_t hour = 0; hour < statistics.by_hour().size(); ++hour) {
    print_tally("hour " + std::to_string(hour), statistics.by_hour()[hour], console.out);
  }
  static constexpr std::array<std::string_view, 7> kDays{"sunday",   "monday", "tuesday", "wednesday",
                                                         "thursday", "friday", "saturday"};
  for (std::size_t day = 0; day < kDays.size(); ++day)
    print_tally(kDays[day], statistics.by_weekday()[day], console.out);
  return code_of(ExitCode::kDone);
}

Result<JournalEntry> entry_of(storage::TradingLedger& ledger, const std::string& id) {
  auto entry = ledger.trade(id);
  if (!entry) return std::unexpected(entry.error());
  if (!*entry) return core::fail(ErrorKind::kNotFound, "unknown_trade", "there is no trade " + id);
  return std::move(**entry);
}

/// Checked as the API checks what is posted.
Status change_notes(storage::TradingLedger& ledger, const JournalOptions& options) {
  const auto before = entry_of(ledger, options.id);
  if (!before) return std::unexpected(before.error());
  const storage::TradeNotes known = before->notes.value_or(storage::TradeNotes{});
  std::vector<std::string> tags = known.tags;
  for (const std::string& tag : options.tags) {
    std::erase(tags, tag);
    if (options.action == JournalAction::kTag) tags.push_back(tag);
  }
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("tags").begin_array();
  for (const std::string& tag : tags) json.text(tag);
  json.end_array();
  if (options.action == JournalAction::kNote) json.key("notes").text(options.text);
  json.end_object();
  const auto posted = net::parse_json(body);
  if (!posted) return std::unexpected(posted.error());
  auto notes = api::read_notes(*posted, known);
  if (!notes) return std::unexpected(notes.error());
  notes->updated = ops::SystemClock{}.now();
  return ledger.put(storage::JournalChange{storage::PutTradeNotes{options.id, std::move(*notes)}});
}

int show(storage::TradingLedger& ledger, const JournalOptions& options, const Console& console) {
  const auto entry = entry_of(ledger, options.id);
  if (!entry) return report_error(console, entry.error());
  if (options.format == OutputFormat::kJson) {
    console.out << json_of(*entry) << '\n';
  } else {
    print_whole(*entry, console.out);
  }
  return code_of(ExitCode::kDone);
}

int list(storage::TradingLedger& ledger, const storage::TradeQuery& query, const JournalOptions& options,
         const Console& console) {
  const auto entries = ledger.trades(query);
  if (!entries) return report_error(console, entries.error());
  for (const JournalEntry& entry : *entries) {
    if (options.format == OutputFormat::kJson) {
      console.out << json_of(entry) << '\n';
    } else {
      print_line(entry, console.out);
    }
  }
  if (entries->empty() && options.format == OutputFormat::kText) console.out << "no trade\n";
  return code_of(ExitCode::kDone);
}

}  // namespace

int run_journal(const JournalOptions& options, const Console& console) {
  const bool changes = options.action == JournalAction::kNote || options.action == JournalAction::kTag ||
                       options.action == JournalAction::kUntag;
  auto store = changes ? open_for_writing(options.store) : open_for_reading(options.store);
  if (!store) return report_error(console, store.error());
  storage::TradingLedger& ledger = (*store)->trading_ledger();
  if (changes) {
    if (auto done = change_notes(ledger, options); !done) return report_error(console, done.error());
  }
  if (changes || options.action == JournalAction::kShow) return show(ledger, options, console);
  const auto query = query_of(**store, options);
  if (!query) return report_error(console, query.error());
  if (options.action == JournalAction::kStatistics) return print_statistics(ledger, *query, options, console);
  return list(ledger, *query, options, console);
}

}  // namespace tidemark::app
