export type StateIcon =
  'live' | 'forward' | 'clock' | 'refresh' | 'broken' | 'warning' | 'dots' | 'stop' | 'help';

/** What a stream's state means to whoever looks: a shape, a word, a sentence and how bad it is. */
export interface StateLook {
  icon: StateIcon;
  word: string;
  meaning: string;
  tone: 'good' | 'neutral' | 'warning';
  /** 0 = all is well; higher sorts as worse. */
  severity: number;
}

const kLooks: Record<string, StateLook> = {
  live: {
    icon: 'live',
    word: 'Live',
    meaning: 'Data arrives as it happens',
    tone: 'good',
    severity: 0,
  },
  polling: {
    icon: 'clock',
    word: 'Polling',
    meaning: 'The stream is down; data is asked for over REST every few seconds',
    tone: 'warning',
    severity: 4,
  },
  resyncing: {
    icon: 'refresh',
    word: 'Resyncing',
    meaning: 'The order book or the stream is being brought back in step',
    tone: 'warning',
    severity: 5,
  },
  gapped: {
    icon: 'broken',
    word: 'Gapped',
    meaning: 'Data was missed; it is being fetched, or stands in the gap ledger',
    tone: 'warning',
    severity: 6,
  },
  stale: {
    icon: 'warning',
    word: 'Stale',
    meaning: 'Nothing has arrived for longer than this stream should be silent',
    tone: 'warning',
    severity: 7,
  },
  connecting: {
    icon: 'dots',
    word: 'Connecting',
    meaning: 'The connection to the venue is being made',
    tone: 'neutral',
    severity: 2,
  },
  catching_up: {
    icon: 'forward',
    word: 'Catching up',
    meaning: 'The past of the market is still being read: what is shown is not the present yet',
    tone: 'neutral',
    severity: 3,
  },
  closed: {
    icon: 'stop',
    word: 'Closed',
    meaning: 'No stream: stored history, a recording that is over, or an instrument nobody subscribed to',
    tone: 'neutral',
    severity: 1,
  },
};

export function lookOf(state: string): StateLook {
  if (Object.hasOwn(kLooks, state)) return kLooks[state]!;
  const word = state === '' ? 'Unknown' : `${state[0]!.toUpperCase()}${state.slice(1)}`;
  return { icon: 'help', word, meaning: 'A state this page does not know', tone: 'neutral', severity: 8 };
}

export function severityOf(state: string): number {
  return lookOf(state).severity;
}
