import { PERMISSIONS, ROLES, type Permission, type Role } from "@longhaul/contracts";
import type { Principal } from "./authenticator.ts";

const isRole = (name: string): name is Role => Object.hasOwn(ROLES, name);

/**
 * What somebody may do in a tenant. The administrator of the service may do all; else it is what the grant's `permissions`
 * name, and without them those of its role. Who has no role works as an operator; a role that nobody knows may read.
 */
export function permissionsOf({ role, tenants }: Principal, tenantId: string): readonly Permission[] {
  const grant = tenants.get(tenantId);
  if (grant === undefined) return [];
  if (role === "admin") return PERMISSIONS;
  if (grant.permissions !== undefined) return PERMISSIONS.filter((one) => grant.permissions?.includes(one));
  const name = grant.role ?? role ?? "operator";
  return isRole(name) ? ROLES[name] : ROLES.viewer;
}
