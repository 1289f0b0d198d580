import { useState } from "preact/hooks";
import { readToken } from "../session/read-token.ts";
import { isGuid, ScopeFields, type Scope } from "../session/scope-fields.tsx";
import { session, signIn } from "../session/session.ts";
import { t } from "../texts/language.ts";
import { navigate } from "../router/router.ts";
import { Dialog } from "../ui/dialog.tsx";

/** The project that is looked at; another one of the token can be chosen. */
export function ProjectSwitch() {
  const texts = t.value.shell;
  const [next, setNext] = useState<Scope | null>(null);
  const current = session.value;
  const claims = current === null ? null : readToken(current.token);
  if (current === null || claims === null) return null;
  return (
    <>
      <button type="button" class="project" title={current.projectId} onClick={() => setNext(current)}>
        <small>{texts.project}</small>
        <span class="mono">{current.projectId.slice(0, 8)}</span>
      </button>
      {next !== null && (
        <Dialog title={texts.project} onClose={() => setNext(null)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!isGuid(next.tenantId) || !isGuid(next.projectId)) return;
              setNext(null);
              navigate("/operations");
              signIn({ token: current.token, tenantId: next.tenantId, projectId: next.projectId });
            }}
          >
            <ScopeFields claims={claims} scope={next} onChange={setNext} />
            <div class="dialog-actions">
              <button type="button" class="button" onClick={() => setNext(null)}>
                {texts.cancel}
              </button>
              <button class="button is-primary">{texts.reload}</button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
