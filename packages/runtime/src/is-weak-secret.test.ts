import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isWeakSecret } from "./is-weak-secret.ts";

describe("a secret", () => {
  it.each([
    "a".repeat(64),
    "ab".repeat(20),
    "0123456789".repeat(4),
    "correct horse ".repeat(3),
    "changeme-changeme-in-production-please",
    "CHANGE_ME_0f3a9c2b7d1e4f5a6b8c9d0e1f2a3b",
    "please-replace-with-a-long-random-string",
    "my-super-secret-jwt-signing-key-2026-xyz",
    "P@ssw0rd-password-1234567890-qwertyuiop",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    Buffer.alloc(32),
    Buffer.alloc(32, 7),
    Buffer.from("0102030405060708".repeat(4), "hex"),
    Buffer.from(Array.from({ length: 32 }, (_, place) => place)),
    Buffer.from("a".repeat(16) + "b".repeat(16)),
  ])("is weak: %s", (secret) => {
    expect(isWeakSecret(secret)).toBe(true);
  });

  it("is strong when chance made it, in any of the forms that openssl gives", () => {
    for (let time = 0; time < 2_000; time++) {
      const bytes = randomBytes(32);
      const forms = [bytes, bytes.toString("hex"), bytes.toString("base64"), bytes.toString("base64url")];
      expect(forms.filter(isWeakSecret)).toEqual([]);
    }
  });
});
