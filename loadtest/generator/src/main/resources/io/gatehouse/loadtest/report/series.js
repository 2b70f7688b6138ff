'use strict';
// What is drawn: a result's seconds and curves as charts.
const drawn = (() => {
  const {isNumber, count, short, millis, tick, percent, clock} = fmt;
  // A shorter stretch, at the end of a run, says nothing of a second; unless the whole run is short.
  const shortest = seconds => (seconds.some(s => s.seconds >= 0.5) ? 0.5 : 0);

  const timeline = result => {
    const seconds = result.intervals;
    const least = shortest(seconds);
    const x = seconds.map(s => s.from + s.seconds / 2);
    const end = seconds.length ? seconds[seconds.length - 1].from + seconds[seconds.length - 1].seconds : 1;
    const warm = result.warmupSeconds || 0;
    const planned = result.endedEarly ? end : warm + (result.durationSeconds || end);
    const shades = [{from: 0, to: warm, name: 'warm-up'}];
    if (end > planned) shades.push({from: planned, to: end, name: 'drain'});
    const rate = pick => seconds.map(s => (s.seconds >= least ? number(pick(s)) / s.seconds : null)).map(orNull);
    const value = pick => seconds.map(s => orNull(pick(s)));
    const at = (u, v, si, i) =>
      i === null || i === undefined || !seconds[i]
        ? ''
        : `${clock(seconds[i].from)} – ${clock(seconds[i].from + seconds[i].seconds)}`;
    const card = spec =>
      charts.card(
        Object.assign({x, shades, overTime: true, xRange: (u, min, max) => wholly(x, end, min, max), at}, spec),
      );
    return {seconds, least, rate, value, card, end};
  };

  // All of the time, unless somebody looks closer.
  const wholly = (x, end, min, max) =>
    min === null || min === undefined || min === max
      ? [0, end]
      : [min <= x[0] ? 0 : min, max >= x[x.length - 1] ? end : max];
  const number = v => (isNumber(v) ? v : NaN);
  const orNull = v => (isNumber(v) ? v : null);
  const any = values => values.some(v => v !== null && v !== 0);
  const known = values => values.some(v => v !== null);

  const rates = (t, result) => {
    const open = result.loop === 'open';
    const lines = [{label: 'decided', ink: 'blue', width: 2}];
    const data = [t.rate(s => s.decided)];
    if (open) {
      lines.unshift({label: 'asked', ink: 'grey', fill: 0.16, width: 1});
      data.unshift(t.rate(s => s.due));
    }
    lines.push({label: 'acknowledged', ink: 'teal', hidden: true});
    data.push(t.rate(s => s.acked));
    return t.card({
      wide: true,
      title: 'Rate, asked and got',
      format: v => count(v) + '/s',
      lines,
      data,
      about: open
        ? 'Scans a second: what the plan asked for, and what the server decided. Where the line leaves the shape, the server or the generator did not follow.'
        : 'Scans decided a second. The loop is closed: each gate waits for its answers, so nothing was asked for.',
    });
  };

  const latencies = (t, result) => {
    // The warm-up's last second holds the first few that are measured, a short drain the last few: no percentiles.
    const whole = s => s.seconds >= t.least && (s.measured || s.from >= result.warmupSeconds);
    const pick = key => t.value(s => (whole(s) && s.decisionMs ? s.decisionMs[key] : null));
    const lines = [
      {label: 'p50', ink: 'green', width: 2},
      {label: 'p99', ink: 'blue', width: 2},
      {label: 'p99.9', ink: 'violet', hidden: true},
      {label: 'max', ink: 'orange', width: 1.25},
      {label: 'p99 from send', ink: 'grey', dash: [4, 3], hidden: result.loop !== 'open'},
    ];
    const data = [pick('p50'), pick('p99'), pick('p999'), pick('max'), t.value(s => (whole(s) ? s.decisionFromSendP99Ms : null))];
    return t.card({
      wide: true,
      height: 260,
      log: true,
      title: 'Latency of decisions over time',
      format: millis,
      tick,
      lines,
      data,
      yRange: decadesAround,
      limits: limitsOf(result, 'decision'),
      about:
        'From the time a scan was due by the plan to its decision, each second by itself; powers of ten. Where p99 from send lies far below p99, scans left late: people waited before the gate could send.',
    });
  };

  const decadesAround = (u, min, max) => {
    if (!isNumber(min) || !isNumber(max) || min <= 0) return [0.1, 10];
    const low = Math.floor(Math.log10(min) + 1e-9);
    const high = Math.ceil(Math.log10(max) - 1e-9);
    return [10 ** low, 10 ** Math.max(high, low + 1)];
  };

  const limitsOf = (result, metric) =>
    (result.thresholds || [])
      .filter(
        t =>
          t.threshold.replace(/\s/g, '').startsWith(metric + ':p(') &&
          isNumber(t.limit) &&
          {us: 1, ms: 1, s: 1}[t.unit],
      )
      .map(t => ({
        value: t.limit * {us: 0.001, ms: 1, s: 1000}[t.unit],
        name: t.threshold,
        ink: t.passed ? 'soft' : 'red',
      }));

  const curve = result => {
    const total = key => result[key] && result[key].count;
    // The largest value stands at one in all of them.
    const points = (curve, count) =>
      (curve || [])
        .filter(p => p[0] < 100)
        .map(p => [-Math.log10(1 - p[0] / 100), p[1]])
        .filter(p => p[0] <= Math.log10(count))
        .concat(curve && curve.length ? [[Math.log10(count), curve[curve.length - 1][1]]] : []);
    const sources = [
      ['decision', 'decisionMs', 'from plan to decision', 'blue'],
      ['decisionFromSend', 'decisionFromSendMs', 'from send to decision', 'orange'],
      ['ack', 'ackMs', 'from plan to ack', 'teal'],
      ['lateness', 'latenessMs', 'from plan to send', 'grey'],
    ].filter(([name, key]) => total(key) > 0 && result.curves && result.curves[name] && result.curves[name].length);
    const tables = sources.map(([name, key]) => {
      const seen = new Map(points(result.curves[name], total(key)).map(p => [p[0], p[1]]));
      const xs = [...seen.keys()].sort((a, b) => a - b);
      return [xs, xs.map(v => (seen.get(v) > 0 ? seen.get(v) : 0.001))];
    });
    const joined =
      tables.length > 1
        ? uPlot.join(tables)
        : tables[0] || [
            [0, 1],
            [null, null],
          ];
    const nines = n => (n === 0 ? '0 %' : n === 1 ? '90 %' : n === 2 ? '99 %' : '99.' + '9'.repeat(n - 2) + ' %');
    const top = Math.max(1, joined[0][joined[0].length - 1] || 1);
    return charts.card({
      wide: true,
      height: 280,
      log: true,
      title: 'Latency by percentile',
      format: millis,
      tick,
      yRange: decadesAround,
      x: joined[0],
      data: joined.slice(1),
      lines: sources.map(([name, key, label, ink]) => ({
        label,
        ink,
        width: 2,
        spanGaps: true,
        hidden: name === 'lateness' || name === 'ack',
      })),
      xRange: (u, min, max) => (min === null || min === max ? [0, top] : [Math.max(0, min), Math.min(top, max)]),
      xAxis: charts.axis(2, (u, ticks) => ticks.map(v => (Number.isInteger(v) ? nines(v) : '')), {
        size: 28,
        splits: (u, i, min, max) => wholes(min, max),
        grid: {stroke: () => charts.colour('grid'), width: 1},
      }),
      at: (u, v) => (v === null || v === undefined ? '' : percentileName(v)),
      about:
        'What share of scans had their decision within which time. Each step to the right is ten times rarer; the right end is the slowest scan of all. Click a name below to show or hide its line.',
    });
  };

  const wholes = (min, max) => {
    const ticks = [];
    for (let v = Math.ceil(min); v <= max + 1e-9; v++) ticks.push(v);
    return ticks.length ? ticks : [min, max];
  };

  const percentileName = v => {
    const rest = 10 ** -v * 100;
    return (100 - rest).toFixed(Math.max(0, Math.ceil(-Math.log10(rest)) + 1)) + ' %';
  };

  const connections = t => {
    const failures = t.value(s => s.failures);
    const lines = [{label: 'connected', ink: 'blue', fill: 0.1, width: 2, steps: true}];
    const data = [t.value(s => s.connections)];
    const resent = t.value(s => s.resent);
    if (any(resent)) {
      lines.push({label: 'scans sent again', ink: 'orange', points: true, width: 1.25});
      data.push(resent);
    }
    if (any(failures)) {
      lines.push({label: 'failed in this second', ink: 'red', points: true, width: 1.25});
      data.push(failures);
    }
    return t.card({
      title: 'Connections',
      format: count,
      lines,
      data,
      about: 'Gates that can send, at the end of each second.',
    });
  };

  const offline = t => {
    const acked = t.rate(s => s.offlineAcked);
    return !any(acked)
      ? null
      : t.card({
          title: 'Offline events delivered',
          format: v => count(v) + '/s',
          lines: [{label: 'acknowledged', ink: 'teal', fill: 0.12}],
          data: [acked],
          about: 'Events from before the run, acknowledged in a second.',
        });
  };

  const verdicts = t => {
    const names = [
      ['allow', 'green'],
      ['deny', 'red'],
      ['refer', 'violet'],
      ['retest', 'orange'],
      ['unspecified', 'grey'],
    ].filter(([name]) => any(t.value(s => s.verdicts && s.verdicts[name])));
    const each = names.map(([name]) => t.rate(s => s.verdicts[name]));
    // Stacked: each line is the sum of it and those before.
    const sums = each.map((values, i) =>
      values.map((v, k) => (v === null ? null : each.slice(0, i + 1).reduce((sum, other) => sum + other[k], 0))),
    );
    const order = names.map((_, i) => i).reverse();
    if (!names.length) return null;
    return t.card({
      title: 'Verdicts',
      about: 'Decisions a second by verdict, one on the other.',
      data: order.map(i => sums[i]),
      bands: order.slice(0, -1).map((_, k) => ({series: [k + 1, k + 2]})),
      lines: order.map(i => ({
        label: names[i][0],
        ink: names[i][1],
        fill: 0.3,
        width: 1.25,
        value: (u, v, si, k) => (k === null || k === undefined || each[i][k] === null ? '–' : count(each[i][k]) + '/s'),
      })),
    });
  };

  const lateness = (t, result) =>
    result.loop !== 'open'
      ? null
      : t.card({
          title: 'Late and never sent',
          format: v => count(v),
          about: 'Scans a second that left over 1 ms after they were due, and that never left.',
          lines: [
            {label: 'late', ink: 'orange', fill: 0.12},
            {label: 'unsent', ink: 'red', fill: 0.2},
          ],
          data: [t.value(s => s.late), t.value(s => s.unsent)],
          top: 5,
        });

  const underWay = t =>
    t.card({
      title: 'Under way',
      format: count,
      top: 5,
      about: 'Scans sent and not yet decided, or not yet acknowledged, at the end of each second.',
      lines: [
        {label: 'undecided', ink: 'blue', fill: 0.1},
        {label: 'unacknowledged', ink: 'teal'},
      ],
      data: [t.value(s => s.undecided), t.value(s => s.unacknowledged)],
    });

  const cpu = (t, result) => {
    const own = t.seconds.map(s =>
      s.seconds >= t.least && isNumber(s.generatorCores) ? 100 * s.generatorCores : null,
    );
    const target = t.seconds.map(s => (s.seconds >= t.least && isNumber(s.targetCores) ? 100 * s.targetCores : null));
    const lines = [{label: 'generator', ink: 'orange'}];
    const data = [own];
    if (known(target)) {
      lines.unshift({label: 'server', ink: 'blue', width: 2});
      data.unshift(target);
    }
    return t.card({
      title: 'CPU',
      format: percent,
      tick: percent,
      lines,
      data,
      top: 100,
      limits: [{value: 80, name: 'above it the generator is the limit', ink: 'faint'}],
      about:
        'Share of one core.' +
        (known(target) ? '' : ' The server’s is not known: its process was not named (--server-pid).'),
    });
  };

  const of = result => {
    const percentiles = result.curves ? curve(result) : null;
    if (!result.intervals.length) return {run: [percentiles], generator: [], server: []};
    const t = timeline(result);
    const run = [rates(t, result), latencies(t, result), percentiles];
    const generator = [
      connections(t),
      offline(t),
      verdicts(t),
      lateness(t, result),
      underWay(t),
      cpu(t, result),
    ].filter(Boolean);
    return {run, generator, server: serverSide(t, result)};
  };

  // What the server said of itself, by 'name, unit': one chart for what begins with the same word and has the same unit.
  const serverSide = t => {
    const names = [...new Set(t.seconds.flatMap(s => Object.keys(s.server || {})))];
    const groups = new Map();
    for (const name of names) {
      const comma = name.lastIndexOf(', ');
      const unit = comma < 0 ? '' : name.slice(comma + 2);
      const label = comma < 0 ? name : name.slice(0, comma);
      const key = label.split(' ')[0] + '|' + unit;
      groups.set(key, (groups.get(key) || []).concat({label, unit, values: t.value(s => (s.server || {})[name])}));
    }
    return [...groups.values()]
      .flatMap(members => chunks(members, INKS.length))
      .map(members => serverChart(t, members));
  };

  const chunks = (list, size) =>
    list.length <= size ? [list] : [list.slice(0, size)].concat(chunks(list.slice(size), size));
  const INKS = ['green', 'blue', 'orange', 'violet', 'teal', 'red'];
  const FORMATS = {ms: millis, cores: v => percent(100 * v)};
  const ABOUT = {
    'ring backlog': 'Scans in the ring that its slowest reader had still before it.',
    'journal unsynced': 'Records not yet on the disk: their acks wait for that.',
    'journal sync p50': 'Time of one sync of the journal, from the server’s histogram.',
    journal: 'Written to the journal in a second.',
    "server's own decision p99":
      'From the read of a scan’s bytes to its decision on the way out, by the server’s histogram. The rest of the latency above is kernel, network and generator.',
    'scans recorded': 'Scans that the server recorded in a second.',
    connections: 'Connections that the server counts.',
    'GC pauses': 'Milliseconds of each second in which the garbage collector held the server up.',
    'heap used': 'Java heap in use; the roster lies outside of it.',
    CPU: 'Of the whole process, by its own account; 100 % is one core.',
  };

  const serverChart = (t, members) => {
    const {label, unit} = members[0];
    const shared = members.length === 1 ? label : commonWords(members.map(m => m.label));
    const format = FORMATS[unit] || (v => short(v) + (unit === '1/s' ? '/s' : unit ? ' ' + unit : ''));
    const name = m =>
      members.length > 1 && m.label.length > shared.length ? m.label.slice(shared.length).trim() : m.label;
    return t.card({
      title: shared[0].toUpperCase() + shared.slice(1) + (label === 'journal' ? ' written' : ''),
      about: ABOUT[label] || (unit ? `In ${unit}.` : 'Each second.'),
      format,
      tick: unit === 'ms' ? tick : ['cores', 'MB', 'MB/s'].includes(unit) ? format : undefined,
      lines: members.map((m, i) => ({label: name(m), ink: members.length === 1 ? 'blue' : INKS[i]})),
      data: members.map(m => m.values),
    });
  };

  const commonWords = labels => {
    const words = labels.map(label => label.split(' '));
    let n = 0;
    while (words.every(w => w.length > n + 1 && w[n] === words[0][n])) n++;
    return words[0].slice(0, Math.max(1, n)).join(' ');
  };

  return {of};
})();
