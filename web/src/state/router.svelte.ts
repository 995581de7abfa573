import { kDefaultJournal } from '../model/journal_view';
import { hashToView, isNewStep, viewToHash, withMemory, type PageName, type View } from '../model/view_url';

/** The address bar as state: what is shown follows `view`, and every change of it stands in the address. */
export class Router {
  view = $state.raw<View>(hashToView(location.hash));
  /** Counts the times the address was changed from outside (back, forward, a link). */
  arrivals = $state(0);

  start(): () => void {
    const arrive = () => {
      if (location.hash === viewToHash(this.view)) return;
      this.view = withMemory(hashToView(location.hash), this.view);
      this.arrivals += 1;
    };
    addEventListener('popstate', arrive);
    addEventListener('hashchange', arrive);
    return () => {
      removeEventListener('popstate', arrive);
      removeEventListener('hashchange', arrive);
    };
  }

  /** The address of a page: of the chart shown last, and of whole tables. */
  linkTo(page: PageName): string {
    const whole = {
      filter: '',
      section: 'overview',
      trace: null,
      rule: null,
      trade: null,
      runs: [],
    } as const;
    return viewToHash({ ...this.view, ...whole, journal: kDefaultJournal, page });
  }

  /** Changes part of the view. Another page or chart gets a place in the history; a moved range only corrects the address. */
  go(change: Partial<View>): void {
    const next = { ...this.view, ...change };
    const hash = viewToHash(next);
    const isFirstChart = next.page === 'chart' && this.view.page === 'chart' && this.view.symbol === null;
    const isStep = !isFirstChart && isNewStep(this.view, next);
    this.view = next;
    if (hash === location.hash) return;
    if (isStep) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}
