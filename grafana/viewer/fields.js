// What a panel's fieldConfig says of a value: unit, colour, text. And the colours, by Grafana's names.

import { parts } from '/viewer/units.js';

const PALETTE = ['blue', 'orange', 'teal', 'purple', 'yellow', 'pink', 'brown', 'lime', 'sky', 'rust'];

/** A colour as the browser takes it, for canvases too. */
export function color(name) {
  if (!/^[a-z-]+$/.test(name)) return name;
  const bare = name.replace(/^(super-|semi-)?(dark|light)-/, '').replace('grey', 'gray');
  return getComputedStyle(document.documentElement).getPropertyValue(`--${bare}`).trim() || name;
}

export function mix(over, under, share) {
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [a, b] = [rgb(over), rgb(under)];
  return `rgb(${a.map((of, i) => Math.round(of * share + b[i] * (1 - share)))})`;
}

export class Fields {
  constructor({ defaults = {}, overrides = [] } = {}) {
    Object.assign(this, { defaults, overrides, places: new Map() });
  }

  /** The configuration of one series or column. */
  of(name) {
    const config = structuredClone(this.defaults);
    for (const { matcher, properties } of this.overrides) {
      const { id, options } = matcher;
      if (id === 'byName' ? options === name : id === 'byRegexp' && new RegExp(options.replace(/^\/|\/$/g, '')).test(name)) {
        for (const property of properties) set(config, property.id.split('.'), property.value);
      }
    }
    return config;
  }

  /** Stays with a name while the page is open, whatever else comes and goes. */
  lineColor(name, config) {
    if (config.color?.mode === 'fixed') return color(config.color.fixedColor);
    if (!this.places.has(name)) this.places.set(name, this.places.size);
    return color(PALETTE[this.places.get(name) % PALETTE.length]);
  }
}

function set(config, [head, ...rest], value) {
  if (rest.length === 0) config[head] = value;
  else set((config[head] ??= {}), rest, value);
}

export function steps(config) {
  const all = config.thresholds?.steps ?? [];
  if (config.thresholds?.mode !== 'percentage') return all;
  const [min, max] = [config.min ?? 0, config.max ?? 100];
  return all.map((step) => ({ ...step, value: step.value === null ? null : min + ((max - min) * step.value) / 100 }));
}

function mapping(config, value) {
  for (const { type, options } of config.mappings ?? []) {
    if (type === 'value' && options[String(value)]) return options[String(value)];
    if (type === 'range' && value >= (options.from ?? -Infinity) && value <= (options.to ?? Infinity)) return options.result;
    if (type === 'special' && (options.match.includes('nan') || options.match.includes('null')) && Number.isNaN(value)) return options.result;
  }
  return undefined;
}

/** {number, unit, color}: how a value is shown; color is a name. */
export function shown(config, value) {
  const mapped = mapping(config, value);
  const [number, unit] = mapped?.text !== undefined ? [mapped.text, ''] : parts(value, config.unit, config.decimals);
  const step = steps(config).findLast((of) => of.value === null || of.value <= value);
  const fixed = config.color?.mode === 'fixed' ? config.color.fixedColor : undefined;
  return { number, unit, color: mapped?.color ?? fixed ?? step?.color ?? 'blue' };
}
