import { parseAllowList } from "@longhaul/domain";
import { PRIVATE_HOSTS } from "@longhaul/testing";
import Joi from "joi";
import { describe, expect, it } from "vitest";
import { validateBody } from "./validation-faults.ts";
import { targetUrlSchema } from "./target-url.ts";

/** The URL as it is kept, or what is wrong with it. */
const judge = (url: string, allowed = ""): string => {
  const schema = Joi.object<{ readonly webhookUrl: string }>({ webhookUrl: targetUrlSchema(parseAllowList(allowed)) });
  const judged = validateBody(schema, { webhookUrl: url });
  return judged.ok
    ? judged.value.webhookUrl
    : judged.faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join();
};

describe("an address of deliveries", () => {
  it.each([
    ["https://app.example/hook?a=1&b=%20#x", "https://app.example/hook?a=1&b=%20#x"],
    ["https://app.example", "https://app.example"],
    ["HTTPS://APP.Example:443/Hook", "https://app.example/Hook"],
    ["http://Bücher.example/straße?ß", "http://xn--bcher-kva.example/stra%C3%9Fe?%C3%9F"],
    ["https://例え.テスト", "https://xn--r8jz45g.xn--zckzah/"],
    ["http://xn--bcher-kva.example:8080/", "http://xn--bcher-kva.example:8080/"],
    ["https://1.1.1.1/a|b[c]", "https://1.1.1.1/a|b[c]"],
    ["http://16843009/", "http://1.1.1.1/"],
    ["http://[2606:4700:4700:0::1111]/", "http://[2606:4700:4700::1111]/"],
    ["https://localhost.example/", "https://localhost.example/"],
    ["https://app.example/a/../b", "https://app.example/b"],
  ])("%s is kept as %s", (url, kept) => {
    expect(judge(url)).toBe(kept);
    expect(judge(judge(url))).toBe(kept);
  });

  it.each([
    "",
    "app.example/hook",
    "ftp://app.example/",
    "javascript:alert(1)",
    "https:app.example",
    "https:/app.example",
    "https:///app.example",
    "https://",
    "https://?x",
    "https://a b.example/",
    " https://app.example/",
    "https://app.example/\n",
    "https:\\\\app.example",
    "https://app.example:99999/",
    "https://app.example:x/",
    "https://[::1",
    "http://[fe80::1%25eth0]/",
    "http://256.256.256.256/",
    "http://app_.exa%00mple/",
  ])("%j is none", (url) => {
    expect(judge(url)).toMatch(/^\/webhookUrl: /);
  });

  it.each([
    "http://user@app.example/",
    "http://user:pw@app.example/",
    "http://:pw@app.example/",
    "http://u%40:p@1.1.1.1/",
  ])("%s must not hold a user or password", (url) => {
    expect(judge(url)).toMatch(/must not contain a user or password/);
  });

  it.each(PRIVATE_HOSTS)("can't be %s: %s", (host) => {
    for (const scheme of ["http", "HTTPS"]) {
      expect(judge(`${scheme}://${host}:8080/hook`)).toMatch(
        /^\/webhookUrl: webhookUrl must not lead to \S+: deliveries reach public addresses only$/,
      );
    }
  });

  it("may be one that the deployment allows, and the others are told what those are", () => {
    for (const host of ["127.0.0.1", "0x7f000001", "LOCALHOST", "a.localhost", "[::1]", "[::ffff:127.0.0.1]"]) {
      expect(judge(`http://${host}/`, "loopback")).toMatch(/^http:/);
    }
    expect(judge("http://10.1.2.3/", "10.0.0.0/8")).toBe("http://10.1.2.3/");
    expect(judge("http://192.168.0.1/", "loopback")).toBe(
      "/webhookUrl: webhookUrl must not lead to 192.168.0.1: deliveries reach public addresses only, and here also 127.0.0.0/8, ::1/128",
    );
    expect(judge("http://localhost/", "10.0.0.0/8")).toMatch(/must not lead to localhost/);
  });

  it("has a bounded length, before and after it was encoded", () => {
    const url = `https://app.example/${"a".repeat(2000)}`;
    expect(judge(url)).toMatch(/2000/);
    expect(judge(`https://app.example/${"ü".repeat(1000)}`)).toMatch(/2000/);
    expect(judge(url.slice(0, 2000))).toBe(url.slice(0, 2000));
  });
});
