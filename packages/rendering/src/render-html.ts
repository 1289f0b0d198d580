import type { Block, Report } from "./report.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

const STYLE = `body{font:16px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;color:#1f2933;max-width:60rem;margin:0 auto;padding:2rem}
h1{color:#12355b;margin-bottom:0}h2{color:#12355b;border-bottom:2px solid #2f6fad;margin-top:2.5rem}nav ol{columns:2}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:1rem}.figures div{background:#eef4fa;padding:1rem}
.figures b{display:block;font-size:1.4rem;color:#12355b}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dde5;overflow-wrap:anywhere;vertical-align:top}
th{background:#12355b;color:#fff}figure{margin:1.5rem 0}figcaption{color:#52606d;font-size:.9rem}.bar{background:#2f6fad;height:.9rem}.chart td{border:0}
@media print{h2{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}}`;

function block(part: Block): string {
  switch (part.kind) {
    case "text":
      return `<p>${escape(part.text)}</p>`;
    case "figures":
      return `<div class="figures">${part.figures.map(({ label, value }) => `<div><b>${escape(value)}</b>${escape(label)}</div>`).join("")}</div>`;
    case "bars": {
      const longest = Math.max(0, ...part.bars.map((bar) => bar.value));
      const rows = part.bars.map(({ label, value, text }) => {
        const percent = longest > 0 ? ((value / longest) * 100).toFixed(1) : "0";
        return `<tr><td style="width:35%">${escape(label)}</td><td><div class="bar" style="width:${percent}%"></div></td><td style="width:15%">${escape(text)}</td></tr>`;
      });
      return `<figure><table class="chart">${rows.join("")}</table><figcaption>${escape(part.caption)}</figcaption></figure>`;
    }
    case "table": {
      const head = part.columns.map((name) => `<th>${escape(name)}</th>`).join("");
      const rows = part.rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`);
      return `<figure><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table><figcaption>${escape(part.caption)}</figcaption></figure>`;
    }
  }
}

/** The report as one HTML file that loads nothing and runs nothing. */
export function renderHtml(report: Report): string {
  const contents = report.sections.map(({ heading }, idx) => `<li><a href="#s${idx}">${escape(heading)}</a></li>`);
  const sections = report.sections.map(
    ({ heading, blocks }, idx) =>
      `<section><h2 id="s${idx}">${escape(heading)}</h2>${blocks.map(block).join("\n")}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(report.title)}</title><style>${STYLE}</style></head><body>
<h1>${escape(report.title)}</h1><p>${escape(report.subtitle)}<br>${escape(report.createdAt)}</p>
<nav><ol>${contents.join("")}</ol></nav>
${sections.join("\n")}
</body></html>
`;
}
