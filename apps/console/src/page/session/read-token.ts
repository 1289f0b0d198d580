/** What a token says of itself. Whether that is true, the server judges. */
export interface TokenClaims {
  readonly subject: string;
  readonly expiresAt: Date | null;
  /** Ids of projects by tenant; `*` is any project of it. */
  readonly tenants: ReadonlyMap<string, readonly string[] | "*">;
}

/** Reads the claims of a JWT; null when Longhaul wouldn't accept it. An API key has no readable claims. */
export function readToken(token: string): TokenClaims | null {
  if (token.trim().startsWith("lhk_")) return { subject: "", expiresAt: null, tenants: new Map() };
  const payload = token.trim().split(".")[1];
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as {
      readonly sub?: unknown;
      readonly exp?: unknown;
      readonly tenants?: Readonly<Record<string, { readonly projects?: unknown }>>;
    };
    if (typeof claims.sub !== "string" || typeof claims.tenants !== "object") return null;
    return {
      subject: claims.sub,
      expiresAt: typeof claims.exp === "number" ? new Date(1000 * claims.exp) : null,
      tenants: new Map(
        Object.entries(claims.tenants).map(([id, { projects }]) => [
          id,
          Array.isArray(projects) ? projects.filter((project) => typeof project === "string") : "*",
        ]),
      ),
    };
  } catch {
    return null;
  }
}
