import { t } from "../texts/language.ts";
import type { TokenClaims } from "./read-token.ts";

/** Tenant and project, as far as they are chosen. */
export interface Scope {
  readonly tenantId: string;
  readonly projectId: string;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isGuid = (text: string): boolean => GUID.test(text);

/** What can be chosen with a token: the first tenant, and its first project where the token names any. */
export function firstScope({ tenants }: TokenClaims, tenantId = [...tenants.keys()][0] ?? ""): Scope {
  const projects = tenants.get(tenantId) ?? [];
  return { tenantId, projectId: projects === "*" ? "" : (projects[0] ?? "") };
}

/** Chooses tenant and project among those of a token. */
export function ScopeFields({
  claims,
  scope,
  onChange,
}: {
  readonly claims: TokenClaims;
  readonly scope: Scope;
  readonly onChange: (scope: Scope) => void;
}) {
  const texts = t.value.shell;
  const projects = claims.tenants.size === 0 ? "*" : (claims.tenants.get(scope.tenantId) ?? []);
  return (
    <>
      {claims.tenants.size === 0 && (
        <label class="field">
          <span>{texts.tenant}</span>
          <input
            name="tenant"
            class="mono"
            value={scope.tenantId}
            spellcheck={false}
            autocomplete="off"
            required
            onInput={(event) => onChange({ ...scope, tenantId: event.currentTarget.value.trim() })}
          />
          {scope.tenantId !== "" && !isGuid(scope.tenantId) && <small>{texts.signIn.noGuid}</small>}
        </label>
      )}
      {claims.tenants.size > 1 && (
        <label class="field">
          <span>{texts.tenant}</span>
          <select value={scope.tenantId} onChange={(event) => onChange(firstScope(claims, event.currentTarget.value))}>
            {[...claims.tenants.keys()].map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      {projects === "*" ? (
        <label class="field">
          <span>{texts.signIn.projectId}</span>
          <input
            name="project"
            class="mono"
            value={scope.projectId}
            spellcheck={false}
            autocomplete="off"
            required
            onInput={(event) => onChange({ ...scope, projectId: event.currentTarget.value.trim() })}
          />
          {isGuid(scope.projectId) || scope.projectId === "" ? (
            claims.tenants.size > 0 && <small>{texts.signIn.projectHint}</small>
          ) : (
            <small>{texts.signIn.noGuid}</small>
          )}
        </label>
      ) : (
        projects.length > 1 && (
          <label class="field">
            <span>{texts.project}</span>
            <select
              value={scope.projectId}
              onChange={(event) => onChange({ ...scope, projectId: event.currentTarget.value })}
            >
              {projects.map((id) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
        )
      )}
    </>
  );
}
