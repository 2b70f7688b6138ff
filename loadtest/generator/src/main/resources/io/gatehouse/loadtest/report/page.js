'use strict';
// Puts the page together, or says why it can't.
const report = (() => {
  const {el} = fmt;
  const page = document.getElementById('page');

  const failed = error => {
    page.replaceChildren(
      el(
        'div',
        {class: 'notice bad', id: 'error'},
        el('strong', {}, 'This report cannot be drawn'),
        `The figures in this file are damaged or not whole: ${error && error.message ? error.message : error}. Make the page again from its result.json: gatehouse loadtest report DIR`,
      ),
    );
    document.title = 'Load test: damaged report';
  };

  const part = (title, kind, elements) => {
    const some = elements.filter(Boolean);
    // No hole in the last row.
    const halves = some.filter(element => !element.classList.contains('wide'));
    if (kind === 'charts' && halves.length % 2) some[some.length - 1].classList.add('wide');
    return some.length ? [title ? el('h2', {}, title) : null, el('div', {class: kind}, some)] : [];
  };

  const columns = result => {
    const [scans, accounting] = tables.accounts(result);
    return [
      [scans, tables.verdicts(result), tables.machine(result)],
      [accounting, tables.links(result), tables.configuration(result)],
    ].map(blocks => el('div', {class: 'column'}, blocks.filter(Boolean)));
  };

  const check = result => {
    for (const key of ['loop', 'decisionMs', 'scans', 'seconds', 'eventsPerSecond']) {
      if (result === null || typeof result !== 'object' || result[key] === undefined || result[key] === null)
        throw new Error(`${key} is missing`);
    }
    // Results of old have no seconds; what they have is shown.
    result.intervals = result.intervals || [];
    if (!Array.isArray(result.intervals) || result.intervals.some(s => typeof s.from !== 'number' || !(s.seconds > 0)))
      throw new Error('an interval has no time');
    return result;
  };

  const show = result => {
    const drawing = drawn.of(result);
    const content = [
      words.header(result),
      ...words.notices(result),
      words.figures(result),
      ...part(null, 'charts', drawing.run),
      ...part('Gates and generator', 'charts', drawing.generator),
      ...part('Server', 'charts', drawing.server),
      ...part('Figures', 'tables', [
        tables.thresholds(result),
        tables.latencies(result),
        ...columns(result),
        tables.growth(result),
      ]),
      el(
        'footer',
        {},
        'Drag across a chart to look closer at that time in all of them, double-click to go back. All figures are in result.json, all latencies in latency.hlog.',
      ),
    ];
    page.replaceChildren(...content.filter(Boolean));
    document.title = `Load test ${result.startedAt ? result.startedAt.slice(0, 10) : ''}`.trim();
    charts.draw();
    charts.watch();
  };

  addEventListener('error', event => failed(event.error || event.message));
  try {
    show(check(JSON.parse(document.getElementById('result').textContent)));
  } catch (error) {
    failed(error);
  }
  return {charts: charts.all};
})();
