// As much Markdown as runbooks use.

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** Where a link leads in this viewer. */
export function address(url) {
  const runbook = /(?:^|\/gatehouse-runbooks\/)(\w+)\.md$/.exec(url);
  return runbook ? `/runbook/${runbook[1]}` : /^(https?:|\/)/.test(url) ? url : '#';
}

const inline = (text) =>
  escape(text)
    .split(/(`[^`]+`)/)
    .map((part) => part.startsWith('`') ? `<code>${part.slice(1, -1)}</code>` : part
      .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label, url) => `<a href="${address(url)}">${label}</a>`)
      .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
      .replace(/\*([^*]+)\*/g, '<em>$1</em>'))
    .join('');

export function html(markdown) {
  return markdown.trim().split(/\n{2,}/).map(block).join('\n');
}

function block(text) {
  const lines = text.split('\n');
  const heading = /^(#+) (.*)/.exec(text);
  if (heading) return `<h${heading[1].length}>${inline(heading[2])}</h${heading[1].length}>` + (lines.length > 1 ? block(lines.slice(1).join('\n')) : '');
  if (/^( {4}|```)/.test(text)) return `<pre>${escape(text.replace(/^```.*\n?/gm, '').replace(/^ {4}/gm, ''))}</pre>`;
  if (/^[-*] |^\d+\. /.test(text)) {
    const items = text.split(/\n(?=[-*] |\d+\. )/).map((item) => `<li>${inline(item.replace(/^([-*]|\d+\.) /, ''))}</li>`);
    const list = /^\d/.test(text) ? 'ol' : 'ul';
    return `<${list}>${items.join('')}</${list}>`;
  }
  if (lines[0].startsWith('|')) {
    const row = (line, cell) => `<tr>${line.slice(1, line.lastIndexOf('|')).split('|').map((of) => `<${cell}>${inline(of.trim())}</${cell}>`).join('')}</tr>`;
    return `<table><thead>${row(lines[0], 'th')}</thead><tbody>${lines.slice(2).map((line) => row(line, 'td')).join('')}</tbody></table>`;
  }
  return `<p>${inline(text)}</p>`;
}
