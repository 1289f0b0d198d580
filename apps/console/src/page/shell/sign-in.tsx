import { useEffect, useState } from "preact/hooks";
import { Preferences } from "./preferences.tsx";
import { Mark } from "../ui/mark.tsx";
import { t } from "../texts/language.ts";
import { serviceUrl } from "../router/router.ts";
import { readToken, type TokenClaims } from "../session/read-token.ts";
import { firstScope, isGuid, ScopeFields, type Scope } from "../session/scope-fields.tsx";
import { scopeBefore, sessionEnd, signIn } from "../session/session.ts";
import { useProvider } from "../session/use-provider.ts";

/** The sign-in page: takes a token, or links to the identity provider. The URL stays, so that the user gets to the wanted screen. */
export function SignIn() {
  const texts = t.value.shell.signIn;
  const [token, setToken] = useState("");
  const [scope, setScope] = useState<Scope>({ tenantId: "", projectId: "" });
  const [isJudged, setJudged] = useState(false);
  const claims = readToken(token);
  const fault = faultOf(token, claims);
  useEffect(() => {
    document.title = `${texts.title} · ${t.value.shell.product}`;
  }, [texts]);

  const take = (text: string, before: Scope | null): Scope => {
    const read = readToken(text);
    const found = read === null ? scope : before !== null && covers(read, before) ? before : firstScope(read);
    setToken(text);
    setScope(found);
    return found;
  };
  const provider = useProvider((given, before) => {
    const found = take(given, before);
    if (isGuid(found.tenantId) && isGuid(found.projectId)) signIn({ ...found, token: given });
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setJudged(true);
    if (claims === null || fault !== null || !isGuid(scope.tenantId) || !isGuid(scope.projectId)) return;
    signIn({ ...scope, token: token.trim() });
  };
  const ended = sessionEnd.value;
  return (
    <div class="sign-in">
      <main class="sign-in-card">
        <header>
          <Mark />
          <h1>{t.value.shell.product}</h1>
          <p>{texts.lead}</p>
        </header>
        {ended !== null && (
          <p class="note" role="status">
            {texts[ended]}
          </p>
        )}
        {provider.fault !== null && (
          <p class="field-fault" role="alert">
            {texts[provider.fault]}
          </p>
        )}
        {provider.host !== null && !provider.isBack && (
          <button type="button" class="button is-primary" onClick={() => provider.leave(scopeBefore())}>
            {texts.byProvider(provider.host)}
          </button>
        )}
        <form onSubmit={submit} noValidate>
          {provider.isBack ? (
            <p role="status">{texts.chooseProject}</p>
          ) : (
            <label class="field">
              <span>{provider.host === null ? texts.token : texts.byToken}</span>
              <textarea
                name="token"
                class="mono"
                rows={provider.host === null ? 5 : 2}
                spellcheck={false}
                autocomplete="off"
                value={token}
                onInput={(event) => void take(event.currentTarget.value, scopeBefore())}
              />
              <small>{texts.tokenHint}</small>
            </label>
          )}
          {claims !== null && <ScopeFields claims={claims} scope={scope} onChange={setScope} />}
          {fault !== null && (isJudged || token !== "") && (
            <p class="field-fault" role="alert">
              {texts[fault]}
            </p>
          )}
          <button class={provider.host === null ? "button is-primary" : "button"} disabled={token === ""}>
            {texts.submit}
          </button>
        </form>
      </main>
      <footer class="sign-in-foot">
        <Preferences />
        <a href={new URL("docs", serviceUrl).href}>{t.value.shell.docs}</a>
      </footer>
    </div>
  );
}

/** Whether a token lets its reader into a project. */
function covers({ tenants }: TokenClaims, { tenantId, projectId }: Scope): boolean {
  const projects = tenants.get(tenantId) ?? [];
  return projects === "*" || projects.includes(projectId);
}

function faultOf(token: string, claims: TokenClaims | null): "notAToken" | "tooOld" | null {
  if (token === "") return null;
  if (token.trim().startsWith("lhk_")) return null;
  if (claims === null || claims.tenants.size === 0) return "notAToken";
  return claims.expiresAt !== null && claims.expiresAt < new Date() ? "tooOld" : null;
}
