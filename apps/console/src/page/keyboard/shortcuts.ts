import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

const KEY = "longhaul-shortcuts";

/** Whether single keys do something; who works by voice or with a shaky hand can switch it off. */
export const areShortcutsOn = signal(localStorage.getItem(KEY) !== "off");

export function switchShortcuts(isOn: boolean): void {
  localStorage.setItem(KEY, isOn ? "on" : "off");
  areShortcutsOn.value = isOn;
}

const TYPED_INTO = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** Calls the action of a key that is pressed alone, outside of fields and dialogs. */
export function useShortcuts(actions: ReadonlyMap<string, () => void>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target, key } = event;
      if (!areShortcutsOn.value || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof Element && target.closest(`${TYPED_INTO}, dialog`) !== null) return;
      const action = latest.current.get(key);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
