import { useEffect, useState } from "preact/hooks";
import { Preferences } from "../shell/preferences.tsx";
import { Mark } from "../ui/mark.tsx";
import { t } from "../texts/language.ts";
import { serviceUrl } from "../router/router.ts";
import { readToken, type TokenClaims } from "./read-token.ts";
import { firstScope, isGuid, ScopeFields, type Scope } from "./scope-fields.tsx";
import { sessionEnd, signIn } from "./session.ts";

/** The form that takes a token. The address stays as it is: whoever signs in is where they wanted to be. */
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

  const take = (text: string): void => {
    setToken(text);
    const read = readToken(text);
    if (read !== null) setScope(firstScope(read));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setJudged(true);
    if (claims === null || fault !== null || !isGuid(scope.tenantId) || !isGuid(scope.projectId)) return;
    signIn({ token: token.trim(), ...scope });
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
        <form onSubmit={submit} noValidate>
          <label class="field">
            <span>{texts.token}</span>
            <textarea
              name="token"
              class="mono"
              rows={5}
              spellcheck={false}
              autocomplete="off"
              value={token}
              onInput={(event) => take(event.currentTarget.value)}
            />
            <small>{texts.tokenHint}</small>
          </label>
          {claims !== null && <ScopeFields claims={claims} scope={scope} onChange={setScope} />}
          {fault !== null && (isJudged || token !== "") && (
            <p class="field-fault" role="alert">
              {texts[fault]}
            </p>
          )}
          <button class="button is-primary" disabled={token === ""}>
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

function faultOf(token: string, claims: TokenClaims | null): "notAToken" | "tooOld" | null {
  if (token === "") return null;
  if (token.trim().startsWith("lhk_")) return null;
  if (claims === null || claims.tenants.size === 0) return "notAToken";
  return claims.expiresAt !== null && claims.expiresAt < new Date() ? "tooOld" : null;
}
