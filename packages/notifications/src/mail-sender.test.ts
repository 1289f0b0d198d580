import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMailSender, type MailSender } from "./index.ts";
import { NOTICE } from "./test/notice.ts";
import { hangMs, startMailServer, type MailServer } from "@longhaul/testing";

const from = "Longhaul <longhaul@example.com>";

describe("the e-mail sender", () => {
  let server: MailServer;
  let sender: MailSender;
  beforeAll(async () => {
    server = await startMailServer();
    sender = createMailSender({ smtpUrl: server.url, from, timeoutMs: hangMs() });
  });
  afterAll(() => server.close());
  const last = (): string => server.mails.at(-1)?.source ?? "";

  it("sends text and HTML with a Message-ID that a second copy has too", async () => {
    const to = ["ann@example.com", "bob@example.com"];
    expect(await sender.send("id-1", NOTICE, to)).toEqual({ kind: "sent" });
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({ from: "longhaul@example.com", to });
    expect(last()).toMatch(/^Subject: \[Longhaul\] Completed: Invoices of May\r$/m);
    expect(last()).toMatch(/^Message-ID: <id-1@longhaul>\r$/m);
    expect(last()).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(last()).toMatch(/^Content-Type: multipart\/alternative/m);
    expect(last()).toMatch(/^Content-Type: text\/plain/m);
    expect(last()).toMatch(/^Content-Type: text\/html/m);
  });

  it("lets no name or address add a header or a recipient", async () => {
    const operationName = "May\r\nBcc: eve@example.com\r\n\r\nhello";
    const to = [
      "ann@example.com",
      "bob@example.com\r\nBcc: eve@example.com",
      "x@y.example, eve@example.com",
      "no address",
    ];
    expect(await sender.send("id-2\r\n", { ...NOTICE, operationName }, to)).toEqual({ kind: "sent" });
    expect(server.mails.at(-1)?.to).toEqual(["ann@example.com"]);
    expect(last().split("\r\n\r\n")[0]).not.toMatch(/^(Bcc|hello)/m);
    expect(await sender.send("id-3", NOTICE, ["a@b\nc"])).toMatchObject({ kind: "rejected" });
  });

  it("tries again what was refused for now, for those who haven't got it", async () => {
    server.refuse("bob@example.com", "450 4.2.0 greylisted");
    const outcome = await sender.send("id-4", NOTICE, ["ann@example.com", "bob@example.com"]);
    expect(outcome).toMatchObject({ kind: "retry", remaining: ["bob@example.com"] });
    expect(outcome).toMatchObject({ error: expect.stringContaining("450 4.2.0 greylisted") });
    expect(server.mails.at(-1)?.to).toEqual(["ann@example.com"]);
    expect(await sender.send("id-4", NOTICE, ["bob@example.com"])).toMatchObject({ kind: "retry" });
    server.refuse("bob@example.com", null);
    server.refuseNext("451 try later");
    expect(await sender.send("id-4", NOTICE, ["bob@example.com"])).toEqual({
      kind: "retry",
      error: "the mail server answered 451 try later",
    });
    expect(await sender.send("id-4", NOTICE, ["bob@example.com"])).toEqual({ kind: "sent" });
  });

  it("gives up what was refused for good, and says so of an address among others", async () => {
    server.refuse("gone@example.com", "550 no such user");
    expect(await sender.send("id-5", NOTICE, ["gone@example.com"])).toEqual({
      kind: "rejected",
      error: "gone@example.com: the mail server answered 550 no such user",
    });
    expect(await sender.send("id-5", NOTICE, ["gone@example.com", "ann@example.com"])).toEqual({
      kind: "sent",
      note: "gone@example.com: the mail server answered 550 no such user",
    });
    server.refuseNext("554 that is spam");
    expect(await sender.send("id-5", NOTICE, ["ann@example.com"])).toMatchObject({ kind: "rejected" });
  });

  it("waits no longer than its timeout, and names no server that isn't there", async () => {
    const hasty = createMailSender({ smtpUrl: server.url, from, timeoutMs: 300 });
    server.hangNext();
    const late = { kind: "retry", error: "the mail server could not be reached (ETIMEDOUT)" };
    expect(await hasty.send("id-6", NOTICE, ["ann@example.com"])).toEqual(late);
    const nowhere = createMailSender({ smtpUrl: "smtp://ann:hush@127.0.0.1:1", from, timeoutMs: hangMs() });
    const outcome = await nowhere.send("id-6", NOTICE, ["ann@example.com"]);
    expect(outcome).toMatchObject({ kind: "retry" });
    expect(JSON.stringify(outcome)).not.toMatch(/127\.0\.0\.1|hush/);
  });
});
