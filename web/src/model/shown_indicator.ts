import type { IndicatorInfo } from '../api/types';
import type { IndicatorChoice } from './indicator_name';

/** An indicator on the chart. */
export interface ShownIndicator {
  /** As the server is asked for it: "RSI:period=14" */
  name: string;
  choice: IndicatorChoice;
  info: IndicatorInfo;
}
