'use strict';
// How numbers and times are written, and elements made.
const fmt = (() => {
  const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
  const isNumber = v => typeof v === 'number' && Number.isFinite(v);
  const digits = v => {
    const a = Math.abs(v);
    return a >= 100 ? 0 : a >= 10 ? 1 : a >= 1 ? 2 : 3;
  };
  const count = v => (isNumber(v) ? whole.format(Math.round(v)) : '–');
  const short = v => {
    if (!isNumber(v)) return '–';
    const a = Math.abs(v);
    if (a >= 1e6) return trim((v / 1e6).toFixed(a >= 1e7 ? 1 : 2)) + 'M';
    if (a >= 1e4) return trim((v / 1e3).toFixed(a >= 1e5 ? 0 : 1)) + 'k';
    return a >= 100 || Number.isInteger(v) ? whole.format(v) : trim(v.toFixed(digits(v)));
  };
  const trim = text => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  const millis = v =>
    !isNumber(v)
      ? '–'
      : v >= 10000
        ? trim((v / 1000).toFixed(2)) + ' s'
        : (v >= 1000 ? whole.format(v) : v.toFixed(digits(v))) + ' ms';
  // At an axis, where a number has to be short.
  const tick = v =>
    !isNumber(v)
      ? ''
      : v <= 0
        ? '0'
        : v >= 60000
          ? trim((v / 60000).toFixed(1)) + ' min'
          : v >= 1000
            ? trim((v / 1000).toFixed(1)) + ' s'
            : v >= 1
              ? trim(v.toFixed(1)) + ' ms'
              : trim((v * 1000).toFixed(1)) + ' µs';
  const percent = v => (isNumber(v) ? trim(v.toFixed(v < 1 && v > 0 ? 2 : v < 10 ? 1 : 0)) + ' %' : '–');
  const clock = seconds => {
    const s = Math.round(seconds);
    const two = n => String(n).padStart(2, '0');
    return s < 0
      ? '–' + clock(-s)
      : s < 3600
        ? Math.floor(s / 60) + ':' + two(s % 60)
        : Math.floor(s / 3600) + ':' + two(Math.floor(s / 60) % 60) + ':' + two(s % 60);
  };
  const span = seconds => (seconds >= 120 ? clock(seconds) + ' min' : trim(seconds.toFixed(1)) + ' s');
  // Text becomes text nodes: nothing in a result is ever read as HTML.
  const el = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter(child => child !== null && child !== undefined));
    return element;
  };
  return {isNumber, count, short, millis, tick, percent, clock, span, el};
})();
