import { areShortcutsOn, switchShortcuts } from "../../keyboard/shortcuts.ts";
import { t } from "../../texts/language.ts";
import { Dialog } from "../../ui/dialog.tsx";

/** What keys do, and the switch that turns them off. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const texts = t.value.operations.list;
  return (
    <Dialog title={texts.keys} onClose={onClose}>
      <dl class="keys">
        {texts.keyList.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={areShortcutsOn.value}
          onChange={(event) => switchShortcuts(event.currentTarget.checked)}
        />
        {texts.keysOn}
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          {t.value.shell.close}
        </button>
      </div>
    </Dialog>
  );
}
