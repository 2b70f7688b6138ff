'use strict';
// All figures as tables.
const tables = (() => {
  const {el, isNumber, count, short, millis, percent, span} = fmt;

  const table = (heads, rows, textColumns) =>
    el(
      'table',
      {class: 'figs'},
      heads
        ? el(
            'thead',
            {},
            el(
              'tr',
              {},
              heads.map((h, i) => el('th', {class: (textColumns || []).includes(i) ? 'text' : null}, h)),
            ),
          )
        : null,
      el(
        'tbody',
        {},
        rows.map(row =>
          el(
            'tr',
            {},
            row.map((cell, i) => el(i ? 'td' : 'th', {class: (textColumns || []).includes(i) ? 'text' : null}, cell)),
          ),
        ),
      ),
    );

  const block = (title, content, wide) =>
    el('section', {class: 'card' + (wide ? ' wide' : '')}, el('h3', {}, title), content);

  const latencyTable = result => {
    const rows = [
      ['decisionMs', 'From plan to decision'],
      ['decisionFromSendMs', 'From send to decision'],
      ['ackMs', 'From plan to ack (durable)'],
      ['latenessMs', 'From plan to send (lateness)'],
    ]
      .filter(([key]) => result[key] && result[key].count > 0)
      .map(([key, name]) =>
        [name].concat(
          ['p50', 'p90', 'p99', 'p999', 'p9999', 'max'].map(p => millis(result[key][p])),
          count(result[key].count),
        ),
      );
    return block('Latency', table(['', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max', 'values'], rows), true);
  };

  const thresholdTable = result =>
    (result.thresholds || []).length === 0
      ? null
      : block(
          'Thresholds',
          table(
            ['', 'measured', 'limit', ''],
            result.thresholds.map(t => [
              el('code', {}, t.threshold),
              t.measured || short(t.value),
              `${short(t.limit)} ${t.unit || ''}`.trim(),
              el('span', {class: t.passed ? 'good-word' : 'bad-word'}, t.passed ? 'holds' : 'failed'),
            ]),
          ),
          true,
        );

  const SCANS = [
    ['due', 'Due by the plan, measured part'],
    ['late', 'Sent late, by more than 1 ms'],
    ['unsent', 'Never sent'],
    ['sent', 'Sent, with warm-up'],
    ['decided', 'Decided'],
    ['acknowledged', 'Acknowledged'],
    ['undecided', 'Without a decision'],
    ['unacknowledged', 'Without an ack'],
  ];
  const FAULTS = ['lost', 'duplicated', 'reordered', 'wrong', 'undecided', 'unacknowledged'];
  const NAMES = {
    planned: 'Planned, with warm-up',
    sent: 'Sent',
    unsent: 'Never sent',
    decided: 'Decided',
    undecided: 'Without a decision',
    acknowledged: 'Acknowledged',
    unacknowledged: 'Without an ack',
    lost: 'Lost',
    duplicated: 'Duplicated',
    reordered: 'Out of order',
    wrong: 'Decided wrongly',
    checked: 'Held against the right answer',
    moreThanOneRightAnswer: 'With more than one right answer',
  };

  const fault = (key, value) =>
    FAULTS.includes(key) && value > 0 ? el('span', {class: 'bad-word'}, count(value)) : count(value);

  const accountTables = result => {
    const scans = block(
      'Scans',
      table(
        null,
        SCANS.filter(([key]) => isNumber((result.scans || {})[key])).map(([key, name]) => [
          name,
          fault(key, result.scans[key]),
        ]),
      ),
    );
    if (!result.accounting) return [scans];
    const counts = Object.entries(result.accounting).filter(([, v]) => isNumber(v));
    const lists = Object.values(result.accounting)
      .filter(Array.isArray)
      .flat()
      .filter(v => typeof v === 'string');
    return [
      scans,
      block(
        'Accounting, every event',
        el(
          'div',
          {},
          table(
            null,
            counts.map(([key, v]) => [NAMES[key] || key, fault(key, v)]),
          ),
          lists.length
            ? el(
                'ul',
                {},
                lists.map(text => el('li', {}, text)),
              )
            : null,
        ),
      ),
    ];
  };

  const verdictTable = result => {
    const all = Object.entries(result.verdicts || {}).filter(([name, n]) => n > 0 || ['allow', 'deny'].includes(name));
    const total = all.filter(([name]) => name !== 'attention').reduce((sum, [, n]) => sum + n, 0);
    return total === 0
      ? null
      : block(
          'Verdicts',
          table(
            null,
            all.map(([name, n]) => [
              name === 'attention' ? 'of these, with a call for attention' : name,
              count(n),
              percent((100 * n) / total),
            ]),
          ),
        );
  };

  const linkTable = result => {
    const links = result.links;
    if (!links || !links.connectMs || links.connectMs.count === 0) return null;
    const times = ms => `p50 ${millis(ms.p50)}, p99 ${millis(ms.p99)}, max ${millis(ms.max)}`;
    const rows = [['Connect to Welcome', times(links.connectMs)]];
    const more = (n, name, text) => n > 0 && rows.push([name, text || count(n)]);
    more(links.turnedAway, 'Told to come back');
    more(links.lost, 'Connections lost, as planned');
    if (links.cut > 0)
      rows.push(
        ['Gates without power', count(links.cut)],
        ['Back, from the power’s return', `${count(links.backMs.count)}: ${times(links.backMs)}`],
      );
    more(links.resent, 'Scans sent again');
    more(links.decisionsLost, 'On disk, decision lost on the way');
    if (links.offline)
      rows.push([
        'Offline events acknowledged',
        `${count(links.offline.acknowledged)} of ${count(links.offline.events)} in ${span(links.offline.seconds)}, ${count(links.offline.perSecond)}/s`,
      ]);
    if (links.idle && links.idle.bytesBefore > 0)
      rows.push([
        'Memory of the server for an idle gate',
        `${((links.idle.bytesWith - links.idle.bytesBefore) / links.idle.gates / 1024).toFixed(1)} KiB`,
      ]);
    return block('Connections', table(null, rows));
  };

  const value = v =>
    v === null || v === undefined
      ? '–'
      : Array.isArray(v)
        ? v.map(value).join(', ')
        : typeof v === 'object'
          ? Object.entries(v)
              .map(([k, o]) => `${k} ${value(o)}`)
              .join(', ')
          : typeof v === 'number'
            ? short(v)
            : String(v);

  const configuration = result => {
    const rows = Object.entries(result.configuration || {}).map(([name, v]) => [
      el('code', {}, name),
      el('code', {}, value(v)),
    ]);
    const line = (result.commandLine || [])
      .map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`))
      .join(' ');
    return block(
      'Configuration',
      el('div', {}, line ? el('p', {class: 'command'}, el('code', {}, line)) : null, table(null, rows, [1])),
    );
  };

  // What has no place of its own is still shown: other parts add to a result.
  const PLACED = [
    'schema version startedAt commandLine configuration machine target loop load connections window',
    'plannedPerSecond seed warmupSeconds durationSeconds seconds events eventsPerSecond targetCores',
    'eventsPerTargetCpuSecond generatorCores eventsPerGeneratorCpuSecond generatorKeptUp',
    'allocatedBytesPerEvent decisionMs decisionFromSendMs ackMs latenessMs scans verdicts links failures',
    'failureWords endedEarly ok planHash thresholds accounting scenario serverGrowth curves intervals',
  ]
    .join(' ')
    .split(' ');

  const machine = result =>
    block(
      'Machine and run',
      table(
        null,
        [
          ['Machine', result.machine],
          ['Target', result.target],
          ['Load', result.load],
          ['Seed', String(result.seed)],
          ['Plan, SHA-256', result.planHash ? el('code', {}, result.planHash) : null],
          ['Measured', span(result.seconds) + ', ' + count(result.events) + ' decisions'],
          [
            'Generator',
            `${percent(100 * result.generatorCores)} of a core; at its limit ${count(result.eventsPerGeneratorCpuSecond)} events per second`,
          ],
          ['Allocated by the generator', `${short(result.allocatedBytesPerEvent)} bytes for each event`],
          [
            'Server',
            isNumber(result.targetCores)
              ? `${percent(100 * result.targetCores)} of a core, ${count(result.eventsPerTargetCpuSecond)} events per second of CPU`
              : 'CPU not known (--server-pid)',
          ],
        ]
          .concat(
            Object.entries(result)
              .filter(([key]) => !PLACED.includes(key))
              .map(([key, v]) => [key, value(v)]),
          )
          .filter(([, v]) => v !== undefined && v !== null && v !== ''),
        [1],
      ),
    );

  const growth = result => {
    const rows = Object.entries(result.serverGrowth || {}).map(([name, v]) => [el('code', {}, name), short(v)]);
    return rows.length === 0
      ? null
      : el(
          'details',
          {class: 'card wide'},
          el('summary', {}, `Counters of the server, from before the run to after it (${rows.length})`),
          table(null, rows),
        );
  };

  return {
    latencies: latencyTable,
    thresholds: thresholdTable,
    accounts: accountTables,
    verdicts: verdictTable,
    links: linkTable,
    machine,
    configuration,
    growth,
  };
})();
