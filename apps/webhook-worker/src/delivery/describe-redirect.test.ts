import { expect, it } from "vitest";
import { describeRedirect } from "./describe-redirect.ts";

const URL_POSTED_TO = "https://app.example/hook?token=of-the-customer";
const told = (statusCode: number, location?: string) => describeRedirect({ statusCode, location }, URL_POSTED_TO);

it.each([
  [301, "https://www.app.example/hook?token=x", " to https://www.app.example;"],
  [302, "http://user:pw@127.0.0.1:8080/login", " to http://127.0.0.1:8080;"],
  [307, "/login?next=secret", " to another path of the same origin;"],
  [308, "//other.example/x", " to https://other.example;"],
  [303, "https://bücher.example/", " to https://xn--bcher-kva.example;"],
  [302, "javascript:alert(1)", "a redirect;"],
  [302, "http://[", "a redirect;"],
  [300, undefined, "a redirect;"],
  [304, "", "a redirect;"],
])("tells of a %i with the location %j no more than its origin", (status, location, part) => {
  const text = told(status, location);
  expect(text).toContain(part);
  expect(text).toMatch(new RegExp(`^the endpoint answered ${status}, a redirect`));
  expect(text).toContain("redirects are not followed");
  expect(text).not.toMatch(/token|user|pw|login|next/);
});

it("says nothing of other answers", () => {
  expect([200, 204, 299, 400, 404, 500].map((status) => told(status, "https://x.example/"))).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});
