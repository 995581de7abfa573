// What the tests of a file have in common: a server, and a browser that looks at it.
import { after, before } from 'node:test';
import { launch, visit } from './browser.mjs';
import { isMock } from './server.mjs';

/**
 * A server and a browser from before the first test of a file until after its last. `isReal`: the mock knows nothing of
 * what is tested, so without the binary its tests are skipped by `options`. `ready`: is given the address, and waited for.
 */
export function siteOf(server, { isReal = false, ready = () => {} } = {}) {
  const options = { skip: isReal && isMock };
  const site = { options, origin: null, browser: null };
  site.visit = (look) => visit(site.browser, site.origin, look);

  before(async () => {
    if (options.skip) return;
    site.origin = await server.start();
    await ready(site.origin);
    site.browser = await launch();
  });

  after(async () => {
    await site.browser?.close();
    await server.dispose();
  });
  return site;
}
