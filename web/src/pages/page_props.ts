import type { Account } from '../state/account.svelte';
import type { Clock } from '../state/clock.svelte';
import type { Connection } from '../state/connection.svelte';
import type { Drafts } from '../state/drafts.svelte';
import type { Markets } from '../state/markets.svelte';
import type { Preferences } from '../state/preferences.svelte';
import type { Presence } from '../state/presence.svelte';
import type { Router } from '../state/router.svelte';

/** What the program hands to a page. */
export interface PageProps {
  preferences: Preferences;
  router: Router;
  markets: Markets;
  connection: Connection;
  clock: Clock;
  presence: Presence;
}

/** A page on which something is written. */
export interface WritingPageProps extends PageProps {
  drafts: Drafts;
}

/** A page about what is ours, too. */
export interface AccountPageProps extends WritingPageProps {
  account: Account;
}
