import { logoUrl, paintOf } from "../report/brand.ts";
import { numberCaptions } from "../report/captions.ts";
import { alternativeText } from "../report/alternative-text.ts";
import { cellText, figureColumns } from "../report/cell-text.ts";
import { COLORS } from "../report/colors.ts";
import { drawChart } from "../charts/draw-chart.ts";
import { escapeMarkup as escape } from "../text/escape-markup.ts";
import { FontBook } from "../text/font-book.ts";
import { keepSigns } from "../text/keep-signs.ts";
import { readSvg } from "../charts/read-svg.ts";
import type { Block, KeyFigure, Report } from "../report/report.ts";
import { spokenSections } from "../report/spoken-sections.ts";
import { textsIn } from "../texts/report-texts.ts";
import type { ReportTexts } from "../texts/en.ts";
import { writeSvg } from "../charts/write-svg.ts";

const STYLE = `body{font:16px/1.5 "Noto Sans",system-ui,"Noto Sans CJK SC","Noto Sans CJK KR",sans-serif;color:#1f2933;margin:0;overflow-wrap:anywhere}
header{background:#12355b;color:#fff}header>div,main,footer{max-width:60rem;margin:0 auto;padding:2rem}header p{margin:.2rem 0}.kind{color:#b8d4ee;font-weight:700;text-transform:uppercase;letter-spacing:.05em;font-size:.85rem}
.logo{float:right;max-width:11rem;max-height:4rem;background:#fff;padding:.5rem}h1{margin:.3rem 0;overflow-wrap:anywhere}h2{color:#12355b;border-bottom:2px solid #2f6fad;margin-top:2.5rem;overflow-wrap:anywhere}nav ol{columns:2;padding-left:1.3rem}nav a{color:#2f6fad}:focus-visible{outline:3px solid #d9822b;outline-offset:2px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem;margin:1rem 0}.figures div{background:#eef4fa;padding:1rem}.figures b{display:block;font-size:1.4rem;color:#12355b}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dde5;overflow-wrap:break-word;max-width:24rem;vertical-align:top}.t{overflow-x:auto}th{background:#12355b;color:#fff;position:sticky;top:0}.n{text-align:right}td.n{white-space:nowrap}
figure{margin:1.5rem 0}.d{overflow-x:auto}.d,.t{background:linear-gradient(90deg,#fff 30%,#fff0) 0 0/3rem 100% no-repeat local,linear-gradient(270deg,#fff 30%,#fff0) 100% 0/3rem 100% no-repeat local,linear-gradient(90deg,#8298ab,#8298ab00) 0 0/.8rem 100% no-repeat scroll,linear-gradient(270deg,#8298ab,#8298ab00) 100% 0/.8rem 100% no-repeat scroll}figure svg{max-width:100%;max-height:60rem;height:auto;display:block;margin:0 auto;overflow:visible;box-sizing:border-box;padding:0 1rem}figcaption{color:#52606d;font-size:.9rem;margin-top:.4rem}
.advice{background:#eef4fa;border-left:5px solid #52606d;padding:.8rem 1.2rem;margin:1rem 0;break-inside:avoid}.advice.high{border-color:#b42318}.advice.medium{border-color:#d9822b}.priority{font-weight:700;font-size:.85rem;color:#52606d}.high .priority{color:#b42318}.medium .priority{color:#b35f0b}.advice h3{margin:.1rem 0;color:#12355b;font-size:1.05rem}.advice p{margin:.2rem 0}.advice .note{font-size:.9rem}.advice .evidence{color:#52606d;font-size:.9rem}
footer{color:#52606d;font-size:.85rem}@media(max-width:40rem){header>div,main,footer{padding:1.2rem}nav ol{columns:1}.figures{grid-template-columns:1fr 1fr;gap:.6rem}.figures div{padding:.7rem}.figures b{font-size:1.2rem}}td:first-child:not(.n){min-width:7.5rem}nav h2{font-size:1rem;border:0;margin:1.5rem 0 .3rem}@page{margin:14mm}@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{font-size:10.5pt}header>div,main,footer{max-width:none;padding:.8rem}h2,h3{break-after:avoid}h2{margin-top:1.6rem}p{orphans:3;widows:3}tr,figure:has(svg),.figures div{break-inside:avoid}figure svg{max-height:190mm}figcaption{break-before:avoid;font-size:9pt}table{font-size:8.5pt}.d,.t{overflow:visible;background:none}td,th{max-width:none}thead{display:table-header-group}th{position:static}}`;

function sentence(text: string): string {
  return escape(keepSigns(text));
}

/** Of a drawing, and in pixels what a printed page has room for. */
const LEAST_SCALE = { chart: 0.8, picture: 0.65 };
const MOST_LEAST_WIDTH = 640;

function figureTiles(figures: readonly KeyFigure[]): string {
  const tiles = figures.map(({ label, value }) => `<div><b>${escape(value.text)}</b>${escape(label)}</div>`);
  return tiles.length === 0 ? "" : `<div class="figures">${tiles.join("")}</div>`;
}

function render(part: Block, label: string, book: FontBook, texts: ReportTexts): string {
  switch (part.kind) {
    case "text":
      return `${part.lead === undefined ? "" : `<h3>${escape(part.lead)}</h3>`}<p>${sentence(part.text).replaceAll("\n", "<br>")}</p>`;
    case "figures":
      return figureTiles(part.figures);
    case "advice":
      return `<article class="advice ${escape(part.priority.toLowerCase())}"><p class="priority">${escape(texts.priority[part.priority])}</p><h3>${sentence(part.title)}</h3>${part.effect === "" ? "" : `<p>${sentence(part.effect)}</p>`}${part.notes.map((note) => `<p class="note">${sentence(note)}</p>`).join("")}<p class="evidence">${part.evidence.map(escape).join(" · ")}</p></article>`;
    case "chart":
    case "picture": {
      const drawing = part.kind === "chart" ? drawChart(part.chart, book, texts.number) : readSvg(part.svg);
      const reading = part.kind === "chart" ? (part.reading ?? []) : [];
      const says = reading.length === 0 ? "" : `<p>${escape(reading.join(" "))}</p>`;
      const svg = writeSvg(drawing, alternativeText(part, label, texts), null);
      const held = `<div style="min-width:${leastWidth(drawing.width, part.kind)}px">${svg}</div>`;
      return figure(scrolled("d", held, label), texts.caption(label, part.caption)) + says;
    }
    case "table": {
      const isNumber = figureColumns(part.columns.length, part.rows);
      const mark = (idx: number): string => (isNumber[idx] === true ? ' class="n"' : "");
      const head = part.columns
        .map((column, idx) => `<th scope="col"${mark(idx)}>${escape(column.label)}</th>`)
        .join("");
      const rows = part.rows.map(
        (row) => `<tr>${row.map((cell, idx) => `<td${mark(idx)}>${escape(cellText(cell))}</td>`).join("")}</tr>`,
      );
      return figure(
        scrolled("t", `<table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`, label),
        texts.caption(label, part.caption),
      );
    }
  }
}

/** So wide a drawing stays on a phone, where it is moved sideways, that its texts can be read. */
function leastWidth(width: number, kind: keyof typeof LEAST_SCALE): number {
  return Math.round(Math.min(LEAST_SCALE[kind] * width, MOST_LEAST_WIDTH));
}

/** What may be wider than the window, moved sideways by touch, mouse or keys. */
function scrolled(kind: "d" | "t", content: string, label: string): string {
  return `<div class="${kind}" role="region" tabindex="0" aria-label="${escape(label)}">${content}</div>`;
}

function figure(content: string, caption: string): string {
  return `<figure>${content}<figcaption>${escape(caption)}</figcaption></figure>`;
}

/** The style in the colours of the report. */
function styleOf(report: Report): string {
  const paint = paintOf(report);
  return [COLORS.navy, COLORS.blue, COLORS.onCover].reduce(
    (style, color) => style.replaceAll(color, paint(color)),
    STYLE,
  );
}

/** The report as one HTML file that loads nothing and runs nothing. */
export function renderHtml(report: Report): string {
  const book = new FontBook();
  const [style, logo] = [styleOf(report), logoUrl(report)];
  const company = report.brand?.company;
  const texts = textsIn(report.language);
  const captions = numberCaptions(report);
  const contents = report.sections.map(({ heading }, idx) => `<li><a href="#s${idx}">${escape(heading)}</a></li>`);
  const sections = report.sections.map(
    ({ heading, blocks }, section) =>
      `<section><h2 id="s${section}">${escape(heading)}</h2>${blocks.map((part, idx) => render(part, captions[section]?.[idx] ?? "", book, texts)).join("\n")}</section>`,
  );
  const spoken = spokenSections(report.sections);
  return `<!doctype html>
<html lang="${report.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${logo === null ? "" : "; img-src data:"}">
<title>${escape(report.title)}</title><style>${style}</style></head><body>
<header><div>${logo === null ? "" : `<img class="logo" alt="${escape(company ?? "")}" src="${logo}">`}${company === undefined ? "" : `<p>${escape(company)}</p>`}<p class="kind">${escape(report.kind)}</p><h1>${escape(report.title)}</h1><p>${escape(report.subtitle)}</p><p class="kind">${escape(texts.day(report.createdAt))}</p></div></header>
<main>${figureTiles(report.figures)}
${sections.slice(0, spoken).join("\n")}
<nav aria-label="${escape(texts.contents)}"><h2>${escape(texts.contents)}</h2><ol>${contents.join("")}</ol></nav>
${sections.slice(spoken).join("\n")}
</main></body></html>
`;
}
