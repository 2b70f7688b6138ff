// One panel of a dashboard: asks its queries and draws the answer.

import { Chart, heatmap, stateTimeline, timeseries } from '/viewer/chart.js';
import { Fields, color, shown, steps } from '/viewer/fields.js';
import { address, html } from '/viewer/markdown.js';
import { Away } from '/viewer/prometheus.js';
import { clock } from '/viewer/units.js';

const CHARTS = { timeseries, heatmap, 'state-timeline': stateTimeline };
const DRAWN = { stat: stats, gauge: gauges, bargauge: bars, table };
const POINTS = { stat: 250, gauge: 250, bargauge: 250, heatmap: 120, 'state-timeline': 240 };

/** An element: attributes, then children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'style') Object.entries(value).forEach(([of, to]) => made.style.setProperty(of, to));
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export class Panel {
  constructor(model, row, context) {
    Object.assign(this, { model, context, fields: new Fields(model.fieldConfig) });
    const { x, w, h } = model.gridPos;
    this.root = element('section', {
      class: `panel ${model.type}`, 'data-id': model.id, 'data-title': model.title, 'data-state': 'loading',
      style: { 'grid-column': `${x + 1} / span ${w}`, 'grid-row': `${row + 1} / span ${h}`, '--rows': h },
    });
    if (model.type === 'row') {
      this.root.append(element('h2', {}, model.title));
      return;
    }
    const links = (model.links ?? []).map(({ title, url }) => element('a', { href: address(url) }, title));
    const more = element('details', {}, element('summary', { title: model.description ?? '' }, 'i'),
      element('div', { class: 'more' }, element('p', {}, model.description ?? ''), ...links));
    this.body = element('div', { class: 'body' });
    this.note = element('p', { class: 'note' });
    this.root.append(element('h3', {}, element('span', {}, model.title), more), this.body, this.note);
  }

  async refresh(asking) {
    const { model } = this;
    if (model.type === 'row') return;
    if (model.type === 'text') {
      this.body.innerHTML = html(model.options?.content ?? '');
      this.state('ok', '');
      return;
    }
    try {
      const points = POINTS[model.type] ?? Math.max(100, this.body.clientWidth);
      const newest = model.options?.reduceOptions?.calcs?.[0]?.startsWith('last');
      const asked = await Promise.all((model.targets ?? []).filter((of) => !of.hide).map((target) => newest ? this.newest(asking, target, points) : asking.ask(target, points)));
      const all = asked.flat();
      this.root.dataset.values = all.reduce((sum, of) => sum + of.values.filter(Number.isFinite).length, 0);
      this.root.dataset.peak = Math.max(0, ...all.flatMap((of) => of.values.filter(Number.isFinite).map(Math.abs)));
      this.draw(all, asking);
    } catch (e) {
      if (e instanceof Away) throw e;
      this.state('error', e.message);
    }
  }

  /** Series that end now; those before now only for a line behind the number, or if there is none now. */
  async newest(asking, target, points) {
    const now = await asking.ask({ ...target, instant: true }, points);
    if (target.instant || (now.length > 0 && this.model.options.graphMode !== 'area')) return now;
    const all = await asking.ask(target, points);
    for (const { name, times, values, ...rest } of now) {
      const before = all.find((of) => of.name === name);
      if (before) [before.times.push(...times), before.values.push(...values)];
      else all.push({ name, times, values, ...rest });
    }
    return all;
  }

  draw(all, asking) {
    const { type } = this.model;
    if (this.root.dataset.values === '0') {
      const empty = this.fields.defaults.noValue;
      this.clear(element('p', { class: 'empty' }, empty ?? 'No data'));
      this.state('empty', '');
      return;
    }
    if (CHARTS[type]) {
      this.chart ??= new Chart(this.body, this.context);
      CHARTS[type](this.chart, this.model, this.fields, all, asking);
    } else if (DRAWN[type]) {
      this.clear(...DRAWN[type](this, all, asking));
    } else {
      this.state('error', `panels of type ${type} are not drawn here`);
      return;
    }
    this.state('ok', '');
  }

  clear(...children) {
    this.chart?.chart?.destroy();
    this.chart = undefined;
    this.body.replaceChildren(...children);
  }

  state(state, note) {
    this.root.dataset.state = state;
    this.note.textContent = note;
  }
}

/** The value of a series that counts, and since when it is the newest, if there is none any more. */
function reduced({ times, values, step }, calc, asking) {
  const finite = values.filter(Number.isFinite);
  const last = values.at(-1);
  const old = times.at(-1) < asking.to - step - asking.scrape ? times.at(-1) : undefined;
  const by = {
    max: () => Math.max(...finite), min: () => Math.min(...finite), sum: () => finite.reduce((a, b) => a + b, 0),
    mean: () => finite.reduce((a, b) => a + b, 0) / finite.length,
  };
  return by[calc] ? { value: by[calc]() } : { value: last, old };
}

/** Series by name with what is shown of each. */
function readings(panel, all, asking) {
  const calc = panel.model.options?.reduceOptions?.calcs?.[0];
  return all.filter((of) => of.values.length > 0).map((of) => {
    const config = panel.fields.of(of.name);
    const { value, old } = reduced(of, calc, asking);
    const absent = Number.isNaN(value) && config.noValue;
    return { of, config, value, old, name: config.displayName ?? of.name, ...(absent ? { number: config.noValue, unit: '', color: 'muted' } : shown(config, value)) };
  });
}

function stats(panel, all, asking) {
  const { colorMode, graphMode, textMode } = panel.model.options ?? {};
  const shownAll = readings(panel, all, asking);
  return shownAll.map(({ of, name, number, unit, old, color: of_, value }) => {
    const label = shownAll.length > 1 && textMode !== 'value' || textMode === 'name' || textMode === 'value_and_name' ? element('small', {}, name) : undefined;
    const filled = colorMode === 'background' && old === undefined && of_ !== 'muted';
    const words = number.length > 8 && /[a-z]/.test(number);
    return element('div', {
      class: `stat-value${filled ? ' filled' : ''}${words ? ' words' : ''}${old === undefined ? '' : ' old'}`, 'data-color': of_, 'data-value': value,
      style: { '--color': filled ? `var(--${of_}-fill, ${color(of_)})` : `var(--${of_}, ${color(of_)})`, '--chars': number.length + unit.length * 0.55 + 0.5 },
    },
    graphMode === 'area' ? spark(of, asking) : undefined, label,
    element('p', {}, number, unit ? element('span', {}, `\u2009${unit}`) : ''),
    old === undefined ? undefined : element('small', {}, `as of ${clock(old)}`));
  });
}

function svg(tag, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

function spark({ times, values }, { from, to }) {
  const points = times.map((at, i) => [at - from, values[i]]).filter(([, value]) => Number.isFinite(value));
  const [low, high] = [Math.min(...points.map(([, v]) => v)), Math.max(...points.map(([, v]) => v))];
  const span = high - low || 1;
  const path = points.map(([x, value]) => `${x.toFixed(1)},${(30 - (28 * (value - low)) / span).toFixed(2)}`);
  const view = svg('svg', { class: 'spark', viewBox: `0 0 ${to - from} 31`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  if (points.length > 1) view.append(svg('polygon', { points: `${points[0][0].toFixed(1)},31 ${path.join(' ')} ${points.at(-1)[0].toFixed(1)},31` }), svg('polyline', { points: path.join(' ') }));
  return view;
}

function bounds(config) {
  return [config.min ?? 0, config.max ?? (config.unit === 'percentunit' ? 1 : 100)];
}

/** A half ring: the value's share of it, and the thresholds around it. */
function gauges(panel, all, asking) {
  return readings(panel, all, asking).map(({ config, value, number, unit, color: of, old }) => {
    const [min, max] = bounds(config);
    const share = (at) => Math.max(0, Math.min(1, (at - min) / (max - min)));
    const arc = (radius, from, to, stroke, width) => {
      const at = (part) => [50 - radius * Math.cos(Math.PI * part), 52 - radius * Math.sin(Math.PI * part)].map((n) => n.toFixed(3));
      return svg('path', { d: `M${at(from)} A${radius} ${radius} 0 0 1 ${at(to)}`, fill: 'none', stroke, 'stroke-width': width });
    };
    const marks = steps(config);
    const ring = svg('svg', { viewBox: '0 0 100 60' }, arc(38, 0, 1, color('grid'), 12), arc(38, 0, Math.max(0.004, share(value)), color(of), 12),
      ...marks.map((step, i) => arc(46.5, share(step.value ?? min), share(marks[i + 1]?.value ?? max), color(step.color), 2)));
    const words = svg('text', { x: 50, y: 51, 'text-anchor': 'middle', 'font-size': 15, fill: color('text') });
    words.textContent = unit ? `${number} ${unit}` : number;
    ring.append(words);
    return element('div', { class: `gauge-value${old === undefined ? '' : ' old'}`, 'data-value': value }, ring);
  });
}

function bars(panel, all, asking) {
  const rows = readings(panel, all, asking);
  const most = Math.max(...rows.map((of) => of.value), 0) || 1;
  return [element('div', { class: 'bars' }, ...rows.flatMap(({ config, name, value, number, unit, color: of }) => {
    const [min, max] = config.max === undefined && config.unit !== 'percentunit' ? [config.min ?? 0, most] : bounds(config);
    const share = Math.max(0, Math.min(1, (value - min) / (max - min)));
    return [
      element('span', { class: 'name', title: name }, name),
      element('span', { class: 'track' }, element('i', { style: { width: `${100 * share}%`, background: color(of) } })),
      element('b', {}, unit ? `${number} ${unit}` : number)];
  }))];
}

/** Labels as columns, and the values; answers to several queries with the same labels share a line. */
function table(panel, all, asking) {
  const { transformations = [], targets } = panel.model;
  const lines = new Map();
  for (const of of all) {
    const labels = Object.fromEntries(Object.entries(of.labels).filter(([label]) => targets.length === 1 || label !== '__name__'));
    const key = JSON.stringify(labels);
    if (!lines.has(key)) lines.set(key, { Time: of.times.at(-1) * 1000, ...labels });
    lines.get(key)[targets.length === 1 ? 'Value' : `Value #${of.target.refId}`] = reduced(of, 'last', asking).value;
  }
  const organize = Object.assign({}, ...transformations.filter(({ id }) => id === 'organize').map(({ options }) => options));
  const place = (column) => organize.indexByName?.[column] ?? 1000;
  let rows = [...lines.values()];
  const columns = [...new Set(rows.flatMap(Object.keys))].filter((column) => !organize.excludeByName?.[column]).sort((a, b) => place(a) - place(b));
  const title = (column) => organize.renameByName?.[column] || column;
  const sorting = transformations.find(({ id }) => id === 'sortBy')?.options?.sort?.[0] ?? panel.model.options?.sortBy?.map((of) => ({ field: of.displayName, desc: of.desc }))[0];
  const by = sorting && columns.find((column) => title(column) === sorting.field || column === sorting.field);
  if (by) rows.sort((a, b) => (sorting.desc ? -1 : 1) * (typeof a[by] === 'number' ? a[by] - b[by] : String(a[by]).localeCompare(String(b[by]), 'en', { numeric: true })));
  const limit = transformations.find(({ id }) => id === 'limit')?.options?.limitField;
  if (limit) rows = rows.slice(0, limit);
  const numbers = (column) => rows.every((row) => row[column] === undefined || typeof row[column] === 'number');
  const head = element('tr', {}, ...columns.map((column) =>
    element('th', { class: numbers(column) ? 'number' : undefined }, panel.fields.of(title(column)).displayName ?? title(column))));
  return [element('table', {}, element('thead', {}, head),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...columns.map((column) => cell(panel.fields.of(title(column)), row[column]))))))];
}

function cell(config, value) {
  if (value === undefined) return element('td', {});
  const number = typeof value === 'number';
  const of = shown(config, number ? value : NaN);
  const words = number ? `${of.number}${of.unit ? ` ${of.unit}` : ''}` : value;
  const type = config.custom?.cellOptions?.type ?? config.custom?.displayMode ?? '';
  const tinted = number && type.startsWith('color');
  const style = tinted ? (type === 'color-text' ? { color: color(of.color) } : { background: `var(--${of.color}-fill, ${color(of.color)})`, color: '#fff' }) : {};
  const link = config.links?.[0];
  const inside = link ? element('a', { href: address(link.url.replaceAll('${__value.text}', value)), title: link.title }, words) : words;
  return element('td', { class: number ? 'number' : undefined, style }, inside);
}
