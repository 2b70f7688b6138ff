// Numbers as people read them: Grafana's names of units, value and unit apart.

const SCALES = {
  s: [[86400 * 2, 86400, 'd'], [5400, 3600, 'h'], [90, 60, 'min'], [1, 1, 's'], [1e-3, 1e-3, 'ms'], [0, 1e-6, 'µs']],
  bytes: [[2 ** 40, 2 ** 40, 'TiB'], [2 ** 30, 2 ** 30, 'GiB'], [2 ** 20, 2 ** 20, 'MiB'], [2 ** 10, 2 ** 10, 'KiB'], [0, 1, 'B']],
  decbytes: [[1e12, 1e12, 'TB'], [1e9, 1e9, 'GB'], [1e6, 1e6, 'MB'], [1e3, 1e3, 'kB'], [0, 1, 'B']],
  short: [[1e9, 1e9, 'G'], [1e6, 1e6, 'M'], [1e4, 1e3, 'k'], [0, 1, '']],
};
const each = (scale, suffix) => SCALES[scale].map(([from, by, unit]) => [from, by, unit + suffix]);
Object.assign(SCALES, { Bps: each('bytes', '/s'), binBps: each('bytes', '/s'), cps: each('short', '/s'), dtdurations: SCALES.s });
for (const rate of ['ops', 'reqps', 'rps', 'wps', 'eps', 'iops']) SCALES[rate] = SCALES.cps;
const FACTORS = { percentunit: [100, '%'], percent: [1, '%'], ms: [1, 'ms'], none: [1, ''], locale: [1, ''], '': [1, ''] };

/** [number, unit]. With digits as many of them count; decimals, where given, decide instead. */
export function parts(value, unit = 'none', decimals, digits = 3) {
  if (!Number.isFinite(value)) return [value === Infinity ? '∞' : value === -Infinity ? '−∞' : '–', ''];
  if (unit.startsWith('dateTime')) return [new Date(value).toLocaleString(), ''];
  let by = 1, name = unit;
  if (SCALES[unit]) {
    [, by, name] = value === 0 ? [0, 1, unit === 's' ? 's' : SCALES[unit].at(-1)[2]] : SCALES[unit].find(([from]) => Math.abs(value) >= from);
  } else if (FACTORS[unit]) {
    by = 1 / FACTORS[unit][0];
    name = FACTORS[unit][1];
  }
  const shown = value / by;
  const places = decimals ?? Math.max(0, digits - 1 - Math.max(0, Math.floor(Math.log10(Math.abs(shown) || 1))));
  const number = shown.toLocaleString('en', { maximumFractionDigits: Math.min(places, 10), minimumFractionDigits: decimals ?? 0 });
  return [number, name];
}

export function text(value, unit, decimals, digits) {
  const [number, name] = parts(value, unit, decimals, digits);
  return name ? `${number} ${name}` : number;
}

export const clock = (seconds, span = 0) =>
  new Date(seconds * 1000).toLocaleString('en-GB', {
    hour: '2-digit', minute: '2-digit', ...(span < 3 * 3600 && { second: '2-digit' }), ...(span > 86400 && { day: '2-digit', month: 'short' }),
  });

export function ago(seconds) {
  const [number, name] = parts(Math.max(1, Math.round(seconds)), 's', 0);
  return `${number} ${name}`;
}
