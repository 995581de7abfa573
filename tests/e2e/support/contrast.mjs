// WCAG 2.2 contrast (success criterion 1.4.3) of every visible text, computed as the standard defines it.

/** Texts whose contrast is under 4.5 (3 for large ones): "1.93 text". Disabled controls are exempt. */
export function contrastFaults(page) {
  return page.evaluate(() => {
    const channel = (value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const parse = (text) => {
      const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
      return [r, g, b, a];
    };
    const over = (front, back) =>
      front.slice(0, 3).map((value, i) => value * front[3] + back[i] * (1 - front[3]));
    const backgroundOf = (element) => {
      const layers = [];
      for (let at = element; at !== null; at = at.parentElement) {
        layers.push(parse(getComputedStyle(at).backgroundColor));
        if (layers.at(-1)[3] === 1) break;
      }
      return layers.reverse().reduce((back, layer) => over(layer, back), [255, 255, 255]);
    };
    const scope = document.querySelector('dialog[open]') ?? document.body;
    const faults = [];
    for (const element of scope.querySelectorAll('*')) {
      const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim() !== '');
      if (own.length === 0 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        continue;
      if (element.closest('.spoken, :disabled, noscript, style, script, option')) continue;
      const style = getComputedStyle(element);
      const back = backgroundOf(element);
      const front = over(parse(style.color), back);
      const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) faults.push(`${ratio.toFixed(2)} ${own[0].data.trim().slice(0, 40)}`);
    }
    return faults;
  });
}
