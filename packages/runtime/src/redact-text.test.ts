import { describe, expect, it } from "vitest";
import { isSecretKey, redactText } from "./redact-text.ts";

describe("redactText", () => {
  it.each([
    ["redis://:s3cr3t@host:6379/0", "redis://[redacted]@host:6379/0"],
    ["postgresql://u:p@ss:w@host/db?sslmode=require", "postgresql://[redacted]@host/db?sslmode=require"],
    ["see https://h/downloads/abc.def-123/map.svg now", "see https://h/downloads/[redacted]/map.svg now"],
    ["/x?page=2&X-Amz-Signature=ab12&a=1", "/x?page=2&X-Amz-Signature=[redacted]&a=1"],
    ["sent authorization: Bearer abc.def.ghi", "sent authorization: Bearer [redacted]"],
    ["://user:pw@host", "://[redacted]@host"],
    ["1http://u:p@host", "1http://[redacted]@host"],
    ["/x?to=http://h?access_token=ab?cd&a=1", "/x?to=http://h?access_token=[redacted]&a=1"],
    ["x-eyJhbGciOi.eyJzdWIi.c2lnbmF0", "x-[redacted]"],
    ["jwt eyJhbGciOi.eyJzdWIi.c2lnbmF0 end", "jwt [redacted] end"],
    ["key whsec_MfKQ9r8GKYqrTwjU/+= end", "key [redacted] end"],
  ])("takes the secret out of %s", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    "https://example.com/a?mail=someone@example.com",
    "https://example.com/@someone",
    "basic plan, bearer of news",
    "op-6f1c2f0e-0000-4000-8000-000000000000 is Running",
  ])("leaves %s alone", (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe("isSecretKey", () => {
  it.each(["Authorization", "set-cookie", "webhookSecret", "webhook-signature", "apiKey", "x-api-key", "DB_PASSWORD"])(
    "holds for %s",
    (key) => {
      expect(isSecretKey(key)).toBe(true);
    },
  );

  it.each(["operationId", "key", "idempotency-key", "path", "author"])("does not hold for %s", (key) => {
    expect(isSecretKey(key)).toBe(false);
  });
});
