// Does memory stay where it is? A live session, the engine and the simulated venue in one process, in simulated time
// and as fast as that goes, with the network failing all the time.
//   live_soak [minutes=10] [fault plan]
// Prints the resident memory of each simulated hour, and at the end its slope over the second half of the run.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "engine/engine.hpp"
#include "sim/faults/fault_plan.hpp"
#include "tests/live/simulated_network.hpp"
#include "venues/binance/live/live_session.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace {

using namespace tidemark;

constexpr core::Timestamp kStart = core::Timestamp::from_ms(1'725'000'000'000);
constexpr const char* kTrouble =
    "cut:every=61s,disconnect:every=97s,gap:p=0.0005,duplicate:p=0.01,reorder:p=0.005,malformed:p=0.0005,"
    "slow:p=0.05:by=1s,error:p=0.02,stale:by=1s";

double resident_mib() {
  std::ifstream in{"/proc/self/statm"};
  long total = 0;
  long resident = 0;
  in >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

/// Everything between a simulated network and an engine.
class Soak final : public venues::MarketDataSink {
 public:
  Soak(std::unique_ptr<venues::simulated::SimVenue> venue, const std::vector<std::string>& symbols)
      : venue_{std::move(venue)},
        network_{*venue_, kStart, 7},
        session_{config(), network_, session_table_, *this},
        engine_{engine_table_, {}} {
    network_.set_events(session_.transport_events());
    session_.start(now_);
    for (const std::string& symbol : symbols) {
      if (auto status = session_.subscribe(symbol, {}, now_); !status) std::puts(status.error().text().c_str());
    }
  }

  void run_until(core::Timestamp end) {
    while (now_ < end) {
      now_ = std::max(now_, std::min({end, session_due_, network_.next_due(), venue_->next_due(), heartbeat_}));
      network_.set_now(now_);
      venue_->advance(now_);
      network_.run(now_);
      while ((session_due_ = session_.on_time(now_)) <= now_) {
      }
      if (now_ < heartbeat_) continue;
      heartbeat_ = now_ + core::seconds(1);
      core::Event beat = core::Heartbeat{{{}, now_}};
      on_event(beat);
    }
    network_.forget_log();
  }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  [[nodiscard]] std::uint64_t gaps() const { return gaps_; }
  [[nodiscard]] std::uint64_t reconnects() const {
    std::uint64_t sum = 0;
    for (const auto& stream : session_.streams()) sum += stream.reconnects;
    return sum;
  }

  void on_instrument(const core::Instrument& instrument) override { engine_table_.add(instrument); }
  void on_event(core::Event& event) override {
    ++events_;
    outputs_.clear();
    engine_.process(event, outputs_);
    for (const engine::Output& output : outputs_) gaps_ += std::holds_alternative<core::Gap>(output) ? 1U : 0U;
  }
  void on_repaired(const venues::Repair& repair) override { repaired_ += repair.candles.size(); }
  void on_refused(std::string_view, const core::Error& why) override { std::puts(why.text().c_str()); }

 private:
  static venues::binance::LiveConfig config() {
    venues::binance::LiveConfig config;
    config.endpoints = {"http://sim", "ws://sim", "/stream", "/stream"};
    config.first_history = core::hours(2);
    config.backoff.cap = core::seconds(10);
    return config;
  }

  core::Timestamp now_{kStart};
  core::Timestamp session_due_{kStart};
  core::Timestamp heartbeat_{kStart};
  std::unique_ptr<venues::simulated::SimVenue> venue_;
  test::SimulatedNetwork network_;
  core::InstrumentTable session_table_;
  core::InstrumentTable engine_table_;
  venues::binance::LiveSession session_;
  engine::Engine engine_;
  std::vector<engine::Output> outputs_;
  std::uint64_t events_{0};
  std::uint64_t gaps_{0};
  std::uint64_t repaired_{0};
};

/// MiB per simulated hour over the second half, by least squares.
double slope(const std::vector<double>& memory) {
  const std::size_t from = memory.size() / 2;
  const auto n = static_cast<double>(memory.size() - from);
  double sx = 0;
  double sy = 0;
  double sxx = 0;
  double sxy = 0;
  for (std::size_t i = from; i < memory.size(); ++i) {
    const auto x = static_cast<double>(i);
    sx += x;
    sy += memory[i];
    sxx += x * x;
    sxy += x * memory[i];
  }
  const double spread = n * sxx - sx * sx;
  return spread == 0 ? 0 : (n * sxy - sx * sy) / spread;
}

}  // namespace

int main(int argc, char** argv) {
  const double minutes = argc > 1 ? std::atof(argv[1]) : 10;
  const auto plan = sim::parse_fault_plan(argc > 2 ? argv[2] : kTrouble);
  if (!plan) {
    std::fprintf(stderr, "%s\n", plan.error().text().c_str());
    return 2;
  }
  venues::simulated::SimVenueConfig config;
  config.start = kStart;
  config.history = core::hours(3);
  config.symbols = {"BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT"};
  config.markets = {venues::binance::Market::kSpot};
  config.faults = *plan;
  auto venue = venues::simulated::SimVenue::make(config);
  if (!venue) {
    std::fprintf(stderr, "%s\n", venue.error().text().c_str());
    return 1;
  }
  Soak soak{std::move(*venue), config.symbols};
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>{minutes * 60};
  std::vector<double> memory;
  std::printf("hour  MiB    events      reconnects  gaps\n");
  for (int hour = 1; std::chrono::steady_clock::now() < end; ++hour) {
    soak.run_until(kStart + core::hours(hour));
    memory.push_back(resident_mib());
    std::printf("%4d  %5.1f  %10llu  %10llu  %llu\n", hour, memory.back(),
                static_cast<unsigned long long>(soak.events()), static_cast<unsigned long long>(soak.reconnects()),
                static_cast<unsigned long long>(soak.gaps()));
    std::fflush(stdout);
  }
  std::printf("slope over the second half: %+.4f MiB per simulated hour (%zu hours)\n", slope(memory), memory.size());
  return 0;
}
