import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { Provider, type Interaction } from "oidc-provider";

export interface OidcTestProvider {
  readonly issuer: string;
  /** A token as the provider gives it, but one whose time is over. */
  expiredToken(): Promise<string>;
  close(): Promise<void>;
}

export const OIDC_RESOURCE = "urn:longhaul:api";
export const OIDC_CLIENT = "console";
/** Whom the provider knows, and gives no tenants. */
export const STRANGER = "stranger";

/** What a reader sees of the provider. */
const PAGE = `<!doctype html><title>Provider</title><link rel="icon" href="data:,"><form method="post">
  <label>Name <input name="login"></label><button>Let me in</button><button name="refuse" value="yes">Never mind</button>
</form>`;

/** Starts an OpenID provider that accepts any name without a password, and gives everyone but the stranger the claim `tenants`. */
export async function startOidcProvider(
  tenants: Readonly<Record<string, { readonly projects: readonly string[] | "*"; readonly role: string }>>,
): Promise<OidcTestProvider> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "one", alg: "ES256", use: "sig" }] },
    clients: [
      {
        client_id: OIDC_CLIENT,
        redirect_uris: ["https://console.example/signed-in"],
        token_endpoint_auth_method: "none",
        id_token_signed_response_alg: "ES256",
      },
    ],
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    cookies: { keys: ["keys of a test"] },
    findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (_ctx: unknown, { accountId }: { readonly accountId: string }) => ({
      tenants: accountId === STRANGER ? {} : tenants,
    }),
    // Everyone has agreed already that the console may know who they are.
    loadExistingGrant: async ({ oidc }: { readonly oidc: { readonly session: { readonly accountId: string } } }) => {
      const grant = new provider.Grant({ clientId: OIDC_CLIENT, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx: unknown, resource: string) => ({
          scope: "",
          audience: resource,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
  });
  // Which port the console will have isn't known yet.
  provider.Client.prototype.redirectUriAllowed = (uri) => uri.endsWith("/console/signed-in");
  const answer = provider.callback();
  const interact = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.method !== "POST") {
      res.setHeader("content-type", "text/html").end(PAGE);
      return;
    }
    let body = "";
    for await (const chunk of req) body += String(chunk);
    const form = new URLSearchParams(body);
    const result: Interaction = form.has("refuse")
      ? { error: "access_denied", error_description: "never mind" }
      : { login: { accountId: form.get("login") ?? "" } };
    await provider.interactionFinished(req, res, result);
  };
  server.on("request", (req: IncomingMessage, res: ServerResponse) => {
    if (req.url?.startsWith("/interaction/") === true) void interact(req, res);
    else answer(req, res);
  });
  return {
    issuer,
    expiredToken: () =>
      new SignJWT({ tenants })
        .setProtectedHeader({ alg: "ES256", kid: "one", typ: "at+jwt" })
        .setSubject("ann")
        .setIssuer(issuer)
        .setAudience(OIDC_RESOURCE)
        .setExpirationTime(1_700_000_000)
        .sign(privateKey),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
