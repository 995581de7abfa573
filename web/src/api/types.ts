/**
 * Generated from openapi.json by scripts/generate_types.mjs: do not edit. After a change of the API:
 *   TIDEMARK_TEST_WRITE_DOCS=1 build/dev/api_test, then npm run types.
 * Times in candle rows are Unix milliseconds, elsewhere ISO-8601 text. Prices and volumes are plain numbers in units of
 * the instrument.
 */
export type * from './shared_types';
export type * from './activation_types';
export type * from './alert_types';
export type * from './analysis_types';
export type * from './backtest_types';
export type * from './intelligence_types';
export type * from './operation_types';
export type * from './trading_types';
export type * from './stream_types';
