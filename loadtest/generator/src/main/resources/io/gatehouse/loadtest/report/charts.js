'use strict';
// uPlot as this page uses it: colours of the page, one cursor and one zoom for all charts over time.
const charts = (() => {
  const {el, short, clock} = fmt;
  const all = [];
  const colour = name =>
    getComputedStyle(document.documentElement)
      .getPropertyValue('--' + name)
      .trim();
  const faded = (name, share) => {
    const hex = colour(name).slice(1);
    const part = i => parseInt(hex.slice(i, i + 2), 16);
    return `rgba(${part(0)}, ${part(2)}, ${part(4)}, ${share})`;
  };
  let zooming = false;

  // What is not measured lies in a shade: the warm-up before and the drain behind.
  const shades = spans => u => {
    const {ctx, bbox} = u;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const {from, to, name} of spans) {
      const left = u.valToPos(from, 'x', true);
      const right = u.valToPos(to, 'x', true);
      ctx.fillStyle = colour('shade');
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    ctx.restore();
    ctx.save();
    const size = 11 * devicePixelRatio;
    ctx.font = `${size}px system-ui, sans-serif`;
    ctx.fillStyle = colour('faint');
    ctx.textBaseline = 'bottom';
    // Above the shade, where no line is.
    for (const {from, to, name} of spans) {
      const left = Math.max(u.valToPos(from, 'x', true), bbox.left);
      const right = Math.min(u.valToPos(to, 'x', true), bbox.left + bbox.width);
      if (right - left > ctx.measureText(name).width) {
        ctx.fillText(name, left, bbox.top - 3 * devicePixelRatio);
      }
    }
    ctx.restore();
  };

  const limits = lines => u => {
    const {ctx, bbox} = u;
    for (const {value, name, ink} of lines) {
      const y = Math.round(u.valToPos(value, 'y', true)) + 0.5;
      if (!(y >= bbox.top && y <= bbox.top + bbox.height)) continue;
      ctx.save();
      ctx.strokeStyle = colour(ink);
      ctx.fillStyle = colour(ink);
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
      ctx.textAlign = 'right';
      ctx.textBaseline = 'bottom';
      ctx.fillText(name, bbox.left + bbox.width - 4 * devicePixelRatio, y - 2 * devicePixelRatio);
      ctx.restore();
    }
  };

  const axis = (side, values, more) =>
    Object.assign(
      {
        side,
        values,
        stroke: () => colour('soft'),
        font: '12px system-ui, sans-serif',
        grid: {stroke: () => colour('grid'), width: 1},
        ticks: {stroke: () => colour('rule'), width: 1, size: 4},
      },
      more,
    );

  // A value without neighbours has no line; a dot it gets.
  const lonely = (u, at, all) => {
    if (all) return null;
    const values = u.data[at];
    const some = values
      .map((v, i) =>
        v !== null && v !== undefined && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null ? i : -1,
      )
      .filter(i => i >= 0);
    return some.length && !u.series[at].spanGaps ? some : null;
  };

  const series = (spec, format) => ({
    label: spec.label,
    show: spec.hidden ? false : true,
    scale: spec.scale || 'y',
    stroke: () => colour(spec.ink),
    width: spec.width === undefined ? 1.75 : spec.width,
    dash: spec.dash,
    fill: spec.fill ? () => faded(spec.ink, spec.fill) : undefined,
    paths: spec.steps ? uPlot.paths.stepped({align: 1}) : undefined,
    points: {show: spec.points || false, size: 5, fill: () => colour(spec.ink), filter: lonely},
    spanGaps: spec.spanGaps || false,
    value: spec.value || ((u, v) => (v === null || v === undefined ? '–' : format(v))),
  });

  // One card. `spec`: title, about, x, data (an array for each of spec.lines), format, log, shade, limits ...
  const card = spec => {
    const box = el('div', {class: 'plot'});
    const element = el(
      'section',
      {class: 'card chart' + (spec.wide ? ' wide' : '')},
      el('h3', {}, spec.title),
      el('p', {class: 'about'}, spec.about),
      box,
    );
    const format = spec.format || short;
    const options = {
      width: 600,
      height: spec.height || 220,
      padding: [18, 18, 0, 0],
      cursor: {
        drag: {x: true, y: false},
        points: {size: 6},
        focus: {prox: -1},
        sync: spec.overTime ? {key: 'time'} : undefined,
      },
      legend: {
        live: true,
        markers: {width: 0, fill: (u, i) => (i > 0 ? colour(spec.lines[i - 1].ink) : 'transparent')},
      },
      scales: Object.assign(
        {
          x: {time: false, range: spec.xRange},
          y: spec.log ? {distr: 3, log: 10, range: spec.yRange} : {range: spec.yRange || fromZero(spec.top)},
        },
        spec.scales,
      ),
      axes: [
        spec.xAxis ||
          axis(2, (u, ticks) => ticks.map(clock), {
            size: 28,
            space: 70,
            incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200],
          }),
        axis(
          3,
          (u, ticks) => ticks.map(v => (v === null ? '' : spec.tick ? spec.tick(v) : short(v))),
          Object.assign({size: 62, space: 34}, spec.log ? {filter: decades} : {}),
        ),
      ],
      series: [{label: 'at', value: spec.at}].concat(spec.lines.map(line => series(line, format))),
      bands: spec.bands,
      hooks: {
        drawClear: spec.shades ? [shades(spec.shades)] : [],
        draw: spec.limits ? [limits(spec.limits)] : [],
        setScale: spec.overTime ? [zoomed] : [],
      },
    };
    all.push({box, options, data: [spec.x].concat(spec.data), spec, plot: null});
    return element;
  };

  // Of a scale by powers of ten only these have a number.
  const decades = (u, splits) =>
    splits.map(v => (v > 0 && Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-9 ? v : null));

  const fromZero = top => (u, min, max) => [0, Math.max(top || 0, max > 0 ? max * 1.08 : 1)];

  const zoomed = (u, key) => {
    if (key !== 'x' || zooming) return;
    zooming = true;
    const {min, max} = u.scales.x;
    for (const {plot, spec} of all) {
      if (plot && plot !== u && spec.overTime && (plot.scales.x.min !== min || plot.scales.x.max !== max)) {
        plot.setScale('x', {min, max});
      }
    }
    zooming = false;
  };

  const draw = () => {
    zooming = true;
    for (const chart of all) {
      const wanted = chart.box.clientWidth;
      if (chart.plot === null) {
        chart.plot = new uPlot(Object.assign(chart.options, {width: wanted}), chart.data, chart.box);
      } else {
        chart.plot.setSize({width: wanted, height: chart.options.height});
      }
    }
    zooming = false;
  };

  // Colours of the legend are fixed when a chart is made.
  const redraw = () => {
    for (const chart of all) {
      if (chart.plot) chart.plot.destroy();
      chart.plot = null;
    }
    draw();
  };

  const watch = () => {
    let due = 0;
    addEventListener('resize', () => {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(() => draw());
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
    addEventListener('beforeprint', () => {
      document.documentElement.classList.add('paper');
      redraw();
    });
    addEventListener('afterprint', () => {
      document.documentElement.classList.remove('paper');
      redraw();
    });
  };

  return {all, card, draw, watch, axis, colour};
})();
