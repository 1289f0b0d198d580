import { generateKeyPairSync, sign } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { unwrapWebhook, verifyWebhook, WebhookVerificationError, type WebhookVerificationReason } from "../index.ts";

const BODY =
  '{"id":"evt-1","type":"operation.completed","timestamp":"2026-11-24T12:00:00Z","sequence":3,"data":{"a":"€"}}';
const now = new Date("2026-11-24T12:00:00Z");
const timestamp = String(now.getTime() / 1000);

const PLAIN = "your-webhook-secret-key";
const WHSEC = `whsec_${Buffer.alloc(24, 5).toString("base64")}`;

/** Signed by another implementation than ours. */
function signedWith(webhook: Webhook, body = BODY, at = now): Record<string, string> {
  return {
    "webhook-id": "evt-1",
    "webhook-timestamp": String(at.getTime() / 1000),
    "webhook-signature": webhook.sign("evt-1", at, body),
  };
}
const plainHeaders = () => signedWith(new Webhook(PLAIN, { format: "raw" }));

function ed25519() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const signature = sign(null, Buffer.from(`evt-1.${timestamp}.${BODY}`), privateKey).toString("base64");
  return {
    publicKey: `whpk_${raw.toString("base64")}`,
    headers: { "webhook-id": "evt-1", "webhook-timestamp": timestamp, "webhook-signature": `v1a,${signature}` },
  };
}

function reasonOf(verifying: () => unknown): WebhookVerificationReason | null {
  try {
    verifying();
    return null;
  } catch (err) {
    if (err instanceof WebhookVerificationError) return err.reason;
    throw err;
  }
}

describe("verifyWebhook", () => {
  it("accepts the fixed vector of Standard Webhooks", () => {
    const headers = {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };
    const options = { now: new Date(1_614_265_330_000) };
    const event = verifyWebhook(headers, '{"test": 2432232314}', "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", options);
    expect(event).toEqual({ test: 2_432_232_314 });
  });

  it("accepts what the standardwebhooks package signed, of plain secrets and whsec_ ones", () => {
    expect(verifyWebhook(plainHeaders(), BODY, PLAIN, { now })).toEqual(JSON.parse(BODY));
    expect(verifyWebhook(signedWith(new Webhook(WHSEC)), Buffer.from(BODY), WHSEC, { now })).toEqual(JSON.parse(BODY));
  });

  it("accepts what the key of a project signed", () => {
    const { publicKey, headers } = ed25519();
    expect(verifyWebhook(headers, BODY, publicKey, { now })).toEqual(JSON.parse(BODY));
    expect(reasonOf(() => verifyWebhook(headers, BODY, ed25519().publicKey, { now }))).toBe("no_matching_signature");
  });

  it("takes headers of fetch, of Node and in any case", () => {
    const headers = plainHeaders();
    expect(verifyWebhook(new Headers(headers), BODY, PLAIN, { now }).id).toBe("evt-1");
    const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(verifyWebhook(upper, BODY, PLAIN, { now }).id).toBe("evt-1");
  });

  it("needs one signature of several and one key of several to fit", () => {
    const headers = plainHeaders();
    const rotated = {
      ...headers,
      "webhook-signature": `v1,${Buffer.alloc(32).toString("base64")} v2,x ${headers["webhook-signature"]}`,
    };
    expect(verifyWebhook(rotated, BODY, ["another secret", PLAIN], { now }).id).toBe("evt-1");
    expect(reasonOf(() => verifyWebhook(rotated, BODY, ["another secret"], { now }))).toBe("no_matching_signature");
    expect(reasonOf(() => verifyWebhook(rotated, BODY, [], { now }))).toBe("no_matching_signature");
  });

  it.each<[string, WebhookVerificationReason, (headers: Record<string, string>) => unknown]>([
    ["a body that was changed", "no_matching_signature", (h) => verifyWebhook(h, `${BODY} `, PLAIN, { now })],
    [
      "another id",
      "no_matching_signature",
      (h) => verifyWebhook({ ...h, "webhook-id": "evt-2" }, BODY, PLAIN, { now }),
    ],
    [
      "another time",
      "no_matching_signature",
      (h) => verifyWebhook({ ...h, "webhook-timestamp": String(Number(timestamp) + 1) }, BODY, PLAIN, { now }),
    ],
    [
      "a signature cut short",
      "no_matching_signature",
      (h) =>
        verifyWebhook({ ...h, "webhook-signature": (h["webhook-signature"] ?? "").slice(0, 20) }, BODY, PLAIN, { now }),
    ],
    [
      "an HMAC passed off as v1a",
      "no_matching_signature",
      (h) =>
        verifyWebhook(
          { ...h, "webhook-signature": (h["webhook-signature"] ?? "").replace("v1,", "v1a,") },
          BODY,
          PLAIN,
          { now },
        ),
    ],
    ["no signature", "missing_headers", (h) => verifyWebhook({ ...h, "webhook-signature": "" }, BODY, PLAIN, { now })],
    ["no header at all", "missing_headers", () => verifyWebhook({}, BODY, PLAIN, { now })],
    [
      "nonsense for a time",
      "missing_headers",
      (h) => verifyWebhook({ ...h, "webhook-timestamp": "now" }, BODY, PLAIN, { now }),
    ],
    ["a replay", "outside_tolerance", (h) => verifyWebhook(h, BODY, PLAIN, { now: new Date(now.getTime() + 301_000) })],
    [
      "a time to come",
      "outside_tolerance",
      (h) => verifyWebhook(h, BODY, PLAIN, { now: new Date(now.getTime() - 301_000) }),
    ],
    ["an empty secret", "bad_key", (h) => verifyWebhook(h, BODY, "", { now })],
    ["a public key that is none", "bad_key", (h) => verifyWebhook(h, BODY, "whpk_abc", { now })],
  ])("refuses %s: %s", (_what, reason, verifying) => {
    expect(reasonOf(() => verifying(plainHeaders()))).toBe(reason);
  });

  it("is what unwrapWebhook does by Web Cryptography, for secrets, whsec_ ones and public keys", async () => {
    const { publicKey, headers } = ed25519();
    const event: unknown = JSON.parse(BODY);
    expect(await unwrapWebhook(plainHeaders(), BODY, ["another", PLAIN], { now })).toEqual(event);
    expect(await unwrapWebhook(signedWith(new Webhook(WHSEC)), Buffer.from(BODY), WHSEC, { now })).toEqual(event);
    expect(await unwrapWebhook(headers, BODY, publicKey, { now })).toEqual(event);
    for (const [of, body, key, reason] of [
      [plainHeaders(), `${BODY} `, PLAIN, "no_matching_signature"],
      [headers, BODY, ed25519().publicKey, "no_matching_signature"],
      [headers, BODY, PLAIN, "no_matching_signature"],
      [plainHeaders(), BODY, "", "bad_key"],
      [plainHeaders(), BODY, "whsec_???", "bad_key"],
      [{}, BODY, PLAIN, "missing_headers"],
      [signedWith(new Webhook(PLAIN, { format: "raw" }), "[1]"), "[1]", PLAIN, "bad_body"],
    ] as const)
      await expect(unwrapWebhook(of, body, key, { now })).rejects.toMatchObject({ reason });
  });

  it("refuses a body that is signed but no event", () => {
    const of = (body: string) => () =>
      verifyWebhook(signedWith(new Webhook(PLAIN, { format: "raw" }), body), body, PLAIN, { now });
    expect(reasonOf(of("not JSON"))).toBe("bad_body");
    expect(reasonOf(of("[1]"))).toBe("bad_body");
  });

  it("takes an attempt of any age when told so", () => {
    const later = { now: new Date(now.getTime() + 3_600_000), toleranceSec: 7200 };
    expect(verifyWebhook(plainHeaders(), BODY, PLAIN, later).sequence).toBe(3);
  });
});
