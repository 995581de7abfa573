import { hashToView, isNewStep, viewToHash, type ChartView } from '../model/view_url';

/** The address bar as state: what is shown follows `view`, and every change of it stands in the address. */
export class Router {
  view = $state.raw<ChartView>(hashToView(location.hash));
  /** Counts the times the address was changed from outside (back, forward, a link). */
  arrivals = $state(0);

  start(): () => void {
    const arrive = () => {
      if (location.hash === viewToHash(this.view)) return;
      this.view = hashToView(location.hash);
      this.arrivals += 1;
    };
    addEventListener('popstate', arrive);
    addEventListener('hashchange', arrive);
    return () => {
      removeEventListener('popstate', arrive);
      removeEventListener('hashchange', arrive);
    };
  }

  /** Changes part of the view. A new chart gets a place in the history; a moved range only corrects the address. */
  go(change: Partial<ChartView>): void {
    const next = { ...this.view, ...change };
    const hash = viewToHash(next);
    const isStep = this.view.symbol !== null && isNewStep(this.view, next);
    this.view = next;
    if (hash === location.hash) return;
    if (isStep) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}
