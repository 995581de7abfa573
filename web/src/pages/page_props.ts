import type { Account } from '../state/account.svelte';
import type { Clock } from '../state/clock.svelte';
import type { Connection } from '../state/connection.svelte';
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

/** A page about what is ours, too. */
export interface AccountPageProps extends PageProps {
  account: Account;
}
