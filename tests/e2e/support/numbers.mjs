/** The number that a text of the dashboard says: "−1,234.50 USDT" is -1234.5. */
export const numberOf = (text) => Number(text.replaceAll('\u2212', '-').replaceAll(/[^\d.-]/g, ''));
