import { createHmac, createPublicKey, verify } from "node:crypto";
import {
  callbackSecretContext,
  createSecretBox,
  deriveProjectKey,
  deriveProjectSecret,
  publicKeyText,
} from "@longhaul/db";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { createDeliverySigner, type SignableDelivery } from "./delivery-signer.ts";

const currentKey = Buffer.alloc(32, 1);
const oldKey = Buffer.alloc(32, 2);
const keys: Buffer[] = [currentKey, oldKey];
const box = createSecretBox(keys);
const project = { tenantId: "880e8400-e29b-41d4-a716-446655440000", projectId: "990e8400-e29b-41d4-a716-446655440000" };
const now = new Date();

const signerOf = (callbackSigning: "ed25519" | "hmac" = "ed25519", secretsKeys: readonly Buffer[] = keys) =>
  createDeliverySigner({ secretBox: box, secretsKeys, callbackSigning });

function delivery(changes: Partial<SignableDelivery> = {}): SignableDelivery {
  return {
    ...project,
    destination: "webhook:wh-1",
    eventId: "evt-1",
    body: '{"naïve":"€"}',
    webhook: null,
    ...changes,
  };
}
function webhookWith(secret: string, ...previous: readonly string[]): SignableDelivery["webhook"] {
  return {
    id: "wh-1",
    secret: box.seal(secret, "wh-1"),
    previousSecrets: previous.map((item) => box.seal(item, "wh-1")),
    headers: {},
  };
}

describe("signatures of a webhook with a secret", () => {
  it("reproduce the fixed vector", () => {
    const headers = signerOf()(
      delivery({
        eventId: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        body: '{"test": 2432232314}',
        webhook: webhookWith("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
      }),
      new Date(1_614_265_330_000),
    );
    expect(headers).toMatchObject({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("are accepted by the standardwebhooks package, of plain secrets and whsec_ ones", () => {
    const plain = signerOf()(delivery({ webhook: webhookWith("a plain secret") }), now);
    expect(new Webhook("a plain secret", { format: "raw" }).verify(delivery().body, plain)).toEqual({ naïve: "€" });
    const secret = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
    const whsec = signerOf()(delivery({ webhook: webhookWith(secret) }), now);
    expect(new Webhook(secret).verify(delivery().body, whsec)).toEqual({ naïve: "€" });
    expect(() => new Webhook(secret).verify(`${delivery().body} `, whsec)).toThrow("No matching signature");
  });

  it("come with X-Signature over the body alone", () => {
    const headers = signerOf()(delivery({ webhook: webhookWith("a plain secret") }), now);
    const expected = createHmac("sha256", "a plain secret").update(delivery().body).digest("hex");
    expect(headers["x-signature"]).toBe(`sha256=${expected}`);
    expect(headers).not.toHaveProperty("x-signature-previous");
  });

  it.each([
    ["one secret", ["the old secret"]],
    ["three secrets", ["the old secret", "an older secret", "the oldest secret"]],
  ])("are made with the current and %s before it while those sign too", (_what, previous) => {
    const headers = signerOf()(delivery({ webhook: webhookWith("the new secret", ...previous) }), now);
    for (const secret of ["the new secret", ...previous]) {
      expect(new Webhook(secret, { format: "raw" }).verify(delivery().body, headers)).toEqual({ naïve: "€" });
    }
    const old = previous.map((secret) => createHmac("sha256", secret).update(delivery().body).digest("hex"));
    expect(headers["x-signature-previous"]).toBe(old.map((hex) => `sha256=${hex}`).join(", "));
  });

  it("can't be made when the secret's key is gone", () => {
    const elsewhere = createDeliverySigner({
      secretBox: createSecretBox([Buffer.alloc(32, 9)]),
      secretsKeys: keys,
      callbackSigning: "ed25519",
    });
    expect(() => elsewhere(delivery({ webhook: webhookWith("a plain secret") }), now)).toThrow("not configured");
  });
});

describe("signatures of callbacks", () => {
  it("are made with the project's key, and the one before, and verified by what is published", () => {
    const headers = signerOf()(delivery(), now);
    const signatures = (headers["webhook-signature"] ?? "").split(" ");
    expect(signatures).toHaveLength(2);
    const content = Buffer.from(`evt-1.${headers["webhook-timestamp"]}.${delivery().body}`);
    for (const [index, key] of [currentKey, oldKey].entries()) {
      const published = publicKeyText(deriveProjectKey(key, project)).replace("whpk_", "");
      const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(published, "base64")]);
      const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
      const [version, signature] = (signatures[index] ?? "").split(",");
      expect(version).toBe("v1a");
      expect(verify(null, content, publicKey, Buffer.from(signature ?? "", "base64"))).toBe(true);
    }
    expect(headers).not.toHaveProperty("x-signature");
  });

  it("differ between projects", () => {
    const sign = signerOf();
    const other = sign(delivery({ projectId: project.tenantId }), now);
    expect(other["webhook-signature"]).not.toBe(sign(delivery(), now)["webhook-signature"]);
  });

  it("are HMACs of a secret of the project where the deployment chose that", () => {
    const headers = signerOf("hmac", [currentKey])(delivery(), now);
    const secret = deriveProjectSecret(currentKey, project);
    expect(new Webhook(secret).verify(delivery().body, headers)).toEqual({ naïve: "€" });
    expect(headers["x-signature"]).toMatch(/^sha256=[0-9a-f]{64}$/);
  });

  it("are made with the secrets that the project was given, too, or instead of the deployment's HMAC", () => {
    const given = ["the new secret", "the old secret"].map((secret) =>
      box.seal(secret, callbackSecretContext(project)),
    );
    const beside = signerOf()(delivery(), now, given);
    const instead = signerOf("hmac")(delivery(), now, given);
    for (const secret of ["the new secret", "the old secret"]) {
      for (const headers of [beside, instead]) {
        expect(new Webhook(secret, { format: "raw" }).verify(delivery().body, headers)).toEqual({ naïve: "€" });
      }
    }
    expect(beside["webhook-signature"]).toContain(signerOf()(delivery(), now)["webhook-signature"]);
    expect(() => new Webhook(deriveProjectSecret(currentKey, project)).verify(delivery().body, instead)).toThrow(
      "No matching signature",
    );
    const elsewhere = [box.seal("the new secret", callbackSecretContext({ ...project, projectId: project.tenantId }))];
    expect(() => signerOf()(delivery(), now, elsewhere)).toThrow("unable to authenticate");
  });
});
