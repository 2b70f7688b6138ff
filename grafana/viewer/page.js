// The page: which dashboard, which time, whose data; asks again and again.

import { html, address } from '/viewer/markdown.js';
import { Panel, element } from '/viewer/panels.js';
import { Asking, Away, api, seconds } from '/viewer/prometheus.js';
import { ago, clock } from '/viewer/units.js';

const RANGES = ['5m', '15m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '30d'];
const REFRESHES = ['off', '1s', '2s', '5s', '10s', '30s', '1m', '5m'];
const SEVERITIES = ['page', 'warn', 'ticket'];
/** As many as fit into a line of the strip. */
const NAMED = 15;
const $ = (id) => document.getElementById(id);
const json = async (path) => (await fetch(path)).json();
const short = (dashboard) => dashboard.title.replace(/^Gatehouse \/ /, '');

class Page {
  async open() {
    const [start, names] = await Promise.all([json('/start.json'), json('/dashboards/')]);
    const all = await Promise.all(names.map((name) => json(`/dashboards/${name}`)));
    const first = (of) => (/overview/.test(of.uid) ? 0 : 1);
    this.dashboards = all.sort((a, b) => first(a) - first(b) || short(a).localeCompare(short(b)));
    this.start = start;
    this.theme();
    const runbook = /^\/runbook\/(\w+)$/.exec(location.pathname);
    this.dashboard = runbook ? undefined : this.dashboards.find(({ uid }) => location.pathname === `/d/${uid}`) ?? this.dashboards[0];
    await (runbook ? this.runbook(runbook[1]) : this.layOut());
    this.navigate();
    this.tick();
  }

  /** A choice: what the address says, else how the viewer was started, else the dashboard. */
  get(name) {
    const chosen = new URLSearchParams(location.search).get(name);
    const of = this.dashboard ?? this.dashboards[0];
    return chosen ?? { range: this.start.range || of.time.from.replace('now-', ''), refresh: this.start.refresh || of.refresh || 'off' }[name];
  }

  choose(changes) {
    const search = new URLSearchParams(location.search);
    Object.entries(changes).forEach(([name, value]) => (value === null ? search.delete(name) : search.set(name, value)));
    history.replaceState(null, '', `${location.pathname}?${search}`);
    this.navigate();
    this.tick();
  }

  theme() {
    const chosen = localStorage.getItem('theme') ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');
    document.documentElement.dataset.theme = new URLSearchParams(location.search).get('theme') ?? chosen;
  }

  // ---- what stands on the page

  navigate() {
    $('nav').replaceChildren(
      ...this.dashboards.map((of) => element('a', { href: `/d/${of.uid}${location.search}`, 'aria-current': of === this.dashboard ? 'page' : undefined, title: of.description }, short(of))),
      element('a', { href: `/runbook/README${location.search}`, 'aria-current': this.dashboard ? undefined : 'page' }, 'Runbooks'));
    const controls = [];
    for (const variable of (this.asked ?? []).filter(({ options, value }) => options.length > 1 || value !== '$__all')) {
      const options = [['$__all', `${variable.label}: all`], ...variable.options.map((of) => [of, of])].slice(variable.includeAll ? 0 : 1);
      controls.push(this.select(`var-${variable.name}`, options, variable.value));
    }
    if (this.dashboard) {
      const at = this.get('from') && [['', `${clock(this.get('from'), 1e5)} – ${clock(this.get('to'))}`]];
      controls.push(this.select('range', [...(at || []), ...RANGES.map((of) => [of, `last ${of}`])], at ? '' : this.get('range')));
      controls.push(this.select('refresh', REFRESHES.map((of) => [of, of === 'off' ? 'refresh off' : `every ${of}`]), this.get('refresh')));
    }
    const theme = element('button', { type: 'button', title: 'light or dark' }, '◐');
    theme.onclick = () => {
      localStorage.setItem('theme', document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
      const search = new URLSearchParams(location.search);
      search.delete('theme');
      location.search = search;
    };
    $('controls').replaceChildren(...controls, theme);
  }

  select(name, options, value) {
    const all = options.some(([of]) => of === value) ? options : [[value, value], ...options];
    const made = element('select', { 'aria-label': name }, ...all.map(([of, label]) => element('option', { value: of }, label)));
    made.value = value;
    made.onchange = () => this.choose({ [name]: made.value, ...(name === 'range' && { from: null, to: null }) });
    return made;
  }

  async layOut() {
    document.title = this.dashboard.title;
    const context = {
      marks: () => this.starts ?? [],
      onZoom: (from, to) => this.choose({ from: Math.floor(from), to: Math.ceil(to) }),
    };
    let shift = 0;
    this.panels = this.dashboard.panels.flatMap((of) => {
      const row = new Panel(of, of.gridPos.y + shift, context);
      // A row that is folded in Grafana carries its panels; here it is open.
      const folded = of.type === 'row' && of.collapsed ? of.panels : [];
      const inside = folded.map((panel) => new Panel(panel, panel.gridPos.y + shift, context));
      shift += Math.max(0, ...folded.map(({ gridPos }) => gridPos.y + gridPos.h - of.gridPos.y - 1));
      return [row, ...inside];
    });
    $('main').replaceChildren(...this.panels.map(({ root }) => root));
  }

  async runbook(name) {
    document.title = `${name} / Gatehouse`;
    const page = await fetch(`/runbooks/${name}.md`);
    const article = element('article', {});
    article.innerHTML = page.ok ? html(await page.text()) : `<p>There is no runbook ${name}.</p>`;
    article.querySelectorAll('a[href^="/"]').forEach((link) => { link.href += location.search; });
    $('main').replaceChildren(article);
  }

  // ---- asking

  async tick() {
    clearTimeout(this.timer);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    if (!document.hidden) await this.refresh();
    const pause = seconds(this.get('refresh'));
    if (turn === this.turn && pause) this.timer = setTimeout(() => this.tick(), pause * 1000);
    Object.assign(document.documentElement.dataset, { ticks: turn, height: document.body.offsetHeight });
  }

  async refresh() {
    try {
      await this.alerts();
      if (this.dashboard) {
        const asking = await this.asking();
        await this.annotations(asking);
        await Promise.all(this.panels.map((panel) => panel.refresh(asking)));
      }
      this.away = undefined;
    } catch (e) {
      if (!(e instanceof Away)) throw e;
      this.away ??= Date.now() / 1000;
      $('away').textContent = `${e.message}, since ${clock(this.away)}. What stands here is old.`;
    }
    $('away').hidden = this.away === undefined;
    document.body.classList.toggle('away', this.away !== undefined);
  }

  async asking() {
    const { activeTargets } = await api('targets', { state: 'active' });
    const scrape = Math.min(...activeTargets.map((of) => seconds(of.scrapeInterval) ?? 15), 60);
    const [from, to] = [Number(this.get('from')), Number(this.get('to'))];
    const now = Date.now() / 1000;
    const asking = new Asking({}, from || now - seconds(this.get('range')), to || now, scrape);
    const asked = [];
    for (const variable of this.dashboard.templating?.list ?? []) {
      if (variable.type !== 'query') {
        asking.variables[variable.name] = { value: String(variable.current?.value ?? variable.query ?? '') };
        continue;
      }
      const options = await this.options(variable, asking);
      // What was chosen on another dashboard may be nothing here.
      const chosen = options.find((of) => of === this.get(`var-${variable.name}`));
      const value = chosen ?? (variable.includeAll ? '$__all' : options[0]);
      asking.variables[variable.name] = { value, allValue: variable.allValue };
      if (!variable.hide) asked.push({ ...variable, value, options });
    }
    if (JSON.stringify(asked.map((of) => of.options)) !== JSON.stringify(this.asked?.map((of) => of.options))) {
      this.asked = asked;
      this.navigate();
    }
    return asking;
  }

  async options(variable, asking) {
    const query = typeof variable.query === 'string' ? variable.query : variable.query.query;
    const found = /^label_values\((?:(.*),)?\s*(\w+)\)$/.exec(query);
    if (!found) return [];
    const [, match, label] = found;
    return api(`label/${label}/values`, { ...(match && { 'match[]': asking.fill(match, 60) }), start: asking.from, end: asking.to });
  }

  /** When servers started, as lines in the charts. */
  async annotations(asking) {
    const starts = [];
    for (const { enable, expr, useValueForTime } of this.dashboard.annotations?.list ?? []) {
      if (!enable || !expr) continue;
      const all = await asking.ask({ expr }, 60);
      all.forEach(({ times, values }) => starts.push(...(useValueForTime ? values.map((value) => value / 1000) : times)));
    }
    this.starts = [...new Set(starts)];
  }

  async alerts() {
    const { alerts } = await api('alerts');
    const firing = alerts.filter((of) => of.state === 'firing');
    const severity = (of) => SEVERITIES.indexOf(of.labels.severity);
    const told = firing.filter((of) => severity(of) >= 0).sort((a, b) => severity(a) - severity(b) || a.activeAt.localeCompare(b.activeAt));
    const pending = alerts.filter((of) => of.state === 'pending').map((of) => of.labels.alertname);
    const lines = grouped(told).map((all) => {
      const [{ labels, annotations, activeAt }] = all;
      return element('a', { class: `alert ${labels.severity}`, href: address(annotations.runbook_url ?? '') + location.search },
        element('b', {}, labels.severity), element('strong', {}, labels.alertname),
        element('span', {}, `${annotations.summary}. ${all.length === 1 ? annotations.description ?? '' : which(all)}`),
        element('time', {}, `for ${ago(Date.now() / 1000 - Date.parse(activeAt) / 1000)}`));
    });
    const soon = pending.length ? ` Soon, if it stays so: ${[...new Set(pending)].join(', ')}.` : '';
    const silent = !firing.some((of) => of.labels.alertname === 'Watchdog');
    const calm = silent ? element('p', { class: 'warn' }, 'No alert rule is at work here: Prometheus has not loaded rules/*.yml.')
      : told.length === 0 || soon ? element('p', {}, `${told.length === 0 ? 'No alert fires.' : ''}${soon}`) : undefined;
    $('alerts').replaceChildren(...lines, ...(calm ? [calm] : []));
  }
}

/** Alerts of one name are one line, or a power cut would fill the screen. */
function grouped(alerts) {
  const groups = new Map();
  for (const alert of alerts) {
    const key = `${alert.labels.alertname} ${alert.labels.severity}`;
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  return [...groups.values()];
}

/** What tells alerts of one name apart: "3 times: estate 101, 102, 117". */
function which(alerts) {
  const differing = Object.keys(alerts[0].labels).filter((label) => new Set(alerts.map(({ labels }) => labels[label])).size > 1);
  const names = alerts.map(({ labels }) => differing.map((label) => labels[label]).join(' ')).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${alerts.length} times: ${differing.join(' ')} ${names.slice(0, NAMED).join(', ')}${rest}.`;
}

const page = new Page();
document.addEventListener('visibilitychange', () => document.hidden || page.tick());
page.open();
