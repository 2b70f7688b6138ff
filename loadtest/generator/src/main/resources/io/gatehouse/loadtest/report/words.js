'use strict';
// What is said at the top: the verdict, what takes away from it, the figures that matter.
const words = (() => {
  const {el, isNumber, count, short, millis, percent} = fmt;

  const judge = result => {
    const thresholds = result.thresholds || [];
    const failed = thresholds.filter(t => !t.passed).length;
    const accounting = result.accounting || {};
    const faults = ['lost', 'duplicated', 'reordered', 'wrong'].filter(key => accounting[key] > 0);
    if (failed) return {kind: 'bad', text: `Failed: ${failed} of ${thresholds.length} thresholds`};
    if (result.ok === false || faults.length) return {kind: 'bad', text: 'Failed: not every scan is accounted for'};
    if (result.endedEarly) return {kind: 'mind', text: 'Ended early'};
    if (thresholds.length)
      return {kind: 'good', text: `Passed: ${thresholds.length} of ${thresholds.length} thresholds`};
    return {kind: 'plain', text: 'No thresholds set'};
  };

  const header = result => {
    const verdict = judge(result);
    const open = result.loop === 'open';
    const began = result.startedAt ? new Date(result.startedAt) : null;
    const when = began && !isNaN(began) ? began.toISOString().replace('T', ' ').slice(0, 19) + ' UTC' : null;
    const name = ['steady', 'closed loop'].includes(result.scenario) ? null : result.scenario;
    return el(
      'header',
      {},
      el(
        'div',
        {},
        el('h1', {}, 'Load test' + (name ? ': ' + name : '')),
        el('p', {class: 'under'}, [result.target, when, result.version].filter(Boolean).join(' · ')),
        el('p', {class: 'under'}, result.load || ''),
      ),
      el(
        'div',
        {class: 'badges'},
        el(
          'span',
          {
            class: 'badge ' + (open ? '' : 'mind'),
            title: open ? 'Sends by the plan, whatever comes back' : 'Waits for answers',
          },
          open ? 'Open loop' : 'Closed loop',
        ),
        el('span', {class: 'badge ' + verdict.kind, id: 'verdict'}, verdict.text),
      ),
    );
  };

  const notice = (kind, head, ...rest) => el('div', {class: 'notice ' + kind}, el('strong', {}, head), ...rest);

  const notices = result => {
    const list = [];
    if (result.generatorKeptUp === false) {
      const why = [];
      if (result.generatorCores > 0.8)
        why.push(`it was at work on ${percent(100 * result.generatorCores)} of its core (limit: 80 %)`);
      if (result.latenessMs && result.latenessMs.p99 > 1)
        why.push(`p99 of its sends was ${millis(result.latenessMs.p99)} late (limit: 1 ms)`);
      list.push(
        notice(
          'mind',
          'This run was limited by the generator',
          `These latencies are its own, not the server’s${why.length ? ': ' + why.join(', and ') : ''}. Ask for less, give it a core of its own, or more event loops (--loops).`,
        ),
      );
    }
    if (result.loop !== 'open') {
      list.push(
        notice(
          'mind',
          'Closed loop',
          'Each gate waits for its answers before it sends more, so a slow server is asked for less, and its latency looks better than people would find it. Read the rate here, and latency from an open loop (--rate).',
        ),
      );
    }
    if (result.endedEarly) list.push(notice('mind', 'Ended before its plan', result.endedEarly));
    const failed = (result.thresholds || []).filter(t => !t.passed);
    if (failed.length)
      list.push(
        notice(
          'bad',
          'Thresholds that failed',
          el(
            'ul',
            {},
            failed.map(t => el('li', {}, el('code', {}, t.threshold), `: ${t.measured || short(t.value)}`)),
          ),
        ),
      );
    const scans = result.scans || {};
    const open = [
      [scans.undecided, 'scans have no decision'],
      [scans.unacknowledged, 'scans have no ack'],
      [result.failures, 'connections failed'],
    ].filter(([n]) => n > 0);
    const accounting = result.accounting || {};
    const wrong = ['wrong', 'lost', 'duplicated', 'reordered'].filter(key => accounting[key] > 0);
    const said = [...(accounting.imbalances || []), ...(accounting.firstWrong || [])];
    if (wrong.length || said.length) {
      list.push(
        notice(
          'bad',
          wrong.map(key => `${count(accounting[key])} ${key}`).join(', ') || 'The counts do not add up',
          el(
            'ul',
            {},
            said.map(text => el('li', {}, text)),
          ),
        ),
      );
    }
    if (open.length || (result.ok === false && !wrong.length && !said.length)) {
      list.push(
        notice(
          'bad',
          open.length ? open.map(([n, what]) => `${count(n)} ${what}`).join(', ') : 'The run failed',
          (result.failureWords || []).length
            ? el(
                'ul',
                {},
                result.failureWords.map(text => el('li', {}, text)),
              )
            : null,
        ),
      );
    }
    return list;
  };

  const figure = (name, value, unit, more, bad) =>
    el(
      'div',
      {class: 'card figure'},
      el('div', {class: 'name'}, name),
      el('div', {class: 'value'}, value, unit ? el('span', {class: 'unit'}, unit) : null),
      el('div', {class: 'more' + (bad ? ' bad' : '')}, more),
    );

  const figures = result => {
    const d = result.decisionMs;
    const open = result.loop === 'open';
    const scans = result.scans || {};
    const [p99, unit] = (d.count ? millis(d.p99) : '–').split(' ');
    // What the plan really held: with stages the rate is no one number.
    const asked = open ? scans.due / (result.durationSeconds || result.seconds) : NaN;
    const lost = (scans.undecided || 0) + (scans.unacknowledged || 0);
    const missed = open && (scans.late > 0 || scans.unsent > 0);
    return el(
      'div',
      {class: 'figures'},
      figure(
        'Decided a second',
        count(result.eventsPerSecond),
        '/s',
        open && isNumber(asked)
          ? `of ${count(asked)} asked`
          : `window ${count(result.window)} on ${count(result.connections)} connections`,
      ),
      figure(
        open ? 'p99 of decisions, from plan' : 'p99 of decisions',
        p99,
        unit,
        `p50 ${millis(d.p50)} · max ${millis(d.max)}`,
      ),
      isNumber(result.eventsPerTargetCpuSecond)
        ? figure(
            'Events per second of server CPU',
            short(result.eventsPerTargetCpuSecond),
            '',
            `the server took ${percent(100 * result.targetCores)} of a core`,
          )
        : figure(
            'Generator',
            percent(100 * result.generatorCores).split(' ')[0],
            '% of a core',
            'the server’s CPU is not known (--server-pid)',
          ),
      figure(
        'Scans sent',
        count(scans.sent),
        '',
        (lost ? `${count(lost)} without decision or ack` : 'each decided and acknowledged') +
          (open ? (missed ? ` · ${count(scans.late)} late, ${count(scans.unsent)} unsent` : ' · none late') : ''),
        lost > 0,
      ),
    );
  };

  return {header, notices, figures};
})();
