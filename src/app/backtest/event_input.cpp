#include "app/backtest/event_input.hpp"

#include <filesystem>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "venues/file/event_source.hpp"

namespace tidemark::app {
namespace {

class Recorded final : public backtest::EventFeed {
 public:
  explicit Recorded(std::unique_ptr<venues::file::EventSource> source) : source_{std::move(source)} {}
  core::Result<bool> next(core::Event& out) override { return source_->next(out); }

 private:
  std::unique_ptr<venues::file::EventSource> source_;
};

/// Reads on until the instrument has traded, when everything that tells its units has been met.
core::Result<core::InstrumentId> find_instrument(venues::file::EventSource& source, const core::InstrumentTable& table,
                                                 const std::optional<core::SymbolName>& name) {
  core::Event event;
  for (;;) {
    const auto more = source.next(event);
    if (!more) return std::unexpected(more.error());
    if (!*more)
      return core::fail(core::ErrorKind::kNotFound, "no_data", "it has no trade of this instrument",
                        name ? name->symbol : "");
    const auto* trade = std::get_if<core::Trade>(&event);
    if (trade == nullptr) continue;
    const core::Instrument& instrument = table.get(trade->instrument);
    const bool fits =
        !name || (instrument.symbol == name->symbol && (name->venue.empty() || instrument.venue == name->venue));
    if (fits) return trade->instrument;
  }
}

}  // namespace

core::Result<std::unique_ptr<EventInput>> open_event_input(const std::string& file,
                                                           const std::vector<std::string>& symbols) {
  std::vector<std::optional<core::SymbolName>> names;
  for (const std::string& symbol : symbols) {
    auto parsed = core::parse_symbol(symbol);
    if (!parsed) return core::forward_error(parsed);
    names.emplace_back(*parsed);
  }
  if (names.empty()) names.emplace_back();
  // A capture may be narrowed to one symbol only.
  const bool narrow = names.size() == 1 && names.front();
  const venues::file::EventSourceOptions options{.symbol = narrow ? names.front()->symbol : ""};
  auto input = std::make_unique<EventInput>();
  input->name = std::filesystem::path{file}.filename().string();
  for (const auto& name : names) {
    auto first = venues::file::open_event_source({file}, options, input->table);
    if (!first) return core::forward_error(first);
    auto id = find_instrument(**first, input->table, name);
    if (!id) return core::forward_error(id);
    input->ids.push_back(*id);
  }
  auto again = venues::file::open_event_source({file}, options, input->table);
  if (!again) return core::forward_error(again);
  input->feed = std::make_unique<Recorded>(std::move(*again));
  return input;
}

}  // namespace tidemark::app
