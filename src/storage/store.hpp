#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/candle.hpp"
#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "storage/activation_record.hpp"
#include "storage/alert_ledger.hpp"
#include "storage/chart_pattern_record.hpp"
#include "storage/decision_record.hpp"
#include "storage/series_key.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::storage {

/// Where a row came from: "import:FILE", "binance", "sim", "aggregated" … kept per row as provenance.
using Source = std::string;

struct CandleBatch {
  core::Instrument instrument;  ///< venue, symbol and scale are used; `id` is not
  core::Timeframe timeframe{core::Timeframe::k1m};
  Source source;
  std::vector<core::Candle> candles;  ///< ascending by open_time, no duplicates
};

/// What a write did, row by row: an identical row is `unchanged`, a differing one is replaced and counted `replaced`.
struct WriteResult {
  std::uint64_t inserted{0};
  std::uint64_t unchanged{0};
  std::uint64_t replaced{0};
};

enum class Order : std::uint8_t { kOldestFirst, kNewestFirst };

struct CandleQuery {
  SeriesKey series;
  std::optional<core::Timestamp> from;  ///< inclusive
  std::optional<core::Timestamp> to;    ///< exclusive
  std::uint32_t limit{1000};
  /// Which end `limit` cuts: kNewestFirst keeps the newest `limit` rows. Rows are returned ascending in both cases.
  Order order{Order::kNewestFirst};
};

struct CandlePage {
  core::Scale scale;  ///< the units of the candles below
  std::vector<core::Candle> candles;
};

struct SeriesInfo {
  SeriesKey series;
  core::Scale scale;
  std::uint64_t candles{0};
  std::optional<core::Timestamp> first;
  std::optional<core::Timestamp> last;
};

struct GapRecord {
  SeriesKey series;
  core::Gap gap;  ///< `instrument` is not used
};

struct QuarantineRecord {
  SeriesKey series;
  core::Finding finding;  ///< `instrument` is not used
  std::string payload;    ///< the candle or row as it came, readable
};

struct QualityRecord {
  SeriesKey series;
  core::Timestamp time;  ///< end of the window judged
  core::QualityScore quality;
};

/// A candlestick pattern as it was known when its candle closed.
struct PatternRecord {
  SeriesKey series;
  std::string pattern;  ///< the catalogue's id: "CDLHAMMER"
  int value{0};         ///< +-80, +-100, +-200
  core::Timestamp open_time;
  core::Timestamp known_at;
  std::string price_level;  ///< the candle's close, as a decimal
  double confidence{0};     ///< 0 … 100
  std::string strength;     ///< "very_low" … "extreme"
  double volume_confirmation{0};
  double trend_alignment{0};
  std::string metadata{"{}"};  ///< what the confidence is made of, as JSON
  int logic_version{1};

  friend bool operator==(const PatternRecord&, const PatternRecord&) = default;
};

struct PatternQuery {
  SeriesKey series;
  std::optional<core::Timestamp> from;  ///< open time, inclusive
  std::optional<core::Timestamp> to;    ///< exclusive
  std::uint32_t limit{1000};            ///< the newest so many, ascending
};

/// What the volume of a series showed, as it was known when the candle that completes it closed.
struct VolumePatternRecord {
  SeriesKey series;
  std::string type;       ///< analysis::volume's id: "spike"
  std::string direction;  ///< "bullish", "bearish", "neutral"
  core::Timestamp time;   ///< open time of the candle it is about
  core::Timestamp known_at;
  std::string strength;        ///< "weak" … "extreme"
  double confidence{0};        ///< 0 … 100
  double volume_ratio{0};      ///< volume over the mean before; 0 when there is none
  double price_change{0};      ///< percent
  std::string price_level;     ///< what it is about, as a decimal
  std::string metadata{"{}"};  ///< the rest of the finding, as JSON
  int logic_version{1};

  friend bool operator==(const VolumePatternRecord&, const VolumePatternRecord&) = default;
};

struct VolumePatternQuery {
  SeriesKey series;
  std::optional<core::Timestamp> from;  ///< of the time it is about, inclusive
  std::optional<core::Timestamp> to;    ///< exclusive
  std::string type;                     ///< empty: all
  std::string strength;                 ///< empty: all
  std::uint32_t limit{1000};            ///< the newest so many, ascending
};

/// What an indicator's value is.
struct IndicatorType {
  std::string type;    ///< with its parameters: "RSI:period=14"
  std::string output;  ///< "Real", "MACDSignal"
  int logic_version{1};
  std::string metadata{"{}"};  ///< JSON

  friend bool operator==(const IndicatorType&, const IndicatorType&) = default;
};

/// Values of indicators on closed candles of one series.
struct IndicatorBatch {
  SeriesKey series;
  std::shared_ptr<const std::vector<IndicatorType>> types;  ///< shared by the batches of a run; not null
  struct Row {
    core::Timestamp time;   ///< open time of the candle
    std::uint32_t type{0};  ///< index into `types`
    double value{0};        ///< finite

    friend bool operator==(const Row&, const Row&) = default;
  };
  std::vector<Row> rows;
};

struct IndicatorQuery {
  SeriesKey series;
  std::string type;
  core::TimeRange range;  ///< of open times
};

struct IndicatorValue {
  core::Timestamp time;
  std::string output;
  double value{0};
  int logic_version{1};

  friend bool operator==(const IndicatorValue&, const IndicatorValue&) = default;
};

/// A visit of price to a zone.
struct ZoneTestRecord {
  int number{0};         ///< of the zone's tests, from 1 on
  core::Timestamp time;  ///< open time of the candle that came to the zone
  /// Its number in the series, from 0 on, as far as the engine had seen it; absent where it was not kept.
  std::optional<std::int64_t> index{};
  std::string type;     ///< "touch", "penetration", "break"
  std::string outcome;  ///< "open", "bounce", "break"; the store makes "flip" of the break of a zone that flips
  double price{0};      ///< the deepest so far
  double rejection_strength{0};  ///< 0 … 1
  double volume{0};              ///< of its candles
  double move_pips{0};           ///< from the deepest price to the close that decided it

  friend bool operator==(const ZoneTestRecord&, const ZoneTestRecord&) = default;
};

/// Numbers of a zone's candles in its series, from 0 on, as far as the engine had seen it; it counts anew where it had
/// to start anew.
struct ZoneIndexes {
  std::int64_t base_from{0};
  std::int64_t base_to{0};
  std::int64_t impulse_from{0};
  std::int64_t impulse_to{0};

  friend bool operator==(const ZoneIndexes&, const ZoneIndexes&) = default;
};

/// A supply or demand zone after a change. Prices are measured, not traded, and stand as numbers.
struct ZoneRecord {
  std::string id;  ///< zone_id_of()
  SeriesKey series;
  std::uint32_t number{0};  ///< the engine's, within the series, from 1 on
  std::string type;         ///< "supply", "demand", "continuation"
  std::string direction;    ///< "bullish": demand, "bearish": supply
  std::string formation;    ///< analysis::zones' name
  double top{0};
  double bottom{0};
  core::Timestamp left;          ///< open time of the base's first candle
  core::Timestamp right;         ///< of its last
  core::Timestamp impulse_from;  ///< of the first and last candle of the move away
  core::Timestamp impulse_to;
  std::optional<ZoneIndexes> indexes{};  ///< absent where they were not kept
  bool fibonacci{false};                 ///< a Fibonacci level lay at it when it was created
  double strength{0};                    ///< 0 … 1
  std::uint32_t tests{0};
  std::uint32_t successes{0};
  std::string status;    ///< "active" … "expired"
  std::string ended_by;  ///< of an expired one: "age", "limit", "merged"
  double magnitude{0};   ///< of the impulse, ATR
  double momentum{0};    ///< 0 … 1
  double volume_ratio{0};
  double atr{0};                         ///< at creation, in price
  double volume{0};                      ///< at creation
  core::Timestamp created;               ///< open time of the candle that made it known
  core::Timestamp updated;               ///< of the candle of the last change
  std::optional<core::Timestamp> ended;  ///< of the candle that broke or expired it
  core::Timestamp known_at;              ///< when the engine knew of the last change
  int logic_version{1};
  /// Read only: the zones it flipped from, and flipped to or was merged into. Written by number, see ZoneChange.
  std::optional<std::string> origin{};
  std::optional<std::string> successor{};

  friend bool operator==(const ZoneRecord&, const ZoneRecord&) = default;
};

/// A zone as it stands after something became known, and what that was.
struct ZoneChange {
  ZoneRecord zone;
  std::uint32_t origin_number{0};  ///< 0: none
  std::uint32_t successor_number{0};
  std::optional<ZoneTestRecord> test{};
  std::optional<double> flip_price{};  ///< the close that confirmed the flip; set when it flipped just now
};

/// Where a page of zones goes on: those created before this one.
struct ZoneCursor {
  core::Timestamp created;
  std::string id;
};

struct ZoneQuery {
  SeriesKey series;
  std::optional<core::Timestamp> from;  ///< zones that still lived then, inclusive
  std::optional<core::Timestamp> to;    ///< zones created before, exclusive
  std::vector<std::string> statuses;    ///< empty: all
  std::string type;                     ///< empty: all
  std::optional<ZoneCursor> before;
  std::uint32_t limit{1000};
};

struct PageRequest {
  std::optional<std::string> symbol;
  std::optional<core::Timeframe> timeframe;
  std::uint64_t after{0};  ///< cursor: row id of the last one seen
  std::uint32_t limit{100};
};

struct QuarantinePage {
  std::vector<QuarantineRecord> rows;
  std::optional<std::uint64_t> next;  ///< cursor for the following page
};

enum class OpenMode : std::uint8_t { kCreate, kExisting, kReadOnly };

/// The database behind one connection. All times UTC; all prices exact. A Store is used by one thread at a time;
/// several Stores may be open on the same database (one writes, others read, SQLite WAL). Every write method is one
/// transaction. Errors: kIo, kCorrupt, kConflict (schema newer than this program), kExhausted (disk full), kNotFound.
class Store {
 public:
  virtual ~Store() = default;

  /// Inserts or finds the asset; raises its stored scale (and rescales its rows) when the instrument needs finer units.
  virtual core::Status put_instrument(const core::Instrument& instrument) = 0;
  virtual core::Result<std::vector<core::Instrument>> instruments() = 0;
  virtual core::Result<std::vector<SeriesInfo>> series() = 0;

  virtual core::Result<WriteResult> put_candles(const CandleBatch& batch) = 0;
  /// Several batches in one transaction: what the writer thread uses.
  virtual core::Result<WriteResult> put_candles(const std::vector<CandleBatch>& batches) = 0;
  /// kNotFound when the store does not know the instrument; an empty page when it has no such candles of it.
  virtual core::Result<CandlePage> candles(const CandleQuery& query) = 0;

  /// Adds or updates by (series, from); a shrunk or filled gap replaces its former bounds: those of the same reason
  /// that it overlaps. Gaps, quarantine and quality need their instrument to be there (kNotFound): see put_instrument.
  virtual core::Status put_gaps(const std::vector<GapRecord>& gaps) = 0;
  /// Sets the ledger of one series over a range to exactly these gaps (an import knows the whole range it read). A gap
  /// that reaches out of the range keeps its part outside.
  virtual core::Status replace_gaps(const SeriesKey& series, core::TimeRange range,
                                    const std::vector<core::Gap>& gaps) = 0;
  virtual core::Result<std::vector<GapRecord>> gaps(const std::string& symbol,
                                                    std::optional<core::Timeframe> timeframe) = 0;

  /// A row already there (same series, time, code and payload) is not written twice.
  virtual core::Status put_quarantine(const std::vector<QuarantineRecord>& rows) = 0;
  virtual core::Result<QuarantinePage> quarantine(const PageRequest& page) = 0;
  virtual core::Status put_quality(const std::vector<QualityRecord>& rows) = 0;
  virtual core::Result<std::optional<QualityRecord>> latest_quality(const SeriesKey& series) = 0;

  /// A row already there (same series, time and pattern) is replaced. The instrument must be there (kNotFound).
  virtual core::Status put_patterns(const std::vector<PatternRecord>& rows) = 0;
  /// Ascending by time. kNotFound when the store does not know the instrument.
  virtual core::Result<std::vector<PatternRecord>> patterns(const PatternQuery& query) = 0;

  /// A row already there (same series, time and type) is replaced. The instrument must be there (kNotFound).
  virtual core::Status put_volume_patterns(const std::vector<VolumePatternRecord>& rows) = 0;
  /// Ascending by time. kNotFound when the store does not know the instrument.
  virtual core::Result<std::vector<VolumePatternRecord>> volume_patterns(const VolumePatternQuery& query) = 0;

  /// A value already there (same series, time and type) is replaced. The instrument must be there (kNotFound).
  virtual core::Status put_indicators(const IndicatorBatch& batch) = 0;
  /// Ascending by time, then by logic version. kNotFound when the store does not know the instrument.
  virtual core::Result<std::vector<IndicatorValue>> indicators(const IndicatorQuery& query) = 0;

  /// Adds or updates by id; a test by its zone and time. The instrument must be there (kNotFound).
  virtual core::Status put_zones(const std::vector<ZoneChange>& changes) = 0;
  /// Newest first. kNotFound when the store does not know the instrument.
  virtual core::Result<std::vector<ZoneRecord>> zones(const ZoneQuery& query) = 0;
  /// kNotFound when there is no such zone.
  virtual core::Result<ZoneRecord> zone(const std::string& id) = 0;
  /// Of one zone, ascending by time.
  virtual core::Result<std::vector<ZoneTestRecord>> zone_tests(const std::string& id) = 0;
  /// When the first zone of a series that was ever stored was created. kNotFound as zones().
  virtual core::Result<std::optional<core::Timestamp>> first_zone(const SeriesKey& series) = 0;

  /// A pattern already there (same series, pattern and began) goes on; what was known earlier does not replace what is
  /// known. The instrument must be there (kNotFound).
  virtual core::Status put_chart_patterns(const std::vector<ChartPatternRecord>& rows) = 0;
  /// Ascending by when they began. kNotFound when the store does not know the instrument.
  virtual core::Result<std::vector<ChartPatternRecord>> chart_patterns(const ChartPatternQuery& query) = 0;
  /// When the first chart pattern of a series that is stored began. kNotFound as chart_patterns().
  virtual core::Result<std::optional<core::Timestamp>> first_chart_pattern(const SeriesKey& series) = 0;

  /// Adds or updates by instrument, time and side; what was known earlier does not replace what is known. Signals,
  /// traces and confluence need their instrument to be there (kNotFound).
  virtual core::Status put_signals(const std::vector<SignalRecord>& rows) = 0;
  /// Newest first. kNotFound when the store does not know the instrument.
  virtual core::Result<std::vector<SignalRecord>> signals(const SignalQuery& query) = 0;
  /// Of the ended signals of an instrument, or of all; by type, then bucket. kNotFound as signals().
  virtual core::Result<std::vector<CalibrationRow>> calibration(const std::optional<InstrumentKey>& instrument) = 0;
  /// The same signals by the reasons they had, by name. kNotFound as signals().
  virtual core::Result<std::vector<FactorPerformanceRow>> factor_performance(
      const std::optional<InstrumentKey>& instrument) = 0;
  /// Replaces a trace of the same instrument and time; keeps the newest kTracesKept of an instrument.
  virtual core::Status put_traces(const std::vector<TraceRecord>& rows) = 0;
  /// The first trace within the range. kNotFound when there is none.
  virtual core::Result<TraceRecord> trace(const InstrumentKey& instrument, core::TimeRange known_at) = 0;
  /// Replaces what is stored of the same candle; keeps kConfluenceCandlesKept candles of a series.
  virtual core::Status put_confluence(const std::vector<ConfluenceRecord>& rows) = 0;
  /// Of the newest candle that opened before `before`; absent: none had any. kNotFound when the store does not know the
  /// instrument.
  virtual core::Result<std::optional<ConfluenceRecord>> confluence(const SeriesKey& series, core::Timestamp before) = 0;

  /// Replaces what the same name gave on the same stretch. The instrument must be there (kNotFound). kConflict
  /// "name_taken": the name stands for other parameters.
  virtual core::Status put_confluence_test(const ConfluenceTestRecord& test) = 0;
  /// Of a series: by stretch, then name. kNotFound when the store does not know the instrument.
  virtual core::Result<std::vector<ConfluenceTestRecord>> confluence_tests(const SeriesKey& series) = 0;

  /// Rules, webhooks, firings and deliveries. Lives as long as the store.
  virtual AlertLedger& alert_ledger() = 0;
  /// Orders, fills, positions, money, trades and what is said about them. Lives as long as the store.
  virtual TradingLedger& trading_ledger() = 0;
  /// Stages of the configurations that traded. Lives as long as the store.
  virtual ActivationLedger& activation_ledger() = 0;

  /// Engine snapshots by name, replaced as a whole.
  virtual core::Status put_snapshot(const std::string& name, std::span<const std::byte> data) = 0;
  virtual core::Result<std::optional<std::vector<std::byte>>> snapshot(const std::string& name) = 0;

  /// Removes candles of a timeframe older than `before`, and the patterns and indicator values on them; returns how
  /// many candles.
  virtual core::Result<std::uint64_t> retain(core::Timeframe timeframe, core::Timestamp before) = 0;
};

/// Opens (and with kCreate creates and migrates) the database at a path or sqlite: URL; ":memory:" for tests. An
/// existing database with an older schema is migrated under kCreate, refused with the remedy under the other modes.
core::Result<std::unique_ptr<Store>> open_store(const std::string& path_or_url, OpenMode mode);

struct MigrationState {
  int number{0};
  std::string name;
  bool applied{false};
};
core::Result<std::vector<MigrationState>> migration_status(const std::string& path_or_url);
/// Applies all pending migrations up to `target` (default: all).
core::Result<int> migrate(const std::string& path_or_url, std::optional<int> target = {});
/// Undoes the last `steps` migrations; each down migration removes one capability and leaves the rest working.
core::Result<int> rollback(const std::string& path_or_url, int steps = 1);

struct BackupInfo {
  std::uint64_t bytes{0};
  std::string checksum;  ///< XXH3-128, hex
};
/// A consistent copy while others read and write, compressed with zstd, with its checksum inside; verified after
/// writing.
core::Result<BackupInfo> backup(const std::string& path_or_url, const std::filesystem::path& file);
/// Verifies the checksum first; refuses to overwrite an existing database unless `replace`; atomic (temporary +
/// rename).
enum class Overwrite : std::uint8_t { kRefuse, kReplace };
core::Result<BackupInfo> restore(const std::filesystem::path& file, const std::string& path_or_url,
                                 Overwrite overwrite);

}  // namespace tidemark::storage
