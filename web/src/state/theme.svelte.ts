import type { ThemeName } from '../model/view_url';

/** The theme in force: what was chosen, or what the system says, followed while it changes. */
export class Theme {
  #systemIsLight = $state(false);

  start(): () => void {
    const query = matchMedia('(prefers-color-scheme: light)');
    const read = () => (this.#systemIsLight = query.matches);
    read();
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }

  resolve(chosen: ThemeName): 'dark' | 'light' {
    if (chosen !== 'system') return chosen;
    return this.#systemIsLight ? 'light' : 'dark';
  }
}
