/** What a token or key may do in a project. Every endpoint names the one that it needs. */
export const PERMISSIONS = ["read", "operate", "datasets", "webhooks", "admin", "audit"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Bundles of permissions that have a name. */
export const ROLES = {
  viewer: ["read"],
  operator: ["read", "operate", "datasets", "webhooks"],
  admin: PERMISSIONS,
} as const satisfies Readonly<Record<string, readonly Permission[]>>;
export type Role = keyof typeof ROLES;
