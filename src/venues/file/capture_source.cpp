#include <set>
#include <string>

#include "venues/binance/parser.hpp"
#include "venues/file/capture_line.hpp"
#include "venues/file/event_sources.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

/// exchangeInfo answers are lines of some megabytes.
constexpr std::size_t kLineBytesMax = std::size_t{64} << 20U;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The host or path says the market; without a URL the fields that only futures have do.
std::optional<binance::Market> market_of(std::string_view head) {
  if (contains(head, "fapi.binance") || contains(head, "fstream.binance")) return binance::Market::kUsdm;
  if (contains(head, "api.binance") || contains(head, "stream.binance")) return binance::Market::kSpot;
  if (contains(head, "\"pu\":")) return binance::Market::kUsdm;
  if (contains(head, "\"stream\":\"") || contains(head, "\"lastUpdateId\"")) return binance::Market::kSpot;
  if (contains(head, "\"e\":\"") && contains(head, "\"E\":")) {
    const bool futures = contains(head, "\"markPriceUpdate\"") || contains(head, "\"forceOrder\"") ||
                         (contains(head, "\"bookTicker\"") && contains(head, "\"T\":"));
    return futures ? binance::Market::kUsdm : binance::Market::kSpot;
  }
  return std::nullopt;
}

bool is_other_binance_market(std::string_view head) {
  return contains(head, "dapi.binance") || contains(head, "dstream.binance") || contains(head, "USD_PERP\"") ||
         contains(head, "eapi.binance");
}

/// Lines with their end within the head, or all of a short file.
template <class Visit>
void for_each_head_line(std::string_view head, Visit&& visit) {
  while (!head.empty()) {
    const auto end = head.find('\n');
    if (!visit(split_capture_line(head.substr(0, end)))) return;
    if (end == std::string_view::npos) return;
    head.remove_prefix(end + 1);
  }
}

class CaptureSource final : public EventSource {
 public:
  CaptureSource(OpenedFile file, const EventSourceOptions& options, binance::Market market,
                core::InstrumentTable& instruments)
      : source_{std::move(file.source)},
        lines_{*source_, file.path, kLineBytesMax},
        options_{options},
        instruments_{instruments},
        parser_{
            {.market = market, .unknown_symbols = binance::UnknownSymbols::kAdd, .added_scale = options.capture_scale},
            instruments} {
    report_.kind = "binance capture";
    report_.notes.push_back(lines_.name() + ": messages of " + std::string(binance::venue_of(market)));
  }

  core::Result<bool> next(core::Event& out) override {
    while (true) {
      while (given_ < batch_.size()) {
        core::Event& event = batch_[given_++];
        if (!is_wanted(event)) continue;
        std::swap(out, event);
        ++report_.events;
        return true;
      }
      const auto more = read_line();
      if (!more) return std::unexpected(more.error());
      if (!*more) return false;
    }
  }
  [[nodiscard]] const EventSourceReport& report() const override { return report_; }

 private:
  core::Result<bool> read_line() {
    std::string_view text;
    auto more = lines_.next(text);
    if (!more || !*more) return more;
    batch_.clear();
    given_ = 0;
    const CaptureLine line = split_capture_line(text);
    if (line.kind == CaptureLine::Kind::kAside || line.kind == CaptureLine::Kind::kConnection) return true;
    ++report_.messages;
    if (line.kind == CaptureLine::Kind::kUnknown) {
      ++report_.refused["unknown_line"];
      return true;
    }
    const core::Timestamp received = line.received.value_or(core::Timestamp{});
    const auto outcome = line.kind == CaptureLine::Kind::kRestAnswer
                             ? parser_.parse_rest({line.url, line.text, received}, batch_)
                             : parse_message(line.text, received);
    // exchangeInfo is parsed without giving an event.
    if (outcome.events == 0 && outcome.rule != binance::ParseRule::kParsed)
      ++report_.refused[std::string(name_of(outcome.rule))];
    if (!line.received) take_exchange_times();
    for (const auto& event : batch_) {
      if (const auto id = core::instrument_of(event)) only_instrument_.note(*id);
    }
    return true;
  }

  binance::ParseOutcome parse_message(std::string_view text, core::Timestamp received) {
    const auto outcome = parser_.parse_padded(text, received, batch_);
    if (outcome.rule != binance::ParseRule::kMissingSymbol) return outcome;
    // hftbacktest writes the REST snapshot without its symbol: in a capture of one instrument it can only be that
    // one's.
    const auto symbol = symbol_hint();
    if (symbol.empty()) return outcome;
    return parser_.parse(text, received, batch_, symbol);
  }
  [[nodiscard]] std::string symbol_hint() const {
    if (!options_.symbol.empty()) return options_.symbol;
    const auto id = only_instrument_.get();
    return id ? instruments_.get(*id).symbol : std::string{};
  }
  /// Lines without a time: received when the venue sent them, as far as anyone knows.
  void take_exchange_times() {
    for (std::size_t i = 0; i < batch_.size(); ++i) {
      std::visit(
          [this](auto& event) {
            if (event.times.exchange > last_exchange_) last_exchange_ = event.times.exchange;
            event.times.received = last_exchange_;
          },
          batch_[i]);
    }
  }
  [[nodiscard]] bool is_wanted(const core::Event& event) const {
    if (options_.symbol.empty()) return true;
    const auto id = core::instrument_of(event);
    return !id || instruments_.get(*id).symbol == options_.symbol;
  }

  /// The one instrument met so far, if it is only one.
  class OnlyInstrument {
   public:
    void note(core::InstrumentId id) {
      if (!first_)
        first_ = id;
      else if (*first_ != id)
        several_ = true;
    }
    [[nodiscard]] std::optional<core::InstrumentId> get() const { return several_ ? std::nullopt : first_; }

   private:
    std::optional<core::InstrumentId> first_;
    bool several_{false};
  };

  std::unique_ptr<ByteSource> source_;
  LineReader lines_;
  EventSourceOptions options_;
  core::InstrumentTable& instruments_;
  binance::Parser parser_;
  EventBatch batch_;
  std::size_t given_{0};
  OnlyInstrument only_instrument_;
  core::Timestamp last_exchange_;
  EventSourceReport report_;
};

}  // namespace

bool looks_like_capture(std::string_view head) {
  bool capture = false;
  int looked = 0;
  for_each_head_line(head, [&](const CaptureLine& line) {
    using Kind = CaptureLine::Kind;
    if (line.kind == Kind::kMessage || line.kind == Kind::kRestAnswer || line.kind == Kind::kConnection) capture = true;
    const bool blank = line.kind == Kind::kAside;
    return !capture && (blank || line.kind != Kind::kUnknown) && ++looked < 20;
  });
  return capture;
}

std::optional<core::Timestamp> first_time_of_capture(std::string_view head) {
  std::optional<core::Timestamp> first;
  for_each_head_line(head, [&](const CaptureLine& line) {
    first = line.received;
    return !first;
  });
  return first;
}

core::Result<EventSourcePtr> make_capture_source(OpenedFile file, const EventSourceOptions& options,
                                                 core::InstrumentTable& instruments) {
  if (is_other_binance_market(file.head)) {
    return fail(ErrorKind::kUnsupported, "capture_not_supported",
                "the capture is of Binance's COIN-M futures or options; only spot and USD-M are read", file.path);
  }
  const auto market = market_of(file.head);
  if (!market) {
    return fail(ErrorKind::kUnsupported, "capture_not_supported",
                "the messages are not Binance's; captures of other venues are not read yet", file.path);
  }
  return std::make_unique<CaptureSource>(std::move(file), options, *market, instruments);
}

}  // namespace tidemark::venues::file
