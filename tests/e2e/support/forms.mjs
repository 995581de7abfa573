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

/** Writes into fields of a form, whose test ids begin with `prefix`; of a few the one is chosen. */
export async function fillIn(page, prefix, fields) {
  for (const [name, text] of Object.entries(fields)) {
    const field = page.getByTestId(`${prefix}-${name}`);
    const isChoice = (await field.evaluate((element) => element.tagName)) === 'SELECT';
    await (isChoice ? field.selectOption(text) : field.fill(String(text)));
  }
}

/** Whether a form is as wide as what is in it. */
export const holdsItsContent = (form) =>
  form.evaluate((element) => element.scrollWidth <= element.clientWidth);

/** How many pixels the page, or what scrolls in it, is too wide. */
export async function tooWide(v) {
  const page = await v.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const lists = await listsOf(v).evaluate((element) => element.scrollWidth - element.clientWidth);
  return Math.max(0, page, lists);
}

/** What scrolls on a page of lists. */
export const listsOf = (v) => v.page.getByRole('region', { name: 'Lists', exact: true });
