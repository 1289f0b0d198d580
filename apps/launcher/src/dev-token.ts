import { SignJWT } from "jose";

/** A developer's token for every project of one tenant and for the operators' pages, good for 30 days. */
export async function createDevToken(jwtSecret: string, tenantId: string): Promise<string> {
  return new SignJWT({ role: "admin", tenants: { [tenantId]: { projects: "*", role: "admin" } } })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject("developer")
    .setIssuedAt()
    .setExpirationTime("30d")
    .sign(new TextEncoder().encode(jwtSecret));
}
