// Forms of the dashboard: what stands at their fields.

/** What is wrong with the field of that label in a form; waits until something is. */
export function faultAt(form, label) {
  return form
    .locator('.field')
    .filter({
      has: form.page().locator('.label').getByText(label, { exact: true }),
    })
    .locator('.fault')
    .innerText();
}

/** How many pixels the page, or what scrolls in it, is too wide. */
export async function tooWide(v) {
  const page = await v.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const lists = await listsOf(v).evaluate((element) => element.scrollWidth - element.clientWidth);
  return Math.max(0, page, lists);
}

/** What scrolls on a page of lists. */
export const listsOf = (v) => v.page.getByRole('region', { name: 'Lists', exact: true });
