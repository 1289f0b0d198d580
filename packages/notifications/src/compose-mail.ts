import { describeNotice } from "./describe-notice.ts";
import type { EndStatus, OperationNotice } from "./operation-notice.ts";

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const COLOURS: Readonly<Record<EndStatus, string>> = {
  Completed: "#1a7f37",
  Failed: "#b42318",
  Cancelled: "#57606a",
  Timeout: "#9a6700",
};

/** The e-mail about a notice. Every value is escaped in the HTML; the subject is one line. */
export function composeMail(notice: OperationNotice): MailText {
  const { name, headline, facts, linkLabel } = describeNotice(notice);
  const width = Math.max(...facts.map(([label]) => label.length)) + 2;
  const lines = facts.map(([label, value]) => `${`${label}:`.padEnd(width)}${value}`);
  const link = notice.url === null ? [] : ["", `${linkLabel}: ${notice.url}`];
  return {
    subject: `[Longhaul] ${notice.status}: ${name}`,
    text: [`${headline}.`, "", ...lines, ...link, ""].join("\n"),
    html: composeHtml(notice, headline, facts, linkLabel),
  };
}

function composeHtml(
  notice: OperationNotice,
  headline: string,
  facts: readonly (readonly [string, string])[],
  linkLabel: string,
): string {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#57606a;vertical-align:top">${escapeHtml(label)}</td>` +
      `<td style="padding:4px 0;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`,
  );
  const link =
    notice.url === null
      ? ""
      : `<p style="margin:24px 0 0"><a href="${escapeHtml(notice.url)}" style="color:#0b57d0">${escapeHtml(linkLabel)}</a></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(headline)}</title></head>
<body style="margin:0;padding:24px;font:15px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1f2328">
<div style="max-width:600px;border-top:4px solid ${COLOURS[notice.status]};padding-top:16px">
<h1 style="margin:0 0 16px;font-size:20px">${escapeHtml(headline)}</h1>
<table role="presentation" style="border-collapse:collapse">${rows.join("\n")}</table>
${link}
</div></body></html>
`;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? "");
}
