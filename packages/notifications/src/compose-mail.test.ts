import { describe, expect, it } from "vitest";
import { composeMail } from "./compose-mail.ts";
import { NOTICE } from "./test/notice.ts";

describe("the e-mail about an operation's end", () => {
  it("says in words what ended how, and where the results are", () => {
    const { subject, text, html } = composeMail(NOTICE);
    expect(subject).toBe("[Longhaul] Completed: Invoices of May");
    expect(text).toBe(`Invoices of May has completed.

Status:    Completed
Type:      ProcessMiningAnalysis
Started:   2026-05-01 10:00:00 UTC
Ended:     2026-05-01 10:02:05 UTC
Duration:  2 minutes 5 seconds
Operation: op-1

Results: https://longhaul.example/api/t/p/async/operation/op-1/results
`);
    expect(html).toContain("Invoices of May has completed</h1>");
    expect(html).toContain('<a href="https://longhaul.example/api/t/p/async/operation/op-1/results"');
  });

  it("gives the reason and the phase of a failure", () => {
    const { text } = composeMail({ ...NOTICE, status: "Failed", reason: "no column\r\n'case'", phase: "Loading" });
    expect(text).toContain("Invoices of May has failed.");
    expect(text).toContain("Reason:    no column 'case'\nPhase:     Loading\n");
    expect(text).toContain("Details: https://");
  });

  it("leaves out what isn't known", () => {
    const { text, html } = composeMail({ ...NOTICE, url: null, startedAt: null, duration: null });
    expect(text).not.toMatch(/Results|Started|Duration/);
    expect(html).not.toContain("<a ");
  });

  it("keeps names from ending the subject, turning the writing round, or being markup", () => {
    const operationName = `May\r\nBcc: eve@example.com\u202E <script>alert("1")</script> & 'more'`;
    const { subject, text, html } = composeMail({ ...NOTICE, operationName, reason: "<img src=x>" });
    expect(subject).toBe(`[Longhaul] Completed: May Bcc: eve@example.com <script>alert("1")</script> & 'more'`);
    expect(text.split("\n")[0]).toContain("May Bcc: eve@example.com");
    expect(html).not.toMatch(/<script|<img|\u202E/);
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;");
  });

  it("cuts what is too long between characters, and leaves other writing alone", () => {
    const long = composeMail({ ...NOTICE, operationName: "👨‍👩‍👧".repeat(300) }).subject;
    expect(long).toBe(`[Longhaul] Completed: ${"👨‍👩‍👧".repeat(199)}…`);
    expect(composeMail({ ...NOTICE, operationName: "請求書 é" }).subject).toBe("[Longhaul] Completed: 請求書 é");
  });
});
