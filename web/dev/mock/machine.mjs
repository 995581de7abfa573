// What the mock says of itself: figures that look like a process at work.
const kStarted = Date.now();
const kSince = new Date(kStarted).toISOString();

export function system(rows) {
  const uptime = (Date.now() - kStarted) / 1000;
  const wave = Math.abs(Math.sin(uptime / 7));
  const queue = (name, owner, unit, policy, capacity, depth, high_water, full = 0, coalesced = 0) => ({
    name, owner, unit, policy, capacity, depth: Math.round(depth), high_water, full, lost: 0, coalesced,
  }); // prettier-ignore
  return {
    process: {
      rss_bytes: 212e6 + 8e6 * wave,
      rss_peak_bytes: 226e6,
      cpu_seconds: uptime * 0.31,
      threads: 8,
      uptime_s: Math.floor(uptime),
    },
    queues: [
      queue('engine.0.input', 'engine.0', 'events', 'block', 32768, 40 * wave, 2210),
      queue('engine.0.output', 'dispatch', 'outputs', 'block', 65536, 12 * wave, 5120, 3),
      queue('store.writer', 'store-writer', 'rows', 'block', 20000, 300 * wave, 18_400, 41),
      queue('ws.frames', 'io', 'frames', 'disconnect', 1024, 3 * wave, 96, 0, 1204),
      queue('api.reads', 'api-reads', 'requests', 'refuse', 256, wave, 9),
    ],
    feeds: [...new Set(rows.map((row) => row.feed_state))].map((state, i) => ({
      venue: 'sim',
      stream: `market-${i + 1}`,
      state,
      since: kSince,
      reason: rows.find((row) => row.feed_state === state)?.feed.reason ?? null,
      symbols: rows.filter((row) => row.feed_state === state).length,
      messages: Math.floor(uptime * 412),
      reconnects: i,
      last_message_at: new Date(Date.now() - i * 900).toISOString(),
    })),
    store: {
      state: 'writing',
      reason: null,
      queue_rows: Math.round(300 * wave),
      rejected: 0,
      database_bytes: 48e6,
    },
    memory: {
      instruments: rows.length,
      candles: rows.length * 9000,
      candles_max: 2e6,
      trades: 4000,
      gaps: 3,
    },
    stream: { clients: 1 },
  };
}

const kStages = [
  ['venue_to_received', 'From the venue to us', 18],
  ['received_to_engine', 'Until the engine takes it', 0.02],
  ['received_to_published', 'Until its candle is published', 0.11],
  ['submitted_to_stored', 'Until it is stored', 4.2],
  ['received_to_pushed', 'Until it is sent to dashboards', 0.9],
];

export function latency() {
  const count = Math.floor((Date.now() - kStarted) / 3);
  return {
    stages: kStages.map(([id, title, middle]) => {
      const edges = Array.from({ length: 11 }, (_, i) => 2 ** (Math.round(Math.log2(middle)) - 4 + i));
      const buckets = edges.map((edge) => {
        const spread = Math.log2(edge / middle);
        return [edge, Math.round(count * 0.4 * Math.exp((-spread * spread) / (spread > 0 ? 5 : 1.6)))];
      });
      const [p50_ms, p90_ms, p99_ms, p999_ms, max_ms] = [1, 2.1, 5.4, 14, 31].map(
        (factor) => middle * factor,
      );
      return { id, title, count, p50_ms, p90_ms, p99_ms, p999_ms, max_ms, buckets };
    }),
  };
}

export function services(troubles) {
  const part = (name, state, reason = null, circuit = null) => ({
    name,
    state,
    since: kSince,
    reason,
    circuit,
  });
  return {
    services: [
      part('feed', 'running'),
      part('engine.0', 'running'),
      part('dispatch', 'running'),
      troubles
        ? part('store writer', 'degraded', 'retrying: the disk is full')
        : part('store writer', 'running'),
      part('binance rest', troubles ? 'degraded' : 'running', null, troubles ? 'half_open' : 'closed'),
    ],
  };
}
