import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOidcProvider, type OidcProvider } from "./oidc-provider.ts";

const NONCE = "n".repeat(43);
const EXCHANGE = { code: "a code", verifier: "v".repeat(43), nonce: NONCE, redirectUri: "http://console/signed-in" };

describe("an OpenID provider", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const other = await generateKeyPair("ES256");
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256" }] });
  let server: Server;
  let issuer = "";
  let asked: string[] = [];
  let now = 0;
  let discovery: (res: ServerResponse) => void;
  let token: (req: IncomingMessage, res: ServerResponse) => unknown;
  const provider = (more: { readonly resource?: string } = {}): OidcProvider =>
    createOidcProvider({ issuer, clientId: "console", scope: "openid", resource: undefined, ...more }, () => now);
  const document = (change: object = {}): string =>
    JSON.stringify({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      ...change,
    });
  const idToken = (change: object = {}, key = privateKey): Promise<string> =>
    new SignJWT({ sub: "ann", iss: issuer, aud: "console", exp: Date.now() / 1000 + 60, nonce: NONCE, ...change })
      .setProtectedHeader({ alg: "ES256", kid: "one" })
      .sign(key);
  const gives = (id_token: string): string => JSON.stringify({ access_token: "an access token", id_token });
  const discoveries = (): number => asked.filter((path) => path.endsWith("/openid-configuration")).length;

  beforeEach(async () => {
    [asked, now] = [[], 0];
    discovery = (res) => res.end(document());
    server = createServer((req, res) => {
      asked.push(req.url ?? "");
      if (req.url === "/.well-known/openid-configuration") discovery(res);
      else if (req.url === "/keys") res.end(keys);
      else token(req, res);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const given = gives(await idToken());
    token = (_req, res) => res.end(given);
  });
  afterEach(() => server.close());

  it("is asked once where its endpoints are, after a fault again, but not before five seconds have gone", async () => {
    const known = provider({ resource: "urn:api" });
    discovery = (res) => res.writeHead(500).end("{}");
    for (const later of [0, 4_000]) {
      now += later;
      await expect(known.facts()).rejects.toMatchObject({ code: "temporarily_unavailable" });
    }
    expect(discoveries()).toBe(1);
    discovery = (res) => res.end(document());
    now += 1_000;
    const [facts, again] = await Promise.all([known.facts(), known.facts()]);
    expect(facts).toEqual({
      issuer,
      authorizationEndpoint: `${issuer}/authorize`,
      clientId: "console",
      scope: "openid",
      resource: "urn:api",
    });
    expect(again).toEqual(facts);
    expect(discoveries()).toBe(2);

    // What it said goes on while it is away.
    discovery = (res) => res.writeHead(500).end("{}");
    now += 600_000;
    expect(await known.facts()).toEqual(facts);
    expect(discoveries()).toBe(3);
  });

  it.each([
    ["another issuer", { issuer: "https://somebody.example" }],
    ["an address that is a script", { authorization_endpoint: "javascript:alert(1)" }],
    ["no keys", { jwks_uri: undefined }],
    ["no end", { filling: "x".repeat(300_000) }],
  ])("is not believed with %s", async (_, change) => {
    discovery = (res) => res.end(document(change));
    await expect(provider().facts()).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });

  it("gets the code with its verifier, and no secret", async () => {
    let form = new URLSearchParams();
    const given = gives(await idToken({ aud: ["console", "urn:api"], azp: "console" }));
    token = async (req, res) => {
      form = new URLSearchParams(await text(req));
      res.end(given);
    };
    expect(await provider({ resource: "urn:api" }).exchange(EXCHANGE)).toBe("an access token");
    expect(Object.fromEntries(form)).toEqual({
      grant_type: "authorization_code",
      client_id: "console",
      code: EXCHANGE.code,
      code_verifier: EXCHANGE.verifier,
      redirect_uri: EXCHANGE.redirectUri,
      resource: "urn:api",
    });
  });

  it.each([
    ["of another issuer", { iss: "https://somebody.example" }],
    ["for another client", { aud: "another" }],
    ["for another client among several", { aud: ["console", "another"], azp: "another" }],
    ["with another nonce", { nonce: "m".repeat(43) }],
    ["without a nonce", { nonce: undefined }],
    ["whose time is over", { exp: 1_700_000_000 }],
    ["signed by somebody else", {}],
  ])("isn't believed with an ID token %s", async (title, change) => {
    const given = gives(await idToken(change, title.startsWith("signed") ? other.privateKey : privateKey));
    token = (_req, res) => res.end(given);
    await expect(provider().exchange(EXCHANGE)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("refuses a code: sign in again; answers something else: it is away", async () => {
    const known = provider();
    for (const [error, code] of [
      ["invalid_grant", "unauthenticated"],
      ["invalid_client", "temporarily_unavailable"],
    ]) {
      token = (_req, res) => res.writeHead(400).end(JSON.stringify({ error }));
      await expect(known.exchange(EXCHANGE)).rejects.toMatchObject({ code });
    }
    for (const body of ["<html>", JSON.stringify({ access_token: "alone" })]) {
      token = (_req, res) => res.end(body);
      await expect(known.exchange(EXCHANGE)).rejects.toMatchObject({ code: "temporarily_unavailable" });
    }
  });

  it("is asked by twenty at once, not more", async () => {
    const known = provider();
    const given = token;
    token = () => undefined;
    const all = Promise.allSettled(Array.from({ length: 30 }, () => known.exchange(EXCHANGE)));
    await expect(known.exchange(EXCHANGE)).rejects.toMatchObject({ code: "rate_limited" });
    await expect.poll(() => asked.filter((path) => path === "/token").length).toBe(20);
    server.closeAllConnections();
    const codes = (await all).map((one) =>
      one.status === "rejected" ? (one.reason as { readonly code: string }).code : "none",
    );
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(10);
    expect(codes.filter((code) => code === "temporarily_unavailable")).toHaveLength(20);
    token = given;
    expect(await known.exchange(EXCHANGE)).toBe("an access token");
  });
});
