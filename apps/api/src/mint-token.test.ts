import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createAuthenticator } from "./http/authenticator.ts";
import { mintToken } from "./mint-token.ts";

const tenantId = randomUUID();
const projectId = randomUUID();
const env = { NODE_ENV: "production", JWT_SECRET: randomBytes(32).toString("hex") };
const mint = (args: readonly string[], more = {}): Promise<string> => mintToken(args, { ...env, ...more }, new Date());

describe("the command that makes tokens", () => {
  it("makes a token that the API takes, for the tenant and projects that it names", async () => {
    const more = { JWT_ISSUER: "https://issuer.example", JWT_AUDIENCE: "longhaul" };
    const token = await mint(
      [
        "--tenant",
        tenantId.toUpperCase(),
        "--project",
        projectId,
        "--role",
        "admin",
        "--subject",
        "ann",
        "--expires",
        "30d",
      ],
      more,
    );
    const authenticate = createAuthenticator({
      secret: env.JWT_SECRET,
      jwksUrl: undefined,
      issuer: more.JWT_ISSUER,
      audience: more.JWT_AUDIENCE,
    });
    const principal = await authenticate(token);
    expect(principal.subject).toBe("ann");
    expect(principal.role).toBeUndefined();
    expect([...principal.tenants]).toEqual([[tenantId, { projects: [projectId], role: "admin" }]]);
    const days = (principal.expiresAt.getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
  });

  it("covers all projects of the tenant when none is named", async () => {
    const authenticate = createAuthenticator({
      secret: env.JWT_SECRET,
      jwksUrl: undefined,
      issuer: undefined,
      audience: undefined,
    });
    const { tenants } = await authenticate(await mint(["--tenant", tenantId]));
    expect([...tenants]).toEqual([[tenantId, { projects: "*" }]]);
    const few = await authenticate(await mint(["--tenant", tenantId, "--permission", "read", "--permission", "audit"]));
    expect(few.tenants.get(tenantId)?.permissions).toEqual(["read", "audit"]);
  });

  it.each([
    [["--project", projectId], /--tenant is missing/],
    [["--tenant", "42"], /--tenant must be a GUID: 42/],
    [["--tenant", tenantId, "--project", "x"], /--project must be a GUID/],
    [["--tenant", tenantId, "--role", "root"], /--role can only be viewer, operator, admin: root/],
    [["--tenant", tenantId, "--permission", "write"], /--permission can only be read, .*: write/],
    [["--tenant", tenantId, "--expires", "soon"], /--expires/],
    [["--tenant", tenantId, "--expires", "900d"], /--expires/],
    [["--tenant", tenantId, "--subject", " "], /--subject/],
    [["--tenant", tenantId, "--tennant", "x"], /--tennant/],
  ])("refuses %j", async (args, message) => {
    await expect(mint(args)).rejects.toThrow(message);
  });

  it("refuses to sign with a secret that is missing or can be guessed", async () => {
    await expect(mintToken(["--tenant", tenantId], {}, new Date())).rejects.toThrow(/JWT_SECRET/);
    await expect(mint(["--tenant", tenantId], { JWT_SECRET: "a".repeat(64) })).rejects.toThrow(/JWT_SECRET/);
  });
});
