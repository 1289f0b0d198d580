import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthenticator } from "./authenticator.ts";
import { remoteKeys } from "./remote-keys.ts";

const SECRET = "a secret of at least thirty-two bytes";
const TENANT = "880E8400-e29b-41d4-a716-446655440000";
const tenants = { [TENANT]: { projects: ["AA0E8400-e29b-41d4-a716-446655440000"], role: "member" } };
const none = { secret: undefined, jwksUrl: undefined, issuer: undefined, audience: undefined };

describe("bearer tokens", () => {
  let server: Server;
  let jwksUrl: string;
  const keys: Record<string, CryptoKey> = {};
  let publicPem: string;
  let keySetText: string;

  beforeAll(async () => {
    const published: JWK[] = [];
    for (const alg of ["RS256", "ES256", "EdDSA"]) {
      const pair = await generateKeyPair(alg);
      keys[alg] = pair.privateKey;
      published.push({ ...(await exportJWK(pair.publicKey)), kid: alg, alg });
      if (alg === "RS256") publicPem = await exportSPKI(pair.publicKey);
    }
    keySetText = JSON.stringify({ keys: published });
    server = createServer((_req, res) => res.end(keySetText)).listen(0, "127.0.0.1");
    await once(server, "listening");
    jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => server.close());

  const signed = (
    alg: string,
    key: CryptoKey | Uint8Array,
    claims: Record<string, unknown> = { tenants },
  ): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg, kid: alg })
      .setSubject("ann")
      .setExpirationTime("1h")
      .setIssuer("issuer")
      .sign(key);
  const secretKey = new TextEncoder().encode(SECRET);

  it("are verified by secret or by key set, whichever the deployment has", async () => {
    const both = createAuthenticator({ ...none, secret: SECRET, jwksUrl });
    for (const alg of ["RS256", "ES256", "EdDSA"] as const) {
      const key = keys[alg];
      if (key === undefined) throw new Error("no key");
      expect((await both(await signed(alg, key))).subject).toBe("ann");
    }
    const principal = await both(await signed("HS256", secretKey));
    expect([...principal.tenants]).toEqual([
      [TENANT.toLowerCase(), { projects: ["aa0e8400-e29b-41d4-a716-446655440000"], role: "member" }],
    ]);
    const ofIssuer = createAuthenticator({ ...none, secret: SECRET, issuer: "other" });
    await expect(ofIssuer(await signed("HS256", secretKey))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("of the identity provider are those that it issued for this service", async () => {
    const { ES256: key } = keys;
    if (key === undefined) throw new Error("no key");
    const provider = { issuers: ["issuer"], resource: "urn:api", keys: remoteKeys(new URL(jwksUrl)) };
    const authenticate = createAuthenticator({ ...none, secret: SECRET }, provider);
    expect((await authenticate(await signed("ES256", key, { tenants, aud: "urn:api" }))).subject).toBe("ann");
    const forOthers = [
      [authenticate, { tenants, aud: "urn:another" }],
      [authenticate, { tenants }],
      [createAuthenticator(none, { ...provider, issuers: ["another"] }), { tenants, aud: "urn:api" }],
      [createAuthenticator({ ...none, audience: "longhaul" }, provider), { tenants, aud: "urn:api" }],
    ] as const;
    for (const [refusing, claims] of forOthers)
      await expect(refusing(await signed("ES256", key, claims))).rejects.toMatchObject({ code: "unauthenticated" });
    // Tokens of the secret stay what they were.
    expect((await authenticate(await signed("HS256", secretKey))).subject).toBe("ann");
  });

  it("are refused when unsigned, signed by a public key, expired, too early, or without the claims", async () => {
    const authenticate = createAuthenticator({ ...none, jwksUrl });
    const bySecret = createAuthenticator({ ...none, secret: SECRET });
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { sub: "ann", tenants, exp: 4_000_000_000 };
    const unsigned = `${part({ alg: "none" })}.${part(claims)}.`;
    const head = `${part({ alg: "HS256", kid: "RS256" })}.${part(claims)}`;
    const confused = `${head}.${createHmac("sha256", publicPem).update(head).digest("base64url")}`;
    for (const token of [unsigned, confused, "nonsense", ""]) {
      await expect(authenticate(token)).rejects.toMatchObject({ code: "unauthenticated" });
      await expect(bySecret(token)).rejects.toMatchObject({ code: "unauthenticated" });
    }
    const now = Math.floor(Date.now() / 1000);
    const token = (
      times: { exp: number; nbf?: number },
      more: Record<string, unknown> = { tenants },
    ): Promise<string> => {
      const jwt = new SignJWT(more).setProtectedHeader({ alg: "HS256" }).setSubject("ann").setExpirationTime(times.exp);
      return (times.nbf === undefined ? jwt : jwt.setNotBefore(times.nbf)).sign(secretKey);
    };
    await expect(bySecret(await token({ exp: now - 31 }))).rejects.toThrow("expired");
    await expect(bySecret(await token({ exp: now + 90, nbf: now + 60 }))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(bySecret(await token({ exp: now + 60 }, {}))).rejects.toThrow("tenants");
    await expect(bySecret(await token({ exp: now + 60 }, { tenants: { x: { projects: 1 } } }))).rejects.toThrow(
      "projects",
    );
  });

  it("are not judged while the key set can't be read, and are when it can again", async () => {
    let isDown = true;
    let reads = 0;
    const flaky = createServer((_req, res) => {
      reads++;
      if (isDown) res.writeHead(500).end();
      else res.end(keySetText);
    }).listen(0, "127.0.0.1");
    await once(flaky, "listening");
    const { port } = flaky.address() as AddressInfo;
    const authenticate = createAuthenticator({ ...none, jwksUrl: `http://127.0.0.1:${port}/` });
    const key = keys["ES256"];
    if (key === undefined) throw new Error("no key");
    const token = await signed("ES256", key);
    await expect(authenticate(token)).rejects.toMatchObject({ code: "temporarily_unavailable" });
    isDown = false;
    expect((await authenticate(token)).subject).toBe("ann");
    expect((await authenticate(await signed("ES256", key, { tenants, other: 1 }))).subject).toBe("ann");
    expect(reads).toBe(2);
    const { privateKey } = await generateKeyPair("ES256");
    const stranger = await new SignJWT({ tenants })
      .setProtectedHeader({ alg: "ES256", kid: "unknown" })
      .setSubject("ann")
      .setExpirationTime("1h")
      .sign(privateKey);
    await expect(authenticate(stranger)).rejects.toMatchObject({ code: "unauthenticated" });
    flaky.close();
  });
});
