// Asks Prometheus, and fills in what Grafana would: variables, step, $__rate_interval.

const SECONDS = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const NICE = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

export const seconds = (span) => {
  const found = /^(?:now-)?(\d+)([smhdw])$/.exec(span);
  return found ? found[1] * SECONDS[found[2]] : undefined;
};

export class Away extends Error {}

export async function api(path, parameters = {}) {
  let response, answer;
  try {
    response = await fetch(`/api/v1/${path}?${new URLSearchParams(parameters)}`);
    answer = await response.json();
  } catch (e) {
    throw new Away(response ? `Prometheus is not ready (${response.status})` : 'The server of this page does not answer');
  }
  if (answer.errorType === 'away' || response.status === 503) throw new Away(answer.error);
  if (answer.status !== 'success') throw new Error(answer.error);
  return answer.data;
}

const escaped = (value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\\\$&');

/** What a page asks with: time, step, the values of the variables. */
export class Asking {
  constructor(variables, from, to, scrape) {
    Object.assign(this, { variables, from, to, scrape });
  }

  step(points) {
    const least = Math.max((this.to - this.from) / points, this.scrape);
    return NICE.find((step) => step >= least) ?? Math.ceil(least / 86400) * 86400;
  }

  fill(expression, step) {
    const known = {
      __rate_interval: `${Math.ceil(Math.max(step + this.scrape, 4 * this.scrape))}s`,
      __interval: `${step}s`,
      __range: `${Math.round(this.to - this.from)}s`,
    };
    return expression.replace(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g, (all, braced, bare) => {
      const variable = this.variables[braced ?? bare];
      if (variable === undefined) return known[braced ?? bare] ?? all;
      return variable.value === '$__all' ? (variable.allValue ?? '.*') : escaped(variable.value);
    });
  }

  /** The answer of a target: series of {labels, name, times, values}; an instant one has one value each. */
  async ask(target, points) {
    const step = this.step(points);
    const query = this.fill(target.expr, step);
    const [from, to] = [Math.floor(this.from / step) * step, Math.floor(this.to / step) * step];
    const data = target.instant
      ? await api('query', { query, time: this.to })
      : await api('query_range', { query, start: from, end: to, step });
    const result = data.resultType === 'scalar' ? [{ metric: {}, value: data.result }] : data.result;
    return result.map(({ metric, value, values = [value] }) => ({
      target, labels: metric, name: named(target.legendFormat, metric, query), step,
      times: values.map(([at]) => at), values: values.map(([, number]) => Number(number.replace('Inf', 'Infinity'))),
    }));
  }
}

function named(format, labels, query) {
  if (format && format !== '__auto') return format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? '');
  const pairs = Object.entries(labels).filter(([label]) => label !== '__name__').map(([label, value]) => `${label}="${value}"`);
  return labels.__name__ || pairs.length ? `${labels.__name__ ?? ''}${pairs.length ? `{${pairs.join(', ')}}` : ''}` : query;
}
