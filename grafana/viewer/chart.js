// Panels along a time axis, on uPlot.

import uPlot from '/uplot/uPlot.esm.js';
import { color, mix, shown, steps } from '/viewer/fields.js';
import { clock, text } from '/viewer/units.js';

const BINARY = Array.from({ length: 50 }, (_, i) => 2 ** i);
const FONT = '12px system-ui, sans-serif';
/** More series than this, and a legend names only those that have a value. */
const MANY = 16;

/** One uPlot in a box: kept while its series stay the same, so that a refresh does not flicker. */
export class Chart {
  constructor(box, { onZoom, marks }) {
    Object.assign(this, { box, onZoom, marks });
    this.plot = document.createElement('div');
    this.plot.className = 'plot';
    this.legend = document.createElement('ul');
    this.legend.className = 'legend';
    box.replaceChildren(this.plot, this.legend);
    new ResizeObserver(() => this.chart?.setSize(this.size())).observe(this.plot);
  }

  size() {
    return { width: Math.max(40, this.plot.clientWidth), height: Math.max(40, this.plot.clientHeight) };
  }

  show(asking, key, { series, scales, axes, data, draw, order, legend }) {
    Object.assign(this, { asking, draw, readings: legend });
    this.entries(legend(null));
    if (this.key === key) {
      this.chart.setData(data);
      return;
    }
    this.chart?.destroy();
    this.key = key;
    const grid = { stroke: color('grid'), width: 1 };
    const axis = { stroke: color('muted'), font: FONT, grid, ticks: { ...grid, size: 4 } };
    const span = () => this.asking.to - this.asking.from;
    const options = {
      ...this.size(), series: [{}, ...series], drawOrder: order ?? ['axes', 'series'], legend: { show: false }, padding: [8, 12, 0, 0],
      scales: { x: { time: true, range: () => [this.asking.from, this.asking.to] }, ...scales },
      axes: [{ ...axis, size: 26, gap: 4, space: 80, values: (_, ticks) => ticks.map((at) => clock(at, span() < 600 ? 0 : Math.max(span(), 10800))) },
        ...axes.map((of) => ({ ...axis, size: widest, gap: 6, ...of }))],
      cursor: { sync: { key: 'gatehouse' }, y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      hooks: {
        draw: [(u) => { this.draw?.(u); this.drawMarks(u); }],
        setCursor: [(u) => this.entries(this.readings(u.cursor.left < 0 ? null : u.cursor.idx, u))],
        setSelect: [(u) => u.select.width > 4 && this.onZoom(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'))],
      },
    };
    this.chart = new uPlot(options, data, this.plot);
  }

  /** The legend: what the cursor is on, else the newest. */
  entries(all) {
    while (this.legend.children.length > all.length) this.legend.lastChild.remove();
    all.forEach(({ name, stroke, reading }, i) => {
      const item = this.legend.children[i] ?? this.legend.appendChild(document.createElement('li'));
      if (!item.firstChild) item.append(...['i', 'span', 'b'].map((tag) => document.createElement(tag)));
      item.children[0].style.background = stroke ?? 'none';
      item.children[0].hidden = !stroke;
      item.children[1].textContent = name;
      item.children[2].textContent = reading;
    });
  }

  drawMarks(u) {
    for (const at of this.marks()) {
      if (at < u.scales.x.min || at > u.scales.x.max) continue;
      line(u, color('blue'), [4, 4], u.valToPos(at, 'x', true), u.bbox.top, 0, u.bbox.height);
    }
  }
}

function widest(u, values, axis, cycle) {
  if (cycle > 1) return u.axes[axis]._size;
  return 16 + Math.max(20, ...(values ?? []).map((of) => of.length * 6.6));
}

function line(u, stroke, dash, x, y, width, height) {
  u.ctx.save();
  Object.assign(u.ctx, { strokeStyle: stroke, lineWidth: 1.5 });
  u.ctx.setLineDash(dash);
  u.ctx.beginPath();
  u.ctx.moveTo(x, y);
  u.ctx.lineTo(x + width, y + height);
  u.ctx.stroke();
  u.ctx.restore();
}

/** The instants of a step between from and to, and the values of each series on them. */
function onGrid(asking, all) {
  const step = Math.max(...all.map((of) => of.step), asking.scrape);
  const first = Math.floor(asking.from / step) * step;
  const xs = Array.from({ length: Math.round((Math.floor(asking.to / step) * step - first) / step) + 1 }, (_, i) => first + i * step);
  const rows = all.map(({ times, values }) => {
    const row = new Array(xs.length).fill(null);
    times.forEach((at, i) => {
      const place = Math.round((at - first) / step);
      if (place >= 0 && place < row.length && Number.isFinite(values[i])) row[place] = values[i];
    });
    return row;
  });
  return { xs, rows, step };
}

/** Of the last three instants, for Prometheus may not have the very last one yet. */
const newest = (row) => row.slice(-3).findLast((of) => of !== null);

export function timeseries(chart, model, fields, all, asking) {
  const { xs, rows } = onGrid(asking, all);
  const lines = all.map((of, i) => {
    const config = fields.of(of.name);
    return { name: config.displayName ?? of.name, config, row: rows[i], stroke: fields.lineColor(of.name, config), custom: config.custom ?? {} };
  });
  const log = lines.some((of) => of.custom.scaleDistribution?.type === 'log');
  if (log) lines.forEach((of) => { of.row = of.row.map((value) => (value > 0 ? value : null)); });
  const stacked = lines.some((of) => of.custom.stacking?.mode === 'normal');
  const units = [...new Set(lines.map((of) => of.config.unit))];
  const drawn = stacked ? heaped(lines) : lines.map((of) => ({ ...of, heights: of.row }));
  chart.show(asking, JSON.stringify([lines.map((of) => [of.name, of.stroke]), units, log]), {
    data: [xs, ...drawn.map((of) => of.heights)],
    series: drawn.map((of) => ({ ...style(of), scale: of.config.unit })),
    scales: Object.fromEntries(units.map((unit) => [unit, scale(lines.find((of) => of.config.unit === unit), log)])),
    axes: units.map((unit, i) => yAxis(unit, i)),
    order: stacked && lines[0].custom.drawStyle !== 'bars' ? ['series', 'axes'] : undefined,
    draw: (u) => limits(u, lines),
    legend: (at) => model.options?.legend?.showLegend === false ? [] : lines.map((of) => {
      const value = at === null ? newest(of.row) : of.row[at];
      return { name: of.name, stroke: of.stroke, value, reading: value == null ? '–' : text(value, of.config.unit, of.config.decimals) };
      // "The ten highest" are others every minute.
    }).filter(({ value }) => lines.length <= MANY || value != null),
  });
}

/** Each on what is below it, the highest first: the lower ones are drawn over it. */
function heaped(lines) {
  let below = [];
  return lines.map((of) => {
    below = of.row.map((value, i) => (value === null ? below[i] ?? null : value + (below[i] ?? 0)));
    return { ...of, heights: below };
  }).reverse();
}

function style({ custom, stroke }) {
  const bars = custom.drawStyle === 'bars';
  const fill = (custom.fillOpacity ?? 0) > 0 ? mix(stroke, color('panel'), custom.fillOpacity / 100) : undefined;
  return {
    stroke, fill, width: bars ? 0 : custom.lineWidth ?? 2, paths: bars ? uPlot.paths.bars({ size: [0.9, 40] }) : undefined,
    points: { show: !bars, size: 5, fill: stroke, filter: lonely },
  };
}

/** A value between two gaps is no line: it gets a point. */
function lonely(u, series) {
  const row = u.data[series];
  return row.flatMap((value, i) => (value != null && row[i - 1] == null && row[i + 1] == null ? [i] : []));
}

function scale({ config, custom }, log) {
  return {
    distr: log ? 3 : 1,
    range: (_, lowest, highest) => {
      if (lowest === null) return log ? [0.001, 1] : [config.min ?? 0, config.max ?? 1];
      if (log) return uPlot.rangeLog(lowest, highest, 10, false);
      const least = config.min ?? (custom.drawStyle === 'bars' || custom.fillOpacity > 0 ? Math.min(0, lowest) : lowest);
      const [low, high] = uPlot.rangeNum(least, Math.max(highest, least === highest ? least + 1 : highest), 0.1, true);
      return [config.min ?? low, config.max ?? high];
    },
  };
}

function yAxis(unit, i) {
  return {
    scale: unit, side: i === 0 ? 3 : 1, incrs: /bytes|Bps/.test(unit) ? BINARY : undefined, space: 34, grid: { show: i === 0, stroke: color('grid'), width: 1 },
    values: (_, ticks, __, ___, step) => ticks.map((at) => {
      if (at === null) return '';
      return text(at, unit, undefined, Math.max(3, Math.ceil(Math.log10(Math.abs(at || 1) / step)) + 1));
    }),
  };
}

function limits(u, lines) {
  for (const { config, custom } of lines.slice(0, 1)) {
    if ((custom.thresholdsStyle?.mode ?? 'off') === 'off') continue;
    const { min, max } = u.scales[config.unit];
    for (const { value, color: name } of steps(config)) {
      if (value !== null && value > min && value < max) line(u, color(name), [8, 4], u.bbox.left, u.valToPos(value, config.unit, true), u.bbox.width, 0);
    }
  }
}

/** Buckets by their upper bounds: how many in each, the more the stronger. */
export function heatmap(chart, model, fields, all, asking) {
  const bound = (of) => Number(of.labels.le.replace('Inf', 'Infinity'));
  const sorted = [...all].sort((a, b) => bound(a) - bound(b));
  const { xs, rows, step } = onGrid(asking, sorted);
  const cells = rows.map((row, k) => row.map((value, i) => (value === null ? 0 : Math.max(0, value - (rows[k - 1]?.[i] ?? 0)))));
  const most = Math.max(1e-9, ...cells.flat());
  const unit = model.options.yAxis?.unit ?? 's';
  const edge = (k) => (k === 0 ? '0' : text(bound(sorted[k - 1]), unit));
  chart.show(asking, sorted.map(bound).join(), {
    ...rowsOf(xs, sorted.length, sorted.map((_, k) => k + 1), (k) => edge(k)),
    draw: (u) => {
      const height = u.bbox.height / sorted.length;
      cells.forEach((row, k) => row.forEach((count, i) => {
        if (count <= 0) return;
        const [left, right] = [u.valToPos(xs[i] - step, 'x', true), u.valToPos(xs[i], 'x', true)].map((x) => Math.max(u.bbox.left, Math.min(x, u.bbox.left + u.bbox.width)));
        u.ctx.fillStyle = mix(color('orange'), color('panel'), 0.15 + 0.85 * Math.sqrt(count / most));
        u.ctx.fillRect(left, u.bbox.top + u.bbox.height - (k + 1) * height, Math.max(1, right - left - (right - left > 4)), height - 1);
      }));
    },
    legend: (at, u) => {
      const k = u?.cursor.top >= 0 ? Math.floor(u.posToVal(u.cursor.top, 'y')) : -1;
      if (at === null || !cells[k]) return [{ name: 'the fullest cell', stroke: color('orange'), reading: text(most, 'short') }];
      return [{ name: `${clock(xs[at])}, ${edge(k)} to ${edge(k + 1)}`, stroke: color('orange'), reading: text(cells[k][at], 'short') }];
    },
  });
}

/** A line for each series, coloured by its value. */
export function stateTimeline(chart, model, fields, all, asking) {
  const { xs, rows, step } = onGrid(asking, all);
  const names = all.map((of) => of.name);
  const configs = names.map((name) => fields.of(name));
  chart.show(asking, names.join('\n'), {
    ...rowsOf(xs, names.length, names.map((_, i) => i + 0.5), (at) => names[names.length - 1 - Math.floor(at)]),
    draw: (u) => rows.forEach((row, k) => {
      const height = u.bbox.height / rows.length;
      for (let i = 0, end; i < row.length; i = end) {
        for (end = i + 1; end < row.length && row[end] === row[i];) end++;
        if (row[i] === null) continue;
        const [left, right] = [xs[i], xs[end] ?? xs[end - 1] + step].map((x) => Math.max(u.bbox.left, Math.min(u.valToPos(x, 'x', true), u.bbox.left + u.bbox.width)));
        u.ctx.fillStyle = color(shown(configs[k], row[i]).color);
        u.ctx.fillRect(left, u.bbox.top + (k + 0.12) * height, Math.max(1, right - left), height * 0.76);
      }
    }),
    legend: (at) => (at === null ? [] : [{ name: clock(xs[at]), reading: '' }, ...names.flatMap((name, k) => {
      if (rows[k][at] === null) return [];
      const { number, color: of } = shown(configs[k], rows[k][at]);
      return [{ name, stroke: color(of), reading: number }];
    })]),
  });
}

/** A y axis that counts rows, each with a name; where there is no room, not all names are written. */
function rowsOf(xs, count, splits, name) {
  const every = (u) => Math.ceil((splits.length * 14 * devicePixelRatio) / Math.max(1, u.bbox.height));
  return {
    data: [xs, xs.map(() => null)], series: [{ scale: 'y' }], scales: { y: { range: [0, count] } },
    axes: [{
      scale: 'y', splits: () => splits, grid: { show: false }, ticks: { show: false },
      values: (u, all) => all.map((at, i) => ((all.length - 1 - i) % every(u) === 0 ? name(at) : '')),
    }],
  };
}
